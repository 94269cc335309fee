"""A region on the map of before it was split or renamed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from data import schema
from data.access.token import Scope
from data.indicators import indicator as find_indicator
from data.queries.judged import facts_of
from data.store import Store
from geo import crosswalk
from geo.regions import level_of


@dataclass(frozen=True)
class OldMap:
    """The old region that one of today came from. `parts` has ``old_code, new_code, name, people, share``: what part of the
    old region's people each successor has; `figures` has ``indicator, numerator, denominator, value`` of the old region, made
    from its successors' parts (NaN where one of them is hidden or missing).
    """

    old_code: str
    valid_from: date
    source: str
    parts: pd.DataFrame
    figures: pd.DataFrame


def old_map(store: Store, scope: Scope, region_code: str, indicators: Sequence[str], period: str) -> OldMap | None:
    """What `region_code` belonged to before it was split off or renamed, with figures of then's region; ``None`` where it
    never changed. Counts of successors are added up and rates made anew from them, so totals are those of today's map. Three
    queries at most."""
    cross, region = schema.region_crosswalk.c, schema.region.c
    own = sa.select(cross.old_code).where(sa.or_(cross.new_code == region_code, cross.old_code == region_code))
    statement = (
        sa.select(cross.old_code, cross.new_code, cross.valid_from, cross.source)
        .where(cross.old_code.in_(own))
        .order_by(cross.valid_from, cross.old_code, cross.new_code)
    )
    with store.reading(scope) as connection:
        result = connection.execute(statement)
        pairs = pd.DataFrame(result.all(), columns=list(result.keys()))
        if pairs.empty:
            return None
        pairs = pairs[pairs["old_code"] == pairs["old_code"].iat[0]]
        codes = sorted({*pairs["old_code"], *pairs["new_code"]})
        named = sa.select(region.code, region.name).where(region.code.in_(codes), region.number.is_not(None))
        today = pd.DataFrame(connection.execute(named.order_by(region.code)).all(), columns=["new_code", "name"])
    rows = facts_of(store, scope, [*indicators, "penduduk"], today["new_code"].tolist(), [period])
    counted = rows[rows["indicator"] == "penduduk"].set_index("region_code")["numerator"]
    parts = crosswalk.shares(pairs, counted, today["new_code"]).merge(today, on="new_code")
    parts["people"] = parts["new_code"].map(counted).astype(float)
    first = pairs.iloc[0]
    figures = [_figure(code, rows[rows["indicator"] == code], parts) for code in indicators]
    return OldMap(str(first["old_code"]), first["valid_from"], str(first["source"]), parts, pd.DataFrame(figures))


def _figure(code: str, rows: pd.DataFrame, parts: pd.DataFrame) -> dict[str, object]:
    item = find_indicator(code)
    known = rows.dropna(subset=["numerator"])
    nothing = {"indicator": code, "numerator": float("nan"), "denominator": float("nan"), "value": float("nan")}
    if item.kind not in ("jumlah", "rasio") or len(known) < len(parts) or level_of(parts["old_code"].iat[0]) not in item.levels:
        return nothing
    sums = {}
    for name in ("numerator", "denominator"):
        added = crosswalk.to_old(known.set_index("region_code")[name], parts)
        sums[name] = float(added.iloc[0])
    value = item.scale * (sums["numerator"] / sums["denominator"] if item.kind == "rasio" and sums["denominator"] else
                          sums["numerator"] if item.kind == "jumlah" else float("nan"))  # fmt: skip
    return nothing | sums | {"value": value}
