"""Marks that every screen shows, in the bar: simulated data, figures rounded or exact, indicative boundaries."""

from html import escape

import streamlit as st

from dashboard.words.marks import boundary_mark, provisional_mark
from dashboard.words.texts import text
from data.facts.indicators import Indicator
from data.queries import Freshness


def show_provisional(state: Freshness, item: Indicator) -> None:
    """The mark of provisional figures, where there are any."""
    if mark := provisional_mark(state, item):
        st.html(f'<span class="bs-badge bs-wait">{escape(mark)}</span>')


def marks(state: Freshness, *, with_map: bool) -> str:
    """The marks that apply to what is on the screen, as HTML for the bar; a press lists all of them in full."""
    shown = []
    if state.simulated:
        shown.append(("bs-sim", text("badge.simulated"), text("badge.simulated_help")))
    if state.exact:
        shown.append(("bs-exact", text("badge.exact"), text("badge.exact_help")))
    else:
        shown.append(("bs-note", text("badge.rounded_short"), f"{text('badge.rounded')}. {text('badge.rounded_help')}"))
    if with_map and state.boundary_version:
        shown.append(("bs-note", text("badge.boundaries"), boundary_mark(state)))
    short = "".join(f'<span class="bs-badge {kind}">{escape(words)}</span>' for kind, words, _ in shown)
    full = "".join(f"<dt>{escape(words)}</dt><dd>{escape(more)}</dd>" for _, words, more in shown)
    label = escape(text("badge.label"))
    return f'<details class="bs-marks"><summary aria-label="{label}" title="{label}">{short}</summary><dl>{full}</dl></details>'
