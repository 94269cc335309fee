"""The periods of an indicator, and how a period is written on screen."""

import re
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
    """The period itself where it is one of `periods`, else the last before it, else the first.

    Pooled years count by the last of them.
    """
    if period not in periods and (pooled := re.fullmatch(r"\d{4}-(\d{4})", period)):
        period = pooled[1]
    return max((one for one in periods if one <= period), default=periods[0])


def newest_year(state: Freshness) -> str:
    """The last year that has data."""
    return str(max(_years(state)))


def year_before(period: str) -> str:
    """The previous year."""
    return str(Period.parse(period).previous)


def period_words(period: Period) -> str:
    """A period as the reader sees it: ``Semester I 2026``, ``Maret 2026``."""
    month = format_date(period.first, "MMMM", locale=language())
    order = ("I", "II", "III", "IV")[period.start % 12 // min(period.months, 12)] if period.months > 1 else ""
    return text(period.label_key, **period.label_fields, month=month, order=order)


def day_words(day: date, *, short: bool = False) -> str:
    """A day in words: ``13 Oktober 2020``, or ``13 Okt 2020``."""
    return format_date(day, "d MMM y" if short else "d MMMM y", locale=language())


def duration_words(months: float) -> str:
    """A duration of whole months in words, at least one: ``8 bulan``, ``5 tahun``, ``5 tahun 8 bulan``."""
    years, rest = divmod(max(int(months), 1), 12)
    parts = [(years, "year"), (rest, "month")]
    return " ".join(text(f"duration.{name}{'s' if count > 1 else ''}", count=count) for count, name in parts if count)


def half_year(period: str, last_day: str) -> str:
    """The newest half-year of `period` that is over on `last_day`; before its middle, the last one of the previous year."""
    day = min(date.fromisoformat(last_day), Period.parse(period).last)
    half = Period.of(day, Grain.HALF)
    return str(half if day == half.last else half.previous)


def state_words(year: str, state: Freshness) -> str:
    """A year with the month that its data ends with: ``2026 sampai Oktober``; a year that is over stands by itself."""
    if not is_part_year(year, state):
        return year
    return text("choose.until", year=year, month=format_date(date.fromisoformat(state.last_day), "MMMM", locale=language()))


def period_label(year: str, state: Freshness) -> str:
    """A year as written on screen, marked where it is not over yet."""
    if not is_part_year(year, state):
        return year
    month = format_date(date.fromisoformat(state.last_day), "MMM", locale=language())
    return text("choose.part_year", year=year, month=month)


def running_note(year: str, state: Freshness) -> str:
    """That a year is not over, in a sentence with the last month that has data."""
    month = format_date(date.fromisoformat(state.last_day), "MMMM", locale=language())
    return text("choose.running", year=year, month=month)


def is_part_year(year: str, state: Freshness) -> bool:
    """Whether the data of `year` ends before the year does."""
    period = Period.parse(year)
    day = date.fromisoformat(state.last_day) if state.last_day else None
    return period.grain is Grain.YEAR and day is not None and period.contains(day) and day < period.last


def _years(state: Freshness) -> list[Period]:
    return [period for period in map(Period.parse, state.periods) if period.grain is Grain.YEAR]
