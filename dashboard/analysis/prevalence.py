"""Prevalence by survey: each figure with its age band, and its change only from a survey of the same ages."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

PAST_YEAR = "setahun pakai"


@dataclass(frozen=True)
class Survey:
    """A figure in per cent of the people of `ages`, with its interval where one was published.

    `points` and `relative` are the change from `before`, the newest earlier survey of the same measure and ages: in percentage
    points, and in per cent of the earlier figure. ``None`` where there is no such survey or several figures of one.
    """

    place: str
    measure: str
    ages: str
    year: int
    value: float
    low: float | None
    high: float | None
    source: str
    note: str
    simulated: bool
    before: int | None = None
    points: float | None = None
    relative: float | None = None


def surveys(published: pd.DataFrame, place: str) -> list[Survey]:
    """Surveys of a place (rows of `queries.published`): by measure, past year first, then the newest first.

    Ever used and past year are never added, and figures of other ages are never compared: a change of ages is a break.
    """
    rows = published[(published["topic"] == "prevalensi") & (published["place"] == place)]
    found = [_survey(row, rows) for row in rows.to_dict("records")]
    return sorted(found, key=lambda one: (one.measure != PAST_YEAR, one.measure, -one.year, one.ages, one.source))


def stretches(found: list[Survey], measure: str) -> dict[str, list[Survey]]:
    """Surveys of a measure by age band, the oldest first: a line may join those of one band, and no others."""
    bands: dict[str, list[Survey]] = {}
    for one in sorted(found, key=lambda one: one.year):
        if one.measure == measure:
            bands.setdefault(one.ages, []).append(one)
    return bands


def _survey(row: dict[Hashable, Any], rows: pd.DataFrame) -> Survey:
    same = rows[(rows["measure"] == row["measure"]) & (rows["age_band"] == row["age_band"]) & (rows["age_band"] != "")]
    earlier = same[same["year"] < row["year"]]
    last = earlier[earlier["year"] == earlier["year"].max()]
    # two documents may say two things of one survey: then none of them is the one to compare with
    alone = len(last) > 0 and last["value"].nunique() == 1 and same.loc[same["year"] == row["year"], "value"].nunique() == 1
    old = float(last["value"].iloc[0]) if alone else None
    value = float(row["value"])
    return Survey(
        place=str(row["place"]),
        measure=str(row["measure"]),
        ages=str(row["age_band"]),
        year=int(row["year"]),
        value=value,
        low=_number(row["low"]),
        high=_number(row["high"]),
        source=str(row["publisher"]),
        note=str(row["note"]),
        simulated=bool(row["simulated"]),
        before=int(last["year"].iloc[0]) if old is not None else None,
        points=round(value - old, 6) if old is not None else None,
        relative=100 * (value - old) / old if old else None,
    )


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))  # type: ignore[call-overload]
