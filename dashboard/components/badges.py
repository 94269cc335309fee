"""Marks that every screen shows: simulated data, indicative boundaries."""

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


def show_badges(state: Freshness, *, with_map: bool = False) -> None:
    """The marks that apply to what is on the screen."""
    shown = []
    if state.simulated:
        shown.append(f'<span class="bs-badge bs-sim">{escape(text("badge.simulated"))}</span>')
    if state.exact:
        shown.append(f'<span class="bs-badge bs-exact">{escape(text("badge.exact"))}</span>')
    else:
        more = escape(text("badge.rounded_help"))
        shown.append(f'<span class="bs-badge bs-note" title="{more}">{escape(text("badge.rounded"))}</span>')
    if with_map and state.boundary_version:
        shown.append(f'<span class="bs-badge bs-note">{escape(boundary_mark(state))}</span>')
    if shown:
        st.html("".join(shown))
