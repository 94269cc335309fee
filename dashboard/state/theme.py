"""Styles that config.toml cannot set: `assets/app.css`, the projector's size, Streamlit's words replaced by ours."""

import streamlit as st

from dashboard.cache.runtime import here
from dashboard.state.url import SCREEN, chosen
from dashboard.words.assets import asset_version
from dashboard.words.texts import text

SCREENS = ("kantor", "proyektor")

PROJECTED = 21 / 16  # how much larger letters and rows are on a projector

# the browser caches the sheet: each page run sends only this line
_SHEET = '<style>@import url("{at}/app.css");@import url("{at}/words.css");</style>'

# on a projector the map is alone: what was picked comes over it, nothing else stands beside it
_PROJECTOR = """<style>
html { font-size: 21px; }
.stApp p, .stApp li, .stApp label { font-weight: 500; }
.st-key-layar { grid-template-columns: minmax(0, 1fr) !important; position: relative; }
.st-key-layar > :last-child:not(:has(.bs-picked)) { display: none; }
.st-key-layar > :last-child { position: absolute; right: 64px; top: 12px; bottom: 12px; z-index: 5; }
.st-key-layar > :last-child { width: 460px !important; }
.st-key-sisi { height: auto; max-height: 100%; border-radius: 8px; background: light-dark(#fff, #12191c);
  box-shadow: 0 2px 12px rgb(0 0 0 / .3); }
</style>"""


# Streamlit's own words have no translation and are replaced by ours
_UPLOAD = """<style>
[data-testid=stFileUploaderDropzone] :is(button p, [data-testid=stFileUploaderDropzoneInstructions] span) {{ font-size: 0; }}
[data-testid=stFileUploaderDropzone] button p::after {{ content: "{choose}"; font-size: .95rem; }}
[data-testid=stFileUploaderDropzoneInstructions] span::after {{ content: "{most}"; font-size: .85rem; }}
</style>"""


def screen() -> str:
    """The chosen screen: office or projector."""
    return chosen(SCREEN, SCREENS, SCREENS[0])


def apply_theme() -> None:
    """Put the styles into the page."""
    st.html(_SHEET.format(at=here(f"/assets/{asset_version()}")) + (_PROJECTOR if screen() == "proyektor" else ""))


def word_upload() -> None:
    """Put our words into the field for a file."""
    st.html(_UPLOAD.format(choose=text("send.choose"), most=text("send.most")))


def field_width() -> int:
    """Width in pixels of a drop-down with a few words."""
    return 230 if screen() == "proyektor" else 170


def map_height(part: float = 1.0) -> str:
    """Height of a map as CSS: most of the window, never too small for a finger."""
    window = 46 if screen() == "proyektor" else 50  # larger text above it leaves less room
    return f"clamp(300px, {window * part:.0f}vh, {820 * part:.0f}px)"
