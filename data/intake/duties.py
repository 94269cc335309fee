"""Who owed what, when it came, what is late: periods and deadlines of a contract against what was sent."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from data.feeds import Contract

ON_TIME, LATE, MISSING, NOT_YET = "tepat", "terlambat", "belum", "belum_jatuh_tempo"


def period_of(day: date, periodicity: str) -> str:
    """The period a day lies in: ``2025-03``, ``2025-B06`` or ``2025``."""
    if periodicity == "bulan":
        return f"{day:%Y-%m}"
    if periodicity == "semester":
        return f"{day.year}-B{'06' if day.month <= 6 else '12'}"
    return str(day.year)


def last_day(period: str) -> date:
    """The last day of a period."""
    year = int(period[:4])
    if period.endswith("B06"):
        return date(year, 6, 30)
    if len(period) == 7:
        month = int(period[5:7])
        return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)
    return date(year, 12, 31)


def due_on(contract: Contract, period: str) -> date:
    """The day by which a period must be there; for a register the end of its year, whatever came before counts."""
    return last_day(period) + timedelta(days=contract.deadline_days)


def periods(since: date, until: date, periodicity: str) -> Iterator[str]:
    """Periods from that of `since` to that of `until`, in order."""
    day, seen = since, ""
    while day <= until:
        period = period_of(day, periodicity)
        if period != seen:
            seen = period
            yield period
        day = last_day(period) + timedelta(days=1)


def timeliness(contract: Contract, duties: pd.DataFrame, sent: pd.DataFrame, today: date) -> pd.DataFrame:
    """One row per duty and period: ``sender, region_code, period, due, received, status``.

    `duties` has ``sender, region_code, since, until``; `sent`, what is active, ``sender, region_code, period, received``.
    A period is due from its end on; one that still runs is not owed. Status is one of ``tepat, terlambat, belum,
    belum_jatuh_tempo``.
    """
    first = sent.groupby(["sender", "region_code", "period"])["received"].min() if len(sent) else pd.Series(dtype="object")
    came = dict(first.items())
    rows = []
    for duty in duties.itertuples(index=False):
        end = min(today, duty.until) if isinstance(duty.until, date) else today
        for period in periods(duty.since, end, contract.periodicity):
            due = due_on(contract, period)
            received = came.get((duty.sender, duty.region_code, period))
            if received is not None:
                status = ON_TIME if received <= due else LATE
            elif last_day(period) >= today and contract.periodicity != "register":
                continue
            else:
                status = MISSING if due < today else NOT_YET
            rows.append((duty.sender, duty.region_code, period, due, received, status))
    return pd.DataFrame(rows, columns=["sender", "region_code", "period", "due", "received", "status"])
