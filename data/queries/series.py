"""All periods of one region, and all indicators of one region."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data.model import schema
from data.model.period import Grain
from data.queries.periods import of_grain
from data.queries.rounded import with_rough
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import level_of

_COLUMNS = (
    "indicator",
    "period",
    "numerator",
    "denominator",
    "value",
    "class",
    "status",
    "reported",
    "expected",
    "sensitivity",
)


def series(store: Store, scope: Scope, region_code: str, indicators: Sequence[str], grain: Grain = Grain.YEAR) -> pd.DataFrame:
    """Rows by indicator and period, the most exact the scope may see, with ``rough``; `status` as in `analitik.nilai`.

    A period without a row was not reported.
    """
    nilai = schema.nilai.c
    statement = (
        sa.select(*(nilai[name] for name in _COLUMNS))
        .ext(distinct_on(nilai.indicator, nilai.period))
        .where(nilai.region_code == region_code, nilai.indicator.in_(indicators), of_grain(grain))
        .order_by(nilai.indicator, nilai.period, nilai.sensitivity.desc())
    )
    return with_rough(as_frame(store, scope, statement), int(level_of(region_code)))


def profile(store: Store, scope: Scope, region_codes: Sequence[str], period: str) -> pd.DataFrame:
    """All indicators of some regions in one year (pooled ones too), with a `region_code` column."""
    nilai = schema.nilai.c
    statement = (
        sa.select(nilai.region_code, *(nilai[name] for name in _COLUMNS))
        .ext(distinct_on(nilai.region_code, nilai.indicator))
        .where(nilai.region_code.in_(region_codes), sa.or_(nilai.period == period, sa.func.length(nilai.period) == 9))
        .order_by(nilai.region_code, nilai.indicator, nilai.sensitivity.desc())
    )
    frame = as_frame(store, scope, statement)
    return with_rough(frame, frame["region_code"].map(level_of).astype(int))
