"""A drawing as a picture, for files that hold no vectors. Fonts are our own: every machine draws the same."""

from functools import lru_cache

import typst

from dashboard.words.assets import ASSETS

FONTS = ASSETS / "roboto"
FONT = "Roboto"
_PAGE = """#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)"""


@lru_cache(maxsize=32)  # slides and letters of one view hold the same pictures
def png_of(svg: str, width: float, height: float, scale: float = 2.0) -> bytes:
    """`svg` as PNG, `scale` times as many pixels as the `width` and `height` of its view box."""
    made = typst.compile(
        _PAGE.encode(),
        format="png",
        ppi=72.0 * scale,
        ignore_system_fonts=True,
        font_paths=[FONTS],
        sys_inputs={"svg": svg, "width": str(width), "height": str(height)},
    )
    assert isinstance(made, bytes)
    return made
