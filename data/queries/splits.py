"""A region on the map before it was split or renamed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from data.facts.indicators import indicator as find_indicator
from data.facts.indicators import population
from data.model import schema
from data.queries.judged import facts_of
from data.store import Store
from data.store.frames import framed
from data.store.scope import Scope
from geo.regions import crosswalk
from geo.regions.codes import level_of


@dataclass(frozen=True)
class OldMap:
    """The former region of a current one. `parts` has ``old_code, new_code, name, people, share``: each successor's share of
    the former region's people; `figures` has ``indicator, numerator, denominator, value`` of the former region, computed from
    its successors' parts (NaN where one of them is withheld or missing).
    """

    old_code: str
    valid_from: date
    source: str
    parts: pd.DataFrame
    figures: pd.DataFrame


def old_map(store: Store, scope: Scope, region_code: str, indicators: Sequence[str], period: str) -> OldMap | None:
    """The former region of `region_code` before it was split off or renamed, with its figures; ``None`` where it never changed.

    Counts of successors are added up and rates recomputed from them, so totals are those of the current map. Three queries at
    most.
    """
    cross, region = schema.region_crosswalk.c, schema.region.c
    own = sa.select(cross.old_code).where(sa.or_(cross.new_code == region_code, cross.old_code == region_code))
    statement = (
        sa.select(cross.old_code, cross.new_code, cross.valid_from, cross.source)
        .where(cross.old_code.in_(own))
        .order_by(cross.valid_from, cross.old_code, cross.new_code)
    )
    with store.reading(scope) as connection:
        pairs = framed(connection.execute(statement))
        if pairs.empty:
            return None
        pairs = pairs[pairs["old_code"] == pairs["old_code"].iat[0]]
        codes = sorted({*pairs["old_code"], *pairs["new_code"]})
        named = sa.select(region.code.label("new_code"), region.name).where(region.code.in_(codes), region.number.is_not(None))
        today = framed(connection.execute(named.order_by(region.code)))
    people = population().code
    rows = facts_of(store, scope, [*indicators, people], today["new_code"].tolist(), [period])
    counted = rows[rows["indicator"] == people].set_index("region_code")["numerator"]
    parts = crosswalk.shares(pairs, counted, today["new_code"]).merge(today, on="new_code")
    parts["people"] = parts["new_code"].map(counted).astype(float)
    first = pairs.iloc[0]
    return OldMap(str(first["old_code"]), first["valid_from"], str(first["source"]), parts, _figures(indicators, rows, parts))


def _figures(indicators: Sequence[str], rows: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    wide = rows.pivot(index="region_code", columns="indicator", values=["numerator", "denominator"])
    wide = wide.reindex(parts["new_code"].to_numpy())
    added = crosswalk.to_old(wide, parts).iloc[0]
    whole = wide["numerator"].notna().all()
    level = level_of(str(parts["old_code"].iat[0]))
    made = []
    for code in indicators:
        item, top, bottom, value = find_indicator(code), float("nan"), float("nan"), float("nan")
        if item.kind in ("jumlah", "rasio") and level in item.levels and whole.get(code, False):
            top, bottom = float(added["numerator", code]), float(added["denominator", code])
            value = item.scale * (top if item.kind == "jumlah" else top / bottom if bottom else float("nan"))
        made.append((code, top, bottom, value))
    return pd.DataFrame(made, columns=["indicator", "numerator", "denominator", "value"])
