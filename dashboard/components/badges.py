"""Marks that every screen shows, in one line: simulated data, figures rounded or exact, indicative boundaries."""

from html import escape

import streamlit as st

from dashboard.components.bar import siblings
from dashboard.web.pages import PageEntry
from dashboard.words.marks import boundary_mark, provisional_mark
from dashboard.words.texts import text
from data.facts.indicators import Indicator
from data.identity.people import Person
from data.queries import Freshness


def show_provisional(state: Freshness, item: Indicator) -> None:
    """The mark of provisional figures, where there are any."""
    if mark := provisional_mark(state, item):
        st.html(f'<span class="bs-badge bs-wait">{escape(mark)}</span>')


def show_marks(state: Freshness, entry: PageEntry, person: Person) -> None:
    """The line below the bar: pages beside this one, and the marks that apply to what is on the screen."""
    shown = siblings(entry, person) + _badges(state, with_map=entry.draws_map)
    st.html(f'<div class="bs-line">{shown}<span id="isi" tabindex="-1"></span></div>')


def _badges(state: Freshness, *, with_map: bool) -> str:
    """The marks as one line; where it is too narrow, a press shows all of them."""
    shown = []
    if state.simulated:
        shown.append(("bs-sim", text("badge.simulated"), ""))
    if state.exact:
        shown.append(("bs-exact", text("badge.exact"), ""))
    else:
        shown.append(("bs-note", text("badge.rounded"), text("badge.rounded_help")))
    if with_map and state.boundary_version:
        shown.append(("bs-note", boundary_mark(state), ""))
    marks = "".join(
        f'<span class="bs-badge {kind}" title="{escape(more or words)}">{escape(words)}</span>' for kind, words, more in shown
    )
    return f'<details class="bs-marks"><summary>{marks}</summary></details>'
