"""Figures without a fact: where nobody in the nation reported, there is no row, and a page still says that nobody did."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.facts.indicators import Indicator, indicator
from data.model.period import Period
from data.model.roles import Sensitivity
from data.model.status import FactStatus
from geo.regions.codes import level_of

_WORDS = ("class", "reliability", "versus_above", "versus_nation")


def is_never_hidden(item: Indicator, region_code: str) -> bool:
    """Whether everybody sees this figure of a region where there is one: without a row, nobody in the nation reported."""
    of_its_own = item.only_now or item.pooled or item.published
    return level_of(region_code) in item.levels and not of_its_own and item.sensitivity == Sensitivity.PUBLIK


def is_known(now: pd.DataFrame, code: str) -> bool:
    """Whether a snapshot of one region has a value of an indicator."""
    return bool(now.loc[now["indicator"] == code, "value"].notna().any())


def with_silent(now: pd.DataFrame, codes: Iterable[str], region_code: str, period: str) -> pd.DataFrame:
    """A snapshot of one region with a row *not reported* for each public figure of `codes` that has none."""
    level, grain, there = int(level_of(region_code)), Period.parse(period).grain, set(now["indicator"])
    items = [indicator(code) for code in codes if code not in there]
    absent = [item.code for item in items if grain in item.grains and is_never_hidden(item, region_code)]
    if not absent:
        return now
    blank = {
        name: "" if name in _WORDS else False if now[name].dtype == bool else np.nan for name in now.columns if name != "class"
    }
    rows = [
        blank
        | {
            "indicator": code,
            "region_code": region_code,
            "period": period,
            "level": level,
            "status": int(FactStatus.NOT_REPORTED),
        }
        | {"reported": 0, "expected": 0}
        for code in absent
    ]
    made = pd.DataFrame(rows, columns=now.columns)
    return pd.concat([now, made], ignore_index=True) if len(now) else made
