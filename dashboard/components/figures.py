"""The choice of a cleared person between exact figures of people and those that others see."""

import streamlit as st

from dashboard.state.pickers import segmented
from dashboard.state.url import FIGURES
from dashboard.state.viewer import WHICH
from dashboard.words.texts import text
from data.identity.people import Person
from data.model.roles import Sensitivity


def show_figures(person: Person) -> None:
    """The choice, and what it means; nothing for roles that read only published figures."""
    if person.role.clearance < Sensitivity.TERBATAS:
        return
    chosen = segmented(FIGURES, text("figures.label"), WHICH, WHICH[0], lambda name: text(f"figures.{name}"))
    st.caption(text(f"figures.{chosen}_means"))
