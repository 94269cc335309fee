"""The periods of an indicator, and how a period is written on screen."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from dashboard.cache import answers
from dashboard.words.texts import language, text
from data import queries
from data.facts.indicators import Indicator
from data.model.period import Grain, Period
from data.queries import Freshness
from data.store.scope import Scope


def years_of(item: Indicator, state: Freshness) -> tuple[str, ...]:
    """Periods of an indicator, oldest first; one for a pooled indicator."""
    years = _years(state)
    return (str(Period.pooled(years[0].first_year, years[-1].last_year)),) if item.pooled else tuple(map(str, years))


def measured_periods(scope: Scope, state: Freshness, item: Indicator, level: int) -> tuple[str, ...]:
    """The periods in which an indicator was measured at a level, oldest first; the newest year where it never was."""
    if item.pooled:
        return years_of(item, state)
    found = answers.ask(queries.measured, scope, state.data_version, item.code, level)
    return tuple(found) or (newest_year(state),)


def nearest_period(period: str, periods: Sequence[str]) -> str:
    """The period itself where it is one of `periods`, else the last before it, else the first."""
    return max((one for one in periods if one <= period), default=periods[0])


def newest_year(state: Freshness) -> str:
    """The last year that has data."""
    return str(max(_years(state)))


def year_before(period: str) -> str:
    """The previous year."""
    return str(Period.parse(period).previous)


def period_words(period: Period) -> str:
    """A period as the reader sees it."""
    return text(period.label_key, **period.label_fields)


def period_label(year: str, state: Freshness) -> str:
    """A year as written on screen, marked where it is not over yet."""
    if not is_part_year(year, state):
        return year
    month = format_date(date.fromisoformat(state.last_day), "MMM", locale=language())
    return text("choose.part_year", year=year, month=month)


def is_part_year(year: str, state: Freshness) -> bool:
    """Whether the data of `year` ends before the year does."""
    period = Period.parse(year)
    day = date.fromisoformat(state.last_day) if state.last_day else None
    return period.grain is Grain.YEAR and day is not None and period.contains(day) and day < period.last


def _years(state: Freshness) -> list[Period]:
    return [period for period in map(Period.parse, state.periods) if period.grain is Grain.YEAR]
