"""Which periods an indicator has, and how a year is written that is not over yet."""

from dashboard.words.texts import text
from data.facts.indicators import Indicator
from data.queries import Freshness


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
