"""What a map page needs to know before it draws: who, where, which indicator, which level and period."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import answers, choices
from dashboard.components.breadcrumb import region_row
from dashboard.texts import text
from dashboard.theme import field_width
from dashboard.who import current_person
from data.access.people import Person
from data.indicators import THEMES, Indicator, for_theme
from data.queries import Freshness, Layer
from geo.regions import NATION, inside


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
    years = [period for period in state.periods if "-" not in period]
    if item.pooled:
        period = f"{years[0]}-{years[-1]}"
        st.caption(text("choose.pooled", period=period))
        return period
    newest_first = years[::-1]
    return choices.select(
        choices.PERIOD,
        text("choose.period"),
        newest_first,
        years[-1],
        lambda year: period_label(year, state),
        width=field_width(),
    )


def period_label(year: str, state: Freshness) -> str:
    """A year as written on screen; one that is not over yet says so."""
    return text("choose.part_year", year=year) if is_part_year(year, state) else year


def is_part_year(year: str, state: Freshness) -> bool:
    """Whether the data of `year` ends before the year does."""
    return state.last_day.startswith(year) and not state.last_day.endswith("12-31")


def build_view(person: Person, state: Freshness, focus: pd.Series, item: Indicator, level: int, period: str) -> View:
    """Ask for the layer and put everything together."""
    regions = answers.regions(person.scope, state.boundary_version, level)
    layer = answers.layer(person.scope, state.data_version, item.code, level, period)
    start, end = inside(regions["code"], focus["code"])
    if start == end:  # the level shown lies above the chosen region: its own ancestor at that level
        number = int(regions["code"].searchsorted(focus["code"], side="right")) - 1
        start, end = number, number + 1
    return View(person, state, item, layer, level, period, focus, regions, start, end)


def current() -> tuple[Person, Freshness]:
    """Who looks, at which state of the store."""
    person = current_person()
    return person, answers.freshness(person.scope)
