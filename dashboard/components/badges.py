"""Marks that no screen may lack: simulated data, indicative boundaries."""

from html import escape

import streamlit as st

from dashboard.texts import number, text
from data.queries import Freshness


def boundary_mark(state: Freshness) -> str:
    """Whose boundaries these are, in one sentence: indicative, official or both, and what has none."""
    official, indicative, without = (state.shapes.get(name, 0) for name in ("resmi", "indikatif", "tanpa"))
    if not official:
        return text("badge.indicative")
    title = state.boundary_title
    sentence = (
        text("badge.mixed", title=title, official=number(official), indicative=number(indicative))
        if indicative
        else text("badge.official", title=title)
    )
    return sentence + (text("badge.shapeless", count=number(without)) if without else "")


def marks(state: Freshness) -> str:
    """What every picture and file carries: that data is simulated, and whose boundaries these are."""
    simulated = [text("badge.simulated")] if state.simulated else []
    return "; ".join(simulated + ([boundary_mark(state)] if state.boundary_version else []))


def show_badges(state: Freshness, *, with_map: bool = False) -> None:
    """The marks that apply to what is on the screen."""
    shown = []
    if state.simulated:
        shown.append(f'<span class="bs-badge bs-sim">{escape(text("badge.simulated"))}</span>')
    if with_map and state.boundary_version:
        shown.append(f'<span class="bs-badge bs-note">{escape(boundary_mark(state))}</span>')
    if shown:
        st.html("".join(shown))
