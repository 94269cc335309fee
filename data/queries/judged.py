"""Facts with their statistics: interval, reliability, comparison with the region above and the nation, trend, rank.

All of it is computed from facts that the scope may see, so nothing withheld enters a statistic.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data.facts.indicators import Indicator
from data.facts.indicators import indicator as find_indicator
from data.model import schema
from data.model.period import Grain
from data.queries.periods import of_grain
from data.queries.rounded import with_rough
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION, parent_of
from geo.stats import rates

_COLUMNS = ("indicator", "region_code", "period", "level", "number", "numerator", "denominator", "value", "class", "status",
            "reported", "expected", "simulated", "sensitivity")  # fmt: skip
Floats = npt.NDArray[np.float64]


def snapshot(store: Store, scope: Scope, region_codes: Sequence[str], indicators: Sequence[str], period: str) -> pd.DataFrame:
    """Some regions at one period: facts, the most exact the scope may see, with their statistics.

    Beside the columns of `analitik.nilai`: ``rough`` (a rounded figure that is too small to be judged), ``low, high`` (95 %
    interval in the indicator's unit, NaN where it has none), ``reliability``, and ``above, nation`` (the same figure one level
    up and of Indonesia) with ``versus_above, versus_nation`` (better, no different, worse). One query. Raises `Fault` for an
    unknown indicator.
    """
    codes = [find_indicator(code).code for code in indicators]
    above = {code: parent_of(code) or "" for code in region_codes}
    wanted = {*region_codes, *above.values(), NATION} - {""}
    frame = facts_of(store, scope, codes, sorted(wanted), [period])
    value = frame.set_index(["indicator", "region_code"])["value"].to_dict()
    frame = frame[frame["region_code"].isin(list(region_codes))].reset_index(drop=True)
    pairs = list(zip(frame["indicator"], frame["region_code"], strict=True))
    frame["above"] = np.array([value.get((code, above[region]), np.nan) for code, region in pairs], dtype=float)
    frame["nation"] = np.array([value.get((code, NATION), np.nan) if region != NATION else np.nan for code, region in pairs])
    return _judged(frame)


def ranking(store: Store, scope: Scope, indicator: str, level: int, period: str, within: str = NATION) -> pd.DataFrame:
    """Regions of a level inside one, the highest value first, with ``low, high, reliability, smoothed, rank, first, last``.

    `smoothed` is the empirical Bayes value where the indicator counts events over people or shares, fitted over these regions.
    `first` and `last` are the best and the worst rank that the intervals allow: regions whose ranges overlap cannot be
    distinguished. Regions without a value have no rank and come last; a ``rough`` value has none either. One query.
    """
    item = find_indicator(indicator)
    frame = facts_of(store, scope, [item.code], None, [period], level=level, within=within)
    frame["above"] = frame["nation"] = np.nan
    frame = _judged(frame).drop(columns=["above", "nation", "versus_above", "versus_nation"])
    frame["smoothed"] = np.nan
    rough = frame["rough"].to_numpy()
    if item.kind == "rasio" and has_interval(item):
        frame["smoothed"] = item.scale * rates.empirical_bayes(
            frame["numerator"].mask(rough).to_numpy(dtype=float), frame["denominator"].to_numpy(dtype=float)
        )
    value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    frame["rank"], frame["first"], frame["last"] = rates.rank_range(np.where(rough, np.nan, value), rates.Interval(low, high))
    return frame.sort_values(["value", "region_code"], ascending=[False, True], na_position="last").reset_index(drop=True)


def trend_of(rows: pd.DataFrame, item: Indicator) -> rates.Trend:
    """Trend of rows of `series` (one indicator, rising periods, the unfinished one left out by the caller).

    A count has a trend by the periods with as many reports as the fullest: what was not reported is no fall, nor is its return
    a rise.
    """
    if not has_interval(item) or rows["rough"].any():
        return rates.Trend(np.nan, np.nan, rates.UNKNOWN)
    events = rows["numerator"].to_numpy(dtype=float)
    if item.kind == "jumlah":
        events = np.where(rows["reported"] == rows["reported"].max(), events, np.nan)
    whole = rows["denominator"].to_numpy(dtype=float) if item.kind == "rasio" else np.ones(len(rows))
    return rates.trend(events, whole, share=item.is_share)


def has_interval(item: Indicator) -> bool:
    """Whether chance has a part in it: counts of events and shares of counted things, not money, days or amounts."""
    return item.interval and (item.is_share or item.kind == "jumlah" or (item.kind == "rasio" and item.scale >= 1_000))


def interval_of(item: Indicator, numerator: Floats, denominator: Floats) -> rates.Interval:
    """95 % limits of figures of one indicator, in its unit, from their parts; NaN where chance has no part in it."""
    none = np.full(len(numerator), np.nan)
    if not has_interval(item):
        return rates.Interval(none, none)
    if item.is_share:
        low, high = rates.wilson_interval(np.minimum(numerator, denominator), denominator)
    else:
        low, high = rates.byar_interval(numerator, denominator if item.kind == "rasio" else np.ones(len(numerator)))
    return rates.Interval(item.scale * low, item.scale * high)


def _judged(frame: pd.DataFrame) -> pd.DataFrame:
    """The statistics of rows of any indicators, kind by kind and not row by row."""
    at, codes = pd.factorize(frame["indicator"])
    items = [find_indicator(str(code)) for code in codes]

    def each(of: Callable[[Indicator], object], kind: type) -> npt.NDArray[Any]:
        return np.array([of(item) for item in items], dtype=kind)[at]

    top, bottom = (frame[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    scale, chance = each(lambda item: item.scale, float), each(has_interval, bool) & ~frame["rough"].to_numpy()
    ratio, direction = each(lambda item: item.kind == "rasio", bool), each(lambda item: item.direction, str)
    share = chance & each(lambda item: item.is_share, bool)
    event = chance & ~share
    exposure = np.where(ratio, bottom, 1.0)
    low, high = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    for rows, limits in ((share, rates.wilson_interval), (event, rates.byar_interval)):
        whole = bottom if limits is rates.wilson_interval else exposure
        low[rows], high[rows] = (scale[rows] * limit for limit in limits(top[rows], whole[rows]))
    frame["low"], frame["high"] = low, high
    # the reliability of a share depends on its smaller side
    sure = np.where(share & (bottom - top < top), bottom - top, top)
    frame["reliability"] = np.where(chance, rates.reliability(sure), "")
    # a count cannot be compared with the count of a larger area
    for name in ("above", "nation"):
        words = np.full(len(frame), rates.UNKNOWN, dtype=object)
        for word in ("tinggi_baik", "rendah_baik", "netral"):
            rows = ratio & (direction == word)
            limits_of = rates.Interval(low[rows], high[rows])
            words[rows] = rates.compare(limits_of, frame[name].to_numpy(dtype=float)[rows], word)
        frame[f"versus_{name}"] = words.astype(str)
    return frame


def facts_of(
    store: Store,
    scope: Scope,
    indicators: Sequence[str],
    regions: Sequence[str] | None,
    periods: Sequence[str],
    *,
    level: int | None = None,
    within: str = NATION,
) -> pd.DataFrame:
    """Rows of `analitik.nilai` with ``rough``, of each the most exact the scope may see; ``None`` for `regions` means all."""
    nilai = schema.nilai.c
    statement = (
        sa.select(*(nilai[name] for name in _COLUMNS))
        .ext(distinct_on(nilai.indicator, nilai.region_code, nilai.period))
        .where(nilai.indicator.in_(indicators), nilai.period.in_(periods))
        .order_by(nilai.indicator, nilai.region_code, nilai.period, nilai.sensitivity.desc())
    )
    if regions is not None:
        statement = statement.where(nilai.region_code.in_(regions))
    if level is not None:
        statement = statement.where(nilai.level == level)
    if within != NATION:
        statement = statement.where(nilai.region_code.startswith(within, autoescape=True))
    frame = as_frame(store, scope, statement)
    for name in ("numerator", "denominator", "value"):
        frame[name] = frame[name].astype(float)
    return with_rough(frame, frame["level"])


def coverage(
    store: Store, scope: Scope, indicators: Sequence[str], region_code: str, grain: Grain = Grain.YEAR
) -> pd.DataFrame:
    """How many of the expected reports of each indicator arrived, by period: ``indicator, period, status, reported,
    expected``.
    """
    nilai = schema.nilai.c
    statement = (
        sa.select(nilai.indicator, nilai.period, nilai.status, nilai.reported, nilai.expected)
        .ext(distinct_on(nilai.indicator, nilai.period))
        .where(nilai.region_code == region_code, nilai.indicator.in_(indicators), of_grain(grain))
        .order_by(nilai.indicator, nilai.period, nilai.sensitivity)
    )
    return as_frame(store, scope, statement)
