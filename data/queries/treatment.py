"""Treatment beyond one number a region: people by agency, the way through treatment, how long people stay."""

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data.model import schema
from data.queries.periods import asked_period
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope


def breakdown(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Counts of a region in a year: `subject`, `a`, `b`, `amount`, `status`, `sensitivity`; the most exact `scope` may see.

    `amount` is null where it is fewer than 5 (`status` 5); a count of 0 has no row. Subjects:

    - ``layanan_instansi``: episodes under way, by agency `a`; ``orang_instansi``: people, by agency
    - ``orang``: people; ``orang_irisan``: those known to just the agencies of `a`, which ``+`` joins
    - ``orang_mungkin_sama``: people who may be somebody known under another edition of the key
    - ``rekap_instansi``: new clients of agencies that sent totals only
    - ``tat_putusan``: assessments that sat in the year and name a case, by recommendation `a` and verdict of the case `b`
    - ``baru_rincian``, ``baru_rekap``: new clients of the year by agency `a`, as rows and in monthly totals
    - ``alur``: episodes begun in the year that went from `a` to `b`
    """
    counts = schema.breakdown.c
    statement = (
        sa.select(counts.subject, counts.a, counts.b, counts.amount, counts.status, counts.sensitivity)
        .ext(distinct_on(counts.subject, counts.a, counts.b))
        .where(counts.region_code == region_code, counts.period == _year(period))
        .order_by(counts.subject, counts.a, counts.b, counts.sensitivity.desc())
    )
    return as_frame(store, scope, statement)


def survival(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Kaplan-Meier curves of a region, the most exact that `scope` may see: one row for each step of each curve.

    `subject` is ``bertahan`` (days from the start of a stay to its end, of stays begun in the year) or ``kembali`` (days from
    the end of a completed stay to the person's next one, of stays completed in the year). `service` and `agency` are empty
    where all are meant. `at_risk` people just before `days`; `share`, 0 to 1, who are not yet through; `low` and `high` end its
    interval of 95 %, null where it is undefined or withheld. Published curves end below 10 at risk.
    """
    curve = schema.survival.c
    statement = (
        sa.select(
            curve.subject,
            curve.service,
            curve.agency,
            curve.days,
            curve.at_risk,
            curve.share,
            curve.low,
            curve.high,
            curve.sensitivity,
        )
        .ext(distinct_on(curve.subject, curve.service, curve.agency))
        .where(curve.region_code == region_code, curve.period == _year(period))
        .order_by(curve.subject, curve.service, curve.agency, curve.sensitivity.desc())
    )
    frame = as_frame(store, scope, statement)
    return frame.explode(["days", "at_risk", "share", "low", "high"], ignore_index=True).astype(
        {"days": float, "at_risk": float, "share": float, "low": float, "high": float}
    )


def _year(period: str) -> str:
    return str(asked_period(period).last_year)
