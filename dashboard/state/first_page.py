"""The HTML that every page begins as: Streamlit's own, in our words, and with all it needs named at once.

Streamlit's page names only the first of its scripts. Each of the others is asked for when the one before has arrived, which
on a mobile network is a wait of 150 ms a step.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import streamlit

from dashboard.words.assets import ASSETS, asset_version
from dashboard.words.texts import PARAMETER, catalogue

FILES = Path(streamlit.__file__).with_name("static")
_SCRIPTS = FILES / "static" / "js"
# Streamlit's parts that nearly every page draws; each is a script of its own
_PARTS = ("Html", "BidiComponent", "Button", "ButtonGroup", "Selectbox")
_MAP = ("map/map.js", "map/raster-worker.js", "bar/bar.js", "search/search.js", "picker/picker.js")
_IMPORT = re.compile(r"""\b(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")

# The page's own address ends in the name of a page, where Streamlit would look for its server first. Until it has heard of our
# theme it would draw, and load, a font of its own. The language is set before anything is read aloud.
_START = """<script>const font={{bodyFont:"system-ui,sans-serif"}};
window.__streamlit={{BACKEND_BASE_URL:new URL(".",location.href).href,LIGHT_THEME:font,DARK_THEME:font}};
if(new URLSearchParams(location.search).get("{parameter}")==="en")document.documentElement.lang="en"</script>"""


@lru_cache(maxsize=1)
def first_page() -> str:
    """The page. Raises `ValueError` when Streamlit's own has changed so much that nothing of it can be replaced."""
    page = (FILES / "index.html").read_text(encoding="utf-8")
    named = set(re.findall(r"static/js/([^\"]+)", page))
    first = [_SCRIPTS / name for name in sorted(named)]
    parts = [next(_SCRIPTS.glob(f"{part}.*.js")) for part in _PARTS]
    theirs = [f"./static/js/{file.name}" for file in reached(parts) if file not in reached(first)]
    ours = [f"./assets/{asset_version()}/{one.relative_to(ASSETS).as_posix()}" for one in reached(ASSETS / at for at in _MAP)]
    # low: they may wait for the connection that says to the page what to draw
    more = "".join(f'<link rel="modulepreload" fetchpriority="low" href="{one}">' for one in (*theirs, *ours))
    words = catalogue("id")
    for pattern, ours_instead in (
        (r'<html lang="en">', '<html lang="id">'),
        (r"<title>Streamlit</title>", "<title>Dasbor Bersinar</title>"),
        (r"<link\s+rel=\"preload\"[^>]*SourceSans[^>]*/>", ""),  # a font that no page of ours uses
        (r"<link rel=\"service-desc\"[^>]*/>", ""),  # of an interface that is switched off
        (r"<noscript>.*?</noscript>", f"<noscript><p>{words['prepare.no_script']}</p></noscript>"),
        (r"<!--.*?-->", ""),
        (r"<head>", "<head>" + _START.format(parameter=PARAMETER)),
        (r"</head>", more + "</head>"),
    ):
        found = re.compile(pattern, re.S)
        if not found.search(page):
            raise ValueError(pattern)
        page = found.sub(ours_instead.replace("\\", r"\\"), page)
    return page.strip()


def reached(scripts: Iterable[Path]) -> list[Path]:
    """The scripts and all that they import, in the order in which they are met."""
    found: dict[Path, None] = {}
    waiting = [one.resolve() for one in scripts]
    while waiting:
        script = waiting.pop(0)
        if script not in found and script.is_file():
            found[script] = None
            waiting += [(script.parent / name).resolve() for name in _IMPORT.findall(script.read_text(encoding="utf-8"))]
    return list(found)
