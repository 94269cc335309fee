"""Make `dashboard/assets/icons`: the icons that occur, cut out of Streamlit's font. `python -m tests.icon_font [NAME ...]`.

To be run when an icon is new or Streamlit is another release; a test says which are missing. Names given are added to
those found. It needs `pip install fonttools brotli`, which nothing else here does.
"""

import re
import sys
from pathlib import Path

import streamlit
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from dashboard.words.assets import ASSETS
from data.model.settings import ROOT

STATIC = Path(streamlit.__file__).parent / "static" / "static"
NAMES = ASSETS / "icons" / "names.txt"
_MARKED = re.compile(r":material/([a-z_0-9]+):")
_QUOTED = re.compile(r"""["']([a-z_0-9]+)["']""")  # names are also passed on without the rest of the mark


def used() -> set[str]:
    """Icons named in Streamlit's scripts and in our sources. A quoted word that is also an icon's name counts."""
    theirs = [file.read_text(errors="ignore") for file in STATIC.glob("js/*.js")]
    ours = [file.read_text() for top in ("dashboard", "pages") for file in (ROOT / top).rglob("*.py")]
    found = {name for source in (*theirs, *ours) for name in _MARKED.findall(source)}
    return (found | {name for source in ours for name in _QUOTED.findall(source)}) & set(ALL_MATERIAL_ICONS)


def main(more: set[str]) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    names = (used() | more) & set(ALL_MATERIAL_ICONS)
    font = TTFont(next(STATIC.glob("media/MaterialSymbols-Rounded.*.woff2")))
    letters: dict[str, str] = {}
    for code, glyph in sorted(font.getBestCmap().items(), key=lambda one: (chr(one[0]).isupper(), one[0])):
        letters.setdefault(glyph, chr(code))
    kept = set()
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(getattr(table, "ExtSubTable", table), "ligatures", {}).items():
                for one in list(ligatures):
                    if "".join(letters[part] for part in (first, *one.Component)) in names:
                        kept.add(one.LigGlyph)
                    else:
                        ligatures.remove(one)
    options = subset.Options(layout_features=["*"], flavor="woff2", hinting=False, glyph_names=False)
    cut = subset.Subsetter(options)
    cut.populate(text="abcdefghijklmnopqrstuvwxyz0123456789_", glyphs=kept)
    cut.subset(font)
    font.flavor = "woff2"
    font.save(NAMES.with_name("icons.woff2"))
    NAMES.write_text("\n".join(sorted(names)) + "\n")


if __name__ == "__main__":
    main(set(sys.argv[1:]))
