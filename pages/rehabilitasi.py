"""Page of rehabilitation: how many people, where they can go, and what it did for them; four tabs with addresses."""

import streamlit as st

from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.components.rehab import TABS
from dashboard.state import url
from dashboard.state.pickers import choose_period, segmented
from dashboard.state.view import current, known_region
from dashboard.words.texts import text
from data.facts.indicators import indicator

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

focus = known_region(person, state)
show_place(person.scope, state.boundary_version, str(focus["code"]))
heading = st.columns([4, 1], vertical_alignment="bottom")
with heading[0]:
    tab = segmented(
        url.SECTION, text("rehab.tabs"), tuple(TABS), next(iter(TABS)), lambda name: text(f"rehab_tab.{name}"), hidden=True
    )
with heading[1]:
    period = choose_period(indicator("rehab_baru"), state)
st.title(text(f"rehab_title.{tab}", place=focus["name"]))
TABS[tab](person, state, focus, period)
