"""What config.toml cannot say: legend, badges, cards, and the projector's size."""

import streamlit as st

from dashboard.choices import chosen
from dashboard.texts import text

PARAMETER = "layar"
SCREENS = ("kantor", "proyektor")

_STYLE = """<style>
.stMainBlockContainer { padding: 1rem 2rem 2rem; max-width: 1800px; }
.stMainBlockContainer > div > .stVerticalBlock { gap: .55rem; }
.bs-badge { display: inline-block; padding: .12rem .55rem; margin: 0 .4rem .2rem 0; border-radius: 999px; font-size: .8rem;
  font-weight: 700; letter-spacing: .03em; border: 1px solid; }
.bs-sim { color: #7a2e00; background: #ffe3cc; border-color: #d98a4f; }
.bs-wait { color: #5a4300; background: #fff3cc; border-color: #c9a227; }
.bs-open { color: #7a0c17; background: #fde3e3; border-color: #c9626b; }
.bs-note { color: #24474b; background: #dceeee; border-color: #8fbcbc; }
.bs-file { display: inline-flex; align-items: center; gap: .4rem; min-height: 2.5rem; padding: .25rem .75rem; color: inherit;
  border: 1px solid rgb(from currentcolor r g b / .22); border-radius: 6px; text-decoration: none !important; }
.bs-file:is(:hover, :focus-visible) { color: #0b6e6e; border-color: currentcolor; }
.bs-link { border-color: transparent; padding: 0; min-height: 1.6rem; font-size: .9rem; }
.bs-icon { font-family: 'Material Symbols Rounded'; font-size: 1.25rem; line-height: 1; user-select: none; }
[class*="st-key-kalimat"] :is(button, button *) { justify-content: flex-start; text-align: left; }
[class*="st-key-kalimat"] button { min-height: 0; padding: .1rem 0; }
[class*="st-key-kalimat"] button p { font-size: 1rem; line-height: 1.45; white-space: normal; }
.bs-answer { font-size: 1.08rem; line-height: 1.45; margin: 0; }
h1 { font-size: 1.35rem !important; padding: 0 0 1rem !important; }  /* Streamlit pulls what follows a heading up by as much */
h2 { font-size: 1.25rem !important; } h3 { font-size: 1.05rem !important; }
/* labels stay for screen readers; the buttons speak for themselves */
.stMainBlockContainer :is(.stButtonGroup, .stSelectbox):not(.stExpander *) [data-testid='stWidgetLabel'] {
  position: absolute; width: 1px; height: 1px; min-height: 0; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.7rem .9rem 1rem; }
  h1 { font-size: 1.15rem !important; }
  [class*="st-key-kalimat"] :is(button, button *) { justify-content: flex-start; text-align: left; }
[class*="st-key-kalimat"] button { min-height: 0; padding: .1rem 0; }
[class*="st-key-kalimat"] button p { font-size: 1rem; line-height: 1.45; white-space: normal; }
.bs-answer { font-size: .98rem; }
  .stMainBlockContainer .stHorizontalBlock { row-gap: .45rem; }
}
</style>"""

_PROJECTOR = """<style>
html { font-size: 21px; }
.stApp p, .stApp li, .stApp label { font-weight: 500; }
</style>"""


# Streamlit's own words have no translation: they give way to ours
_UPLOAD = """<style>
[data-testid=stFileUploaderDropzone] :is(button p, [data-testid=stFileUploaderDropzoneInstructions] span) {{ font-size: 0; }}
[data-testid=stFileUploaderDropzone] button p::after {{ content: "{choose}"; font-size: .95rem; }}
[data-testid=stFileUploaderDropzoneInstructions] span::after {{ content: "{most}"; font-size: .85rem; }}
</style>"""


def screen() -> str:
    """The chosen screen: an office's, or a projector's seen from ten metres."""
    return chosen(PARAMETER, SCREENS, SCREENS[0])


def apply_theme() -> None:
    """Put the styles into the page."""
    upload = _UPLOAD.format(choose=text("send.choose"), most=text("send.most"))
    st.html(_STYLE + upload + (_PROJECTOR if screen() == "proyektor" else ""))


def field_width() -> int:
    """Width in pixels of a drop-down with a few words."""
    return 230 if screen() == "proyektor" else 170


def map_height(part: float = 1.0) -> str:
    """Height of a map as CSS: most of the window, never too small for a finger."""
    window = 46 if screen() == "proyektor" else 50  # larger words above it leave less
    return f"clamp(300px, {window * part:.0f}vh, {820 * part:.0f}px)"
