"""A drawing as a picture, for files that hold no vectors. Fonts are our own: every machine draws the same."""

from functools import lru_cache
from pathlib import Path

import typst

from dashboard.words.assets import ASSETS

FONTS = ASSETS / "roboto"
FONT = "Roboto"
_PAGE = Path(__file__).with_name("picture.typ")


@lru_cache(maxsize=32)  # slides and letters of one view hold the same pictures
def png_of(svg: str, width: float, height: float, scale: float = 2.0) -> bytes:
    """`svg` as PNG, `scale` times as many pixels as the `width` and `height` of its view box."""
    made = typst.compile(
        _PAGE,
        format="png",
        ppi=72.0 * scale,
        ignore_system_fonts=True,
        font_paths=[FONTS],
        sys_inputs={"svg": svg, "width": str(width), "height": str(height)},
    )
    assert isinstance(made, bytes)
    return made
