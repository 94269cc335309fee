"""The figure of one area in a view, as plain words: its value, how it moved, its rank, what it is made of."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.attention import comparable
from dashboard.analysis.periods import is_part_year, year_before
from dashboard.analysis.same_months import SameMonths
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.queries import Freshness


@dataclass(frozen=True)
class Figure:
    """Words of one figure. `tone` of the move is ``up`` (better), ``down`` (worse) or empty; `value` is a reason where
    `is_number` is False.
    """

    value: str
    unit: str
    is_number: bool
    move: str
    tone: str
    made_of: str


def figure_of(rows: pd.DataFrame, item: Indicator, period: str, state: Freshness, running: SameMonths | None = None) -> Figure:
    """The figure of `period` from `rows`, one area's years of one indicator as `queries.series` has them; `running` compares a
    year that is not over.
    """
    at = rows[rows["period"] == period]
    if at.empty:
        silent = "nothing.tidak_diterbitkan" if item.published else "nothing.tidak_dilaporkan"
        return Figure(text(silent), "", False, "", "", "")
    now = at.iloc[0]
    if item.is_categorical and pd.notna(now["class"]):
        return Figure(pick(item.labels[int(now["class"])]), "", False, "", "", "")
    if pd.isna(now["value"]):
        return Figure(status_words(int(now["status"])), "", False, "", "", "")
    move, tone = _move(rows, now, item, period, state, running)
    return Figure(number(now["value"], item.decimals), pick(item.unit), True, move, tone, _parts(now, item))


def _parts(now: pd.Series, item: Indicator) -> str:
    if item.denominator is None or pd.isna(now["numerator"]) or pd.isna(now["denominator"]) or not item.has_plain_parts:
        return ""
    return text(
        "figure.parts",
        count=number(now["numerator"]),
        counted=pick(item.numerator),
        whole=number(now["denominator"]),
        of=pick(item.denominator),
    )


def _move(
    rows: pd.DataFrame, now: pd.Series, item: Indicator, period: str, state: Freshness, running: SameMonths | None
) -> tuple[str, str]:
    """How the value moved since the year before, a count that grows since the same months of it; nothing where that would not
    be fair: such a count without known months, figures rounded from few people, a break in the series.
    """
    before = year_before(period)
    if item.accumulates and is_part_year(period, state):
        if now["rough"] or running is None or not np.isfinite(running.before) or before < item.comparable_from <= period:
            return "", ""
        return _moved(round(running.now - running.before, item.decimals), item, f"{running.months} {before}")
    if now["rough"]:
        return "", ""
    earlier = comparable(rows, item)
    earlier = earlier[(earlier["period"] == before) & ~earlier["rough"]]["value"].dropna()
    if earlier.empty or not np.isfinite(now["value"]):
        return "", ""
    return _moved(round(float(now["value"]) - float(earlier.iloc[0]), item.decimals), item, before)


def _moved(change: float, item: Indicator, since: str) -> tuple[str, str]:
    if not change:
        return text("figure.same", year=since), ""
    words = text("figure.rose" if change > 0 else "figure.fell", change=number(abs(change), item.decimals), year=since)
    better = {"tinggi_baik": change > 0, "rendah_baik": change < 0}.get(item.direction)
    return words, "" if better is None else "up" if better else "down"
