"""The view that a map page draws: person, region, indicator, level and period."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.periods import measured_periods, newest_year
from dashboard.analysis.view import View, as_counts
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.state import url
from dashboard.state.read_log import note_reading
from data.facts.indicators import Indicator
from data.identity.people import Person
from data.queries import Fit, Freshness, Layer, Nothing
from geo.regions.codes import NATION, inside, level_of, parent_of
from geo.stats.classes import METHODS

LIMITS = SHOWN, EVERY_PERIOD = "tampak", "semua"
_RUN = "putaran"


class LiveView(View):
    """The view on the screen: what is picked in it, and what a click does."""

    @property
    def picked(self) -> int:
        """Number of the picked region, read at each use because parts of a page run by themselves; -1 where there
        is none here.
        """
        code = url.picked()
        number = int(self.regions["code"].searchsorted(code))
        return number if number < len(self.regions) and self.regions["code"].iat[number] == code else -1

    @property
    def selection_key(self) -> str:
        """Session key of the regions chosen together: too many for the address."""
        return f"pilihan_{self.state.boundary_version}_{self.level}"

    def pick(self, number: int) -> None:
        """Choose one region of the level shown, without leaving the view."""
        if 0 <= number < len(self.regions):
            url.choose(url.PICKED, self.regions["code"].iat[number], "")

    def choose_many(self, numbers: Sequence[int]) -> None:
        """Choose several regions, in the address where they are few; an empty choice clears it."""
        chosen = tuple(n for n in numbers if self.start <= n < self.end)
        few = len(chosen) <= url.MOST_TOGETHER
        st.session_state[self.selection_key] = () if few else chosen
        url.compare_areas(self.regions["code"].iloc[list(chosen)].tolist() if few else ())

    def mark(self, numbers: Sequence[int]) -> None:
        """Mark regions on the map for this session alone: what the page itself picks out is no move of the reader."""
        st.session_state[self.selection_key] = tuple(n for n in numbers if self.start <= n < self.end)

    def selection(self) -> tuple[int, ...]:
        """The regions chosen together that lie inside the chosen area."""
        kept = st.session_state.get(self.selection_key, ()) or self._compared()
        return tuple(n for n in kept if self.start <= n < self.end)

    def _compared(self) -> tuple[int, ...]:
        """Numbers of the areas in the address that are of the level shown."""
        codes = [code for code in url.together() if level_of(code) == self.level]
        found = self.regions["code"].searchsorted(codes)
        known = self.regions["code"].to_numpy()
        return tuple(int(n) for n, code in zip(found, codes, strict=True) if n < len(known) and known[n] == code)

    def choose_period(self, period: str) -> None:
        """Choose the period of the map's slider."""
        if period in self.periods:
            url.choose(url.PERIOD, period, newest_year(self.state))

    def go_up(self) -> None:
        """Choose the region above the chosen one."""
        above = parent_of(self.focus["code"])
        if above is not None:
            url.go_to(above)

    def go_to(self, level: int, number: int) -> None:
        """What a click on a map or a table row does."""
        frame = answers.regions(self.person.scope, self.state.boundary_version, level)
        if 0 <= number < len(frame):
            url.go_to(frame["code"].iat[number])


def known_region(person: Person, state: Freshness) -> pd.Series:
    """The chosen region's row; the nation's where the code is not a current one."""
    row = region_row(person.scope, state.boundary_version, url.region(person))
    if row is None:
        row = region_row(person.scope, state.boundary_version, NATION)
    assert row is not None
    return row


def own_region(person: Person, state: Freshness, focus: pd.Series) -> pd.Series:
    """The row of a region granted to the person: `focus` where it is one, else the first; for the nation, any region."""
    if "" in person.prefixes or focus["code"] in person.prefixes:
        return focus
    row = region_row(person.scope, state.boundary_version, person.prefixes[0]) if person.prefixes else None
    return focus if row is None else row


def build_view(person: Person, state: Freshness, focus: pd.Series, item: Indicator, level: int, period: str) -> LiveView:
    """The view that the address describes, with its layer."""
    regions = answers.regions(person.scope, state.boundary_version, level)
    note_reading(person.scope, state, item, str(focus["code"]), level, period)
    start, end = inside(regions["code"], focus["code"])
    if start == end:  # the level shown lies above the chosen region: its own ancestor at that level
        number = int(regions["code"].searchsorted(focus["code"], side="right")) - 1
        start, end = number, number + 1
    periods = measured_periods(person.scope, state, item, level)
    counted = shows_counts(item, answers.layer(person.scope, state.data_version, item.code, level, period), start, end)
    if counted:
        item = as_counts(item)
    fit = Fit(chosen_method(item), start, end, periods if chosen_limits() == EVERY_PERIOD else (), counted=counted)
    layer = answers.layer(person.scope, state.data_version, item.code, level, period, fit)
    return LiveView(person, state, item, layer, level, period, focus, regions, start, end, periods, fit)


def shows_counts(item: Indicator, layer: Layer, start: int, end: int) -> bool:
    """Whether an indicator that is published as classes of a count shows the count itself: of all that is known in the area."""
    known = layer.classes[start:end] < min(Nothing)
    return bool(item.compute.steps) and bool(known.any()) and bool(np.isfinite(layer.value[start:end][known]).all())


def chosen_limits() -> str:
    """What the limits of classes follow: the period on the screen, or all periods together."""
    return url.chosen(url.LIMITS, LIMITS, LIMITS[0])


def chosen_method(item: Indicator) -> str:
    """How classes are made: the reader's choice where there is one."""
    if item.is_categorical or item.edges:
        return item.method
    return url.chosen(url.METHOD, METHODS, item.method)


def begin_run(person: Person, state: Freshness) -> None:
    """Keep what the shell found out at the start of a run, so that pages do not query it again."""
    st.session_state[_RUN] = person, state


def current() -> tuple[Person, Freshness]:
    """The person and the state of the store in this run."""
    person, state = st.session_state[_RUN]
    return person, state
