"""Duties to send: periods and deadlines of a contract against what was received."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pandas as pd

from data.feeds import Contract
from data.model.period import Grain, Period
from geo.regions.codes import ancestors_of

ON_TIME, LATE, MISSING, NOT_YET = "tepat", "terlambat", "belum", "belum_jatuh_tempo"


def grain_of(periodicity: str) -> Grain:
    """Length of the periods of a feed; a register is due by year."""
    return Grain.YEAR if periodicity == "register" else Grain.of_code(periodicity)


def due_on(contract: Contract, period: Period) -> date:
    """The deadline of a period; for a register, the end of its year."""
    return period.last + timedelta(days=contract.deadline_days)


def periods(since: date, until: date, periodicity: str) -> Iterator[Period]:
    """Periods from that of `since` to that of `until`, in order; none where `until` is earlier."""
    if since <= until:
        grain = grain_of(periodicity)
        yield from Period.of(since, grain).until(Period.of(until, grain))


def timeliness(contract: Contract, duties: pd.DataFrame, sent: pd.DataFrame, today: date) -> pd.DataFrame:
    """One row per duty and period: ``sender, region_code, period, due, received, status``.

    `duties` has ``sender, region_code, since, until``; `sent` what active submissions report on: ``sender, region_code,
    complete, period, received``. A duty of an area is met by a submission that reports on it or on a part of it (which part is
    missing, facts say), and by one that is complete for an area around it. A period is due once it has ended; the current one
    is not yet. Status is one of ``tepat, terlambat, belum, belum_jatuh_tempo``.
    """
    came = _came(sent)
    rows = []
    for duty in duties.itertuples(index=False):
        end = min(today, duty.until) if isinstance(duty.until, date) else today
        for period in periods(duty.since, end, contract.periodicity):
            due = due_on(contract, period)
            received = came(duty.sender, duty.region_code, str(period))
            if received is not None:
                status = ON_TIME if received <= due else LATE
            elif period.last >= today and contract.periodicity != "register":
                continue
            else:
                status = MISSING if due < today else NOT_YET
            rows.append((duty.sender, duty.region_code, str(period), due, received, status))
    return pd.DataFrame(rows, columns=["sender", "region_code", "period", "due", "received", "status"])


def _came(sent: pd.DataFrame) -> Callable[[str, str, str], date | None]:
    """When the first submission of a sender came that meets a duty for a region and period."""
    of_part: dict[tuple[str, str, str], date] = {}
    whole: dict[tuple[str, str, str], date] = {}
    for row in sent.itertuples(index=False):
        for code in (row.region_code, *_around(row.region_code)):
            key = (row.sender, code, row.period)
            of_part[key] = min(row.received, of_part.get(key, row.received))
        if row.complete:
            key = (row.sender, row.region_code, row.period)
            whole[key] = min(row.received, whole.get(key, row.received))

    def came(sender: str, region: str, period: str) -> date | None:
        days = [of_part.get((sender, region, period)), *(whole.get((sender, code, period)) for code in _around(region))]
        return min((day for day in days if day is not None), default=None)

    return came


def _around(code: str) -> tuple[str, ...]:
    return tuple(ancestors_of(code)[:-1])
