"""Page of enforcement: where cases stand still, whether numbers agree, where arrests are, what is new; tabs with addresses."""

import streamlit as st

from dashboard.analysis.periods import newest_year
from dashboard.cache.answers import region_row
from dashboard.components.breadcrumb import show_place
from dashboard.components.cases import PERIOD_OF, TABS
from dashboard.components.empty import show_empty
from dashboard.state import url
from dashboard.state.pickers import choose_period, segmented
from dashboard.state.view import current, known_region
from dashboard.words.texts import text
from data.facts.indicators import indicator
from geo.regions.codes import Level, ancestors_of

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

focus = asked = known_region(person, state)
show_place(person.scope, state.boundary_version, str(focus["code"]))
heading = st.columns([4, 1], vertical_alignment="bottom")
with heading[0]:
    tab = segmented(
        url.SECTION, text("cases.tabs"), tuple(TABS), next(iter(TABS)), lambda name: text(f"case_tab.{name}"), hidden=True
    )
with heading[1]:
    period = choose_period(indicator(PERIOD_OF[tab]), state) if tab in PERIOD_OF else newest_year(state)
if int(focus["level"]) > Level.REGENCY:
    focus = region_row(person.scope, state.boundary_version, ancestors_of(str(focus["code"]))[Level.REGENCY])
st.title(text(f"case_title.{tab}", place=focus["name"]))
if focus is not asked:
    st.caption(text("rehab.of_regency", place=focus["name"]))
TABS[tab](person, state, focus, period)
