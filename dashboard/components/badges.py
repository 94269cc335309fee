"""Marks that no screen may lack: simulated data, indicative boundaries."""

from html import escape

import streamlit as st

from dashboard.texts import text
from data.queries import Freshness


def show_badges(state: Freshness, *, with_map: bool = False) -> None:
    """The marks that apply to what is on the screen."""
    marks = []
    if state.simulated:
        marks.append(f'<span class="bs-badge bs-sim">{escape(text("badge.simulated"))}</span>')
    if with_map and state.indicative:
        marks.append(f'<span class="bs-badge bs-note">{escape(text("badge.indicative"))}</span>')
    if marks:
        st.html("".join(marks))
