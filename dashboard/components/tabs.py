"""A page of tabs, each one question with an address of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.analysis.periods import newest_year
from dashboard.cache.answers import region_row
from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.state import url
from dashboard.state.pickers import choose_period, segmented
from dashboard.state.view import current, known_region
from dashboard.words.texts import text
from data.facts.indicators import indicator
from data.identity.people import Person
from data.queries import Freshness
from geo.regions.codes import Level, ancestors_of


@dataclass(frozen=True)
class Tab:
    """`show` takes the person, the state of the data, the area's row and the period.

    `periods_of` is the indicator whose periods it can be asked for; without one it is always of the newest. Areas below
    `finest` see the one of that level which they lie in.
    """

    show: Callable[[Person, Freshness, "pd.Series[object]", str], None]
    periods_of: str = ""
    finest: Level = Level.REGENCY


def show_tabs(tabs: Mapping[str, Tab]) -> None:
    """The area, the tabs by their names in the address, the period, and the tab that is open, the first by default."""
    person, state = current()
    if not state.periods:
        show_empty()
        st.stop()
    focus = asked = known_region(person, state)
    show_place(person.scope, state.boundary_version, str(focus["code"]))
    heading = st.columns([4, 1], vertical_alignment="bottom")
    with heading[0]:
        name = segmented(
            url.SECTION, text("tabs.label"), tuple(tabs), next(iter(tabs)), lambda name: text(f"tab.{name}"), hidden=True
        )
    tab = tabs[name]
    with heading[1]:
        period = choose_period(indicator(tab.periods_of), state) if tab.periods_of else newest_year(state)
    if int(str(focus["level"])) > tab.finest:
        focus = region_row(person.scope, state.boundary_version, ancestors_of(str(focus["code"]))[tab.finest])
    st.title(text(f"tab_title.{name}", place=focus["name"]))
    if focus is not asked:
        st.caption(text("tabs.of_regency", place=focus["name"]))
    tab.show(person, state, focus, period)
