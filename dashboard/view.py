"""What a map page needs to know before it draws: who, where, which indicator, which level and period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from dashboard import choices
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.noted import note_reading
from dashboard.theme import field_width
from dashboard.words.texts import text
from data.facts.indicators import THEMES, Indicator, for_theme
from data.identity.people import Person
from data.queries import Freshness, Layer
from geo.regions.codes import NATION, inside, parent_of
from geo.stats.classes import METHODS

_RUN = "putaran"


@dataclass(frozen=True)
class View:
    """One look at the data; `start` and `end` are the numbers of the regions inside the chosen one."""

    person: Person
    state: Freshness
    item: Indicator
    layer: Layer
    level: int
    period: str
    focus: pd.Series
    regions: pd.DataFrame
    start: int
    end: int
    periods: tuple[str, ...]
    method: str

    def as_published(self) -> "View":
        """The same look at published figures, as others see them."""
        person, state = replace(self.person, published=True), replace(self.state, exact=False)
        layer = answers.layer(person.scope, state.data_version, self.item.code, self.level, self.period, self.method)
        return replace(self, person=person, state=state, layer=layer)

    @property
    def picked(self) -> int:
        """Number of the picked region, read anew because parts of a page run by themselves; -1 where there is none here."""
        code = choices.picked()
        number = int(self.regions["code"].searchsorted(code))
        return number if number < len(self.regions) and self.regions["code"].iat[number] == code else -1

    @property
    def selection_key(self) -> str:
        """Where many chosen regions are kept: in the session, for there may be thousands."""
        return f"pilihan_{self.state.boundary_version}_{self.level}"

    def pick(self, number: int) -> None:
        """Choose one region of the level shown, without leaving the view."""
        if 0 <= number < len(self.regions):
            choices.choose(choices.PICKED, self.regions["code"].iat[number], "")

    def choose_many(self, numbers: Sequence[int]) -> None:
        """Choose several regions; none lets go of them."""
        st.session_state[self.selection_key] = tuple(n for n in numbers if self.start <= n < self.end)

    def selection(self) -> tuple[int, ...]:
        """The regions chosen together that lie inside the chosen area."""
        kept = st.session_state.get(self.selection_key, ())
        return tuple(n for n in kept if self.start <= n < self.end)

    def choose_period(self, period: str) -> None:
        """What the map's slider does."""
        if period in self.periods:
            choices.choose(choices.PERIOD, period, newest_year(self.state))

    def go_up(self) -> None:
        """To the region above the chosen one."""
        above = parent_of(self.focus["code"])
        if above is not None:
            choices.go_to(above)

    def go_to(self, level: int, number: int) -> None:
        """What a click on a map or a table row does."""
        frame = answers.regions(self.person.scope, self.state.boundary_version, level)
        if 0 <= number < len(frame):
            choices.go_to(frame["code"].iat[number])


def known_region(person: Person, state: Freshness) -> pd.Series:
    """The chosen region's row; the nation's where the code is unknown today."""
    row = region_row(person.scope, state.boundary_version, choices.region(person))
    if row is None:
        row = region_row(person.scope, state.boundary_version, NATION)
    assert row is not None
    return row


def own_region(person: Person, state: Freshness, focus: pd.Series) -> pd.Series:
    """The row of a region that was granted to the person: `focus` where it is one, else the first; the nation's own is any."""
    if "" in person.prefixes or focus["code"] in person.prefixes:
        return focus
    row = region_row(person.scope, state.boundary_version, person.prefixes[0]) if person.prefixes else None
    return focus if row is None else row


def choose_theme() -> str:
    """The row of themes."""
    return choices.segmented(choices.THEME, text("choose.theme"), THEMES, THEMES[0], lambda name: text(f"theme.{name}"))


def choose_level(code: str) -> int:
    """The row of levels."""
    shown = choices.shown_level(code)
    choices.segmented(choices.LEVEL, text("choose.level"), ["1", "2", "3", "4"], str(shown), lambda name: text(f"level.{name}"))
    return shown


def choose_measure(theme: str, level: int) -> Indicator:
    """The theme's indicators at this level; a choice only where there are several."""
    items = {item.code: item for item in for_theme(theme, level)}
    codes = list(items)
    if len(codes) == 1:
        return items[codes[0]]
    # kapasitas_inap and jangkauan_inap are one choice seen at two levels: remember the service, not the code
    services = {code.rpartition("_")[2]: code for code in codes}
    service = choices.segmented(
        choices.MEASURE, text("choose.service"), list(services), next(iter(services)), lambda name: text(f"service.{name}")
    )
    return items[services[service]]


def choose_period(item: Indicator, state: Freshness) -> str:
    """The row of years; a pooled indicator has one period and says so."""
    years = years_of(item, state)
    if item.pooled:
        st.caption(text("choose.pooled", period=years[0]))
        return years[0]
    return choices.select(
        choices.PERIOD,
        text("choose.period"),
        years[::-1],
        newest_year(state),
        lambda year: period_label(year, state),
        width=field_width(),
    )


def years_of(item: Indicator, state: Freshness) -> tuple[str, ...]:
    """Periods of an indicator, oldest first; one for a pooled indicator."""
    years = [period for period in state.periods if "-" not in period]
    return (f"{years[0]}-{years[-1]}",) if item.pooled else tuple(years)


def newest_year(state: Freshness) -> str:
    """The last year that has data."""
    return max(period for period in state.periods if "-" not in period)


def period_label(year: str, state: Freshness) -> str:
    """A year as written on screen; one that is not over yet says so."""
    return text("choose.part_year", year=year) if is_part_year(year, state) else year


def is_part_year(year: str, state: Freshness) -> bool:
    """Whether the data of `year` ends before the year does."""
    return state.last_day.startswith(year) and not state.last_day.endswith("12-31")


def build_view(person: Person, state: Freshness, focus: pd.Series, item: Indicator, level: int, period: str) -> View:
    """Ask for the layer and put everything together."""
    regions = answers.regions(person.scope, state.boundary_version, level)
    method = chosen_method(item)
    note_reading(person.scope, state, item, str(focus["code"]), level, period)
    layer = answers.layer(person.scope, state.data_version, item.code, level, period, method)
    start, end = inside(regions["code"], focus["code"])
    if start == end:  # the level shown lies above the chosen region: its own ancestor at that level
        number = int(regions["code"].searchsorted(focus["code"], side="right")) - 1
        start, end = number, number + 1
    return View(person, state, item, layer, level, period, focus, regions, start, end, years_of(item, state), method)


def chosen_method(item: Indicator) -> str:
    """How classes are made: the reader's choice where there is one."""
    if item.is_categorical or item.edges:
        return item.method
    return choices.chosen(choices.METHOD, METHODS, item.method)


def begin_run(person: Person, state: Freshness) -> None:
    """What the shell found out at the start of a run: pages do not ask the store for it again."""
    st.session_state[_RUN] = person, state


def current() -> tuple[Person, Freshness]:
    """Who looks, at which state of the store."""
    person, state = st.session_state[_RUN]
    return person, state
