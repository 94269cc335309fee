"""What config.toml cannot say: legend, badges, cards, and the projector's size."""

import streamlit as st

from dashboard.choices import chosen

PARAMETER = "layar"
SCREENS = ("kantor", "proyektor")

_STYLE = """<style>
.stMainBlockContainer { padding: 2.4rem 2rem 2rem; max-width: 1800px; }
.stMainBlockContainer > div > .stVerticalBlock { gap: .7rem; }
.bs-legend p { margin: 0 0 .3rem; font-weight: 600; font-size: .9rem; }
.bs-legend ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .15rem; }
.bs-legend li { display: grid; grid-template-columns: 1.2rem 1fr auto; gap: .5rem; align-items: center; font-size: .9rem;
  margin: 0; }
.bs-legend i { width: 1.2rem; height: .95rem; border: 1px solid #7c888c; border-radius: 2px; }
.bs-legend b { font-variant-numeric: tabular-nums; font-weight: 500; }
.bs-badge { display: inline-block; padding: .12rem .55rem; margin: 0 .4rem .2rem 0; border-radius: 999px; font-size: .8rem;
  font-weight: 700; letter-spacing: .03em; border: 1px solid; }
.bs-sim { color: #7a2e00; background: #ffe3cc; border-color: #d98a4f; }
.bs-note { color: #24474b; background: #dceeee; border-color: #8fbcbc; }
.bs-answer { font-size: 1.08rem; line-height: 1.45; margin: 0; }
h1 { font-size: 1.35rem !important; padding: 0 !important; }
.stColumn h1 { padding: 0 0 1rem !important; }  /* Streamlit pulls what follows a heading up by as much */
h2 { font-size: 1.25rem !important; } h3 { font-size: 1.05rem !important; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.7rem .9rem 1rem; }
  h1 { font-size: 1.15rem !important; }
  .bs-answer { font-size: .98rem; }
  .stMainBlockContainer .stHorizontalBlock { row-gap: .45rem; }
  /* labels stay for screen readers; the buttons speak for themselves */
  .stMainBlockContainer [data-testid='stWidgetLabel'] { position: absolute; width: 1px; height: 1px;
    min-height: 0; overflow: hidden; clip-path: inset(50%); }
}
</style>"""

_PROJECTOR = """<style>
html { font-size: 21px; }
.bs-legend li, .bs-legend p { font-size: 1.05rem; }
.stApp p, .stApp li, .stApp label { font-weight: 500; }
</style>"""


def screen() -> str:
    """The chosen screen: an office's, or a projector's seen from ten metres."""
    return chosen(PARAMETER, SCREENS, SCREENS[0])


def apply_theme() -> None:
    """Put the styles into the page."""
    st.html(_STYLE + (_PROJECTOR if screen() == "proyektor" else ""))


def field_width() -> int:
    """Width in pixels of a drop-down with a few words."""
    return 230 if screen() == "proyektor" else 170


def map_height(part: float = 1.0) -> str:
    """Height of a map as CSS: most of the window, never too small for a finger."""
    return f"clamp(300px, {54 * part:.0f}vh, {820 * part:.0f}px)"
