"""What is new in an area: indicators with a first event after years without one."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.model.period import Grain, Period
from data.model.status import FactStatus
from data.queries.periods import asked_period, of_grain
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope

QUIET_YEARS = 3  # whole years before, each of their months reported and without an event


def appearances(store: Store, scope: Scope, region_codes: Sequence[str], indicators: Sequence[str], year: str) -> pd.DataFrame:
    """Counts that begin in a year: regions and indicators of which every month of the three years before was reported by all.

    ``region_code, indicator``; ``before``, the events of those years; ``began``, the first month of the year with an event,
    null for none; ``count``, the events of the year. New is what has a ``count`` and nothing ``before``. Published figures
    only. Raises `Fault` for a text that is no period.
    """
    asked = asked_period(year)
    first = Period.of(asked.first, Grain.MONTH)
    last = Period.of(asked.last, Grain.MONTH)
    back = asked
    for _ in range(QUIET_YEARS):
        back = back.previous
    before = Period.of(back.first, Grain.MONTH)
    nilai = schema.nilai.c
    here = nilai.period >= str(first)
    statement = (
        sa.select(
            nilai.region_code,
            nilai.indicator,
            sa.func.sum(nilai.value).filter(sa.not_(here)).label("before"),
            sa.func.min(nilai.period).filter(here, nilai.value > 0).label("began"),
            sa.func.coalesce(sa.func.sum(nilai.value).filter(here), 0).label("count"),
        )
        .where(
            nilai.region_code.in_(region_codes),
            nilai.indicator.in_(indicators),
            of_grain(Grain.MONTH),
            nilai.period.between(str(before), str(last)),
            nilai.sensitivity == 0,
            nilai.status == int(FactStatus.KNOWN),
            # of an area above kabupaten/kota a month is known by a part of it: that says nothing of the others
            sa.or_(here, nilai.reported >= nilai.expected),
        )
        .group_by(nilai.region_code, nilai.indicator)
        .having(sa.func.count().filter(sa.not_(here)) == 12 * QUIET_YEARS)
        .order_by("began", nilai.region_code, nilai.indicator)
    )
    return as_frame(store, scope, statement).astype({"before": float, "count": float})
