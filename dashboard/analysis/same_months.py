"""A year that is not over beside the same months of the year before; never the whole year beside a part of it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from babel.dates import format_date

from dashboard.words.texts import language, text
from data.facts.indicators import Indicator
from data.model.period import Grain, Period


@dataclass(frozen=True)
class SameMonths:
    """The figure of the first months of a year and of the same months a year before, in the indicator's unit; `before` is NaN
    where one of those months is not known.
    """

    now: float
    before: float
    last: date

    @property
    def months(self) -> str:
        """The months in words: ``Jan–Okt``, or the only one."""
        first, last = (format_date(day, "MMM", locale=language()) for day in (date(self.last.year, 1, 1), self.last))
        return first if self.last.month == 1 else text("home.months", first=first, last=last)


def same_months(rows: pd.DataFrame, item: Indicator, year: str, last_day: str) -> SameMonths | None:
    """The comparison, from monthly rows of `queries.series` of one region; ``None`` where a month of this year is not known.

    Counts of months are added, and divided by the mean of their denominators. Rounded months are not added: each was rounded
    by itself, and the sum would be another figure than the year's.
    """
    last = date.fromisoformat(last_day)
    period = Period.parse(year)
    now = _sum(rows, item, period, last.month)
    if not np.isfinite(now):
        return None
    return SameMonths(now, _sum(rows, item, period.previous, last.month), last)


def _sum(rows: pd.DataFrame, item: Indicator, year: Period, months: int) -> float:
    first = Period.of(year.first, Grain.MONTH)
    last = Period.of(date(year.first_year, months, 1), Grain.MONTH)
    wanted = [str(month) for month in first.until(last)]
    part = rows[(rows["indicator"] == item.code) & rows["period"].isin(wanted)].dropna(subset=["value"])
    if len(part) < len(wanted) or part["rough"].any():
        return float("nan")
    total = float(part["numerator"].sum())
    whole = float(part["denominator"].mean()) if item.denominator is not None else 1.0
    return total / whole * item.scale if whole > 0 else float("nan")
