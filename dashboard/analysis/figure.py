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
        return Figure(status_words(int(now["status"]), item), "", False, "", "", "")
    found = compared(rows, now, item, period, running, part_year=is_part_year(period, state))
    move, better = change_words(item, *found, panel=True) if found else ("", None)
    tone = "" if better is None else "up" if better else "down"
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


def compared(
    rows: pd.DataFrame, now: pd.Series, item: Indicator, period: str, running: SameMonths | None, *, part_year: bool
) -> tuple[float, float, str] | None:
    """What to compare a figure with: its value, the one of a year before, and since when in words. A count that grows through a
    year that is not over is compared by its same months; ``None`` where nothing would be fair: such a count without known
    months, figures rounded from few people, a break in the series, no value.
    """
    before = year_before(period)
    if now["rough"]:
        return None
    if item.accumulates and part_year:
        if running is None or not np.isfinite(running.before) or before < item.comparable_from <= period:
            return None
        return running.now, running.before, f"{running.months} {before}"
    earlier = comparable(rows, item)
    earlier = earlier[(earlier["period"] == before) & ~earlier["rough"]]["value"].dropna()
    if earlier.empty or not np.isfinite(now["value"]):
        return None
    return float(now["value"]), float(earlier.iloc[0]), before


def change_words(item: Indicator, now: float, before: float, since: str, *, panel: bool = False) -> tuple[str, bool | None]:
    """How a figure changed since a period, and whether that is better; empty where nothing is known to compare with. The
    `panel` has room for a longer word.
    """
    if not (np.isfinite(now) and np.isfinite(before)):
        return "", None
    change = round(now - before, item.decimals)
    word = "rose" if change > 0 else "fell" if change else "same"
    fields = {"change": number(abs(change), item.decimals), "since": since}
    said = text(f"figure.{word}", **fields) if panel else text(f"home.{word}", **fields)
    if not change or item.direction == "netral":
        return said, None
    return said, (change > 0) == (item.direction == "tinggi_baik")
