"""Targets of areas."""

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope

_COLUMNS = ("indicator", "region_code", "baseline_period", "baseline", "target_period", "target", "said_by")


def targets(store: Store, scope: Scope, region_code: str) -> pd.DataFrame:
    """Targets of a region, the nearest date first: ``indicator, region_code, baseline_period, baseline, target_period, target,
    said_by, simulated``. One query."""
    target, source = schema.target.c, schema.source.c
    statement = (
        sa.select(*(target[name] for name in _COLUMNS), (source.kind == "simulasi").label("simulated"))
        .join_from(schema.target, schema.source, source.id == target.source_id)
        .where(target.region_code == region_code)
        .order_by(target.target_period, target.indicator)
    )
    return as_frame(store, scope, statement)
