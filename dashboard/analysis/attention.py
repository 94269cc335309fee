"""What changed, and which figures need attention and why: rules over facts with their statistics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.facts.indicators import indicator as find_indicator
from data.model.period import Grain, Period
from data.model.status import FactStatus
from geo.stats.rates import WORSE
from geo.stats.trajectory import Trajectory, trajectory

# the heavier, the earlier it is listed
_LATE, _WORSE_THAN_BOTH, _WORSENED, _WORSE_THAN_ABOVE, SILENT = 5, 4, 3, 2, 1


@dataclass(frozen=True)
class Concern:
    """A figure that needs attention: the indicator, its `weight` (the heavier comes first) and the reason as a sentence.

    `silent`: it was not reported.
    """

    indicator: str
    weight: float
    reason: str
    silent: bool = False


@dataclass(frozen=True)
class Promise:
    """A target and the progress towards it. `row` is a row of `queries.targets`, `now` the newest known value."""

    row: pd.Series
    now: float
    way: Trajectory


def comparable(rows: pd.DataFrame, item: Indicator) -> pd.DataFrame:
    """Rows of a series from its break on; all rows where it has no break."""
    return rows[rows["period"] >= item.comparable_from]


def changed(now: pd.DataFrame, before: pd.DataFrame, *, part_year: bool) -> pd.DataFrame:
    """Indicators whose current figure changed more than chance explains: the intervals of the two periods do not overlap.

    Both are `queries.snapshot` of one region. Returns ``indicator, before, now, better`` (True, False; None for a neutral one),
    the largest relative change first. Counts that grow through the year are not compared within one, and no series across its
    break.
    """
    both = now.merge(before, on="indicator", suffixes=("", "_before")).dropna(subset=["low", "low_before"])
    apart = (both["low"] > both["high_before"]) | (both["high"] < both["low_before"])
    rows = []
    for row in both[apart].itertuples():
        item = find_indicator(str(row.indicator))
        if (part_year and item.accumulates) or row.period_before < item.comparable_from <= row.period:
            continue
        rises = row.value > row.value_before
        better = None if item.direction == "netral" else bool(rises == (item.direction == "tinggi_baik"))
        size = abs(row.value - row.value_before) / max(abs(row.value_before), 1e-9)
        rows.append((item.code, row.value_before, row.value, better, size))
    frame = pd.DataFrame(rows, columns=["indicator", "before", "now", "better", "size"])
    return frame.sort_values("size", ascending=False).drop(columns="size").reset_index(drop=True)


def promises(targets: pd.DataFrame, series: pd.DataFrame, last_day: str) -> list[Promise]:
    """Targets with their trajectories, from the yearly rows of `queries.series`; the current year ends with `last_day`."""
    made = []
    now = Period.of(date.fromisoformat(last_day), Grain.MONTH).end
    for _, row in targets.iterrows():
        item = find_indicator(row["indicator"])
        own = comparable(series[series["indicator"] == item.code], item)
        own = own[~own["rough"]].dropna(subset=["value"])
        times = np.array([min(Period.parse(period).end, now) for period in own["period"]], dtype=float)
        values = own["value"].to_numpy(dtype=float)
        points = [(Period.parse(row[f"{name}_period"]).end, row[name]) for name in ("baseline", "target")]
        way = trajectory(*points, times, values, rising=item.direction != "rendah_baik")
        made.append(Promise(row, float(values[-1]) if len(values) else np.nan, way))
    return made


def attention(now: pd.DataFrame, moved: pd.DataFrame, promised: Sequence[Promise], above_name: str) -> list[Concern]:
    """Figures that need attention, the heaviest first, each with its reason; one concern per indicator."""
    found = [
        Concern(str(p.row["indicator"]), _LATE, _late(p)) for p in promised if np.isfinite(p.way.planned) and not p.way.reached
    ]
    for row in now.itertuples():
        item = find_indicator(str(row.indicator))
        nation_worse, above_worse = row.versus_nation == WORSE, row.versus_above == WORSE
        if nation_worse and (above_worse or not above_name):
            reason = _worse("worse_nation", item, row.value, row.nation, above_name)
            found.append(Concern(item.code, _WORSE_THAN_BOTH, reason))
        elif above_worse:
            reason = _worse("worse_above", item, row.value, row.above, above_name)
            found.append(Concern(item.code, _WORSE_THAN_ABOVE, reason))
        if row.status == FactStatus.NOT_REPORTED:
            found.append(Concern(item.code, SILENT, text("attention.silent", name=pick(item.short)), silent=True))
    for row in moved.itertuples():
        if row.better is False:
            item = find_indicator(str(row.indicator))
            words = text(
                "attention.worsened",
                name=pick(item.short),
                before=number(row.before, item.decimals),
                now=number(row.now, item.decimals),
                unit=pick(item.unit),
            )
            found.append(Concern(item.code, _WORSENED, words))
    best: dict[str, Concern] = {}
    for finding in sorted(found, key=lambda f: -f.weight):
        best.setdefault(finding.indicator, finding)
    return list(best.values())


def _worse(key: str, item: Indicator, value: float, other: float, above_name: str) -> str:
    fields = {"name": pick(item.short), "value": number(value, item.decimals), "other": number(other, item.decimals)}
    return text(f"attention.{key}", unit=pick(item.unit), above=above_name, **fields)


def _late(promise: Promise) -> str:
    item = find_indicator(str(promise.row["indicator"]))
    shown = promise.way.expected if np.isfinite(promise.way.expected) else promise.now
    return text(
        "attention.late",
        name=pick(item.short),
        target=number(promise.row["target"], item.decimals),
        unit=pick(item.unit),
        when=promise.row["target_period"],
        expected=number(shown, item.decimals),
    )


def promise_words(promise: Promise, item: Indicator) -> str:
    """A sentence on a target: met, will be met or missed if the trend continues, with the change needed each month; whether it
    was met once its time is over.
    """
    way, row = promise.way, promise.row
    fields = {"target": number(row["target"], item.decimals), "unit": pick(item.unit), "when": row["target_period"]}
    if not np.isfinite(way.planned):
        return text("target.unknown", **fields)
    if not np.isfinite(way.needed):  # its time is over
        return text("target.met" if way.reached else "target.failed", **fields)
    met = way.needed >= 0 if item.direction == "rendah_baik" else way.needed <= 0
    if met:
        return text("target.met" if way.reached else "target.met_not_held", **fields)
    change = text("target.rise" if way.needed > 0 else "target.fall", change=number(abs(way.needed), item.decimals + 1))
    return text("target.will" if way.reached else "target.missed", **fields, needed=change)
