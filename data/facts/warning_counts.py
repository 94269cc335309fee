"""Cases by month that early warnings follow from: by kabupaten/kota and substance, and which months were reported."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.feeds import feeds
from data.feeds.approval import ACTIVE
from data.model import schema
from data.model.clock import today
from data.model.period import Grain, Period
from geo.regions.codes import NATION, Level, lies_within

FEED, ALL = "kasus", ""
_MONTHS = 96  # read so many months back: the reach of a level before the first month of the back-test
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Cases:
    """`counts` of cases, shape ``(substances, kabupaten/kota, months)``, and whether each kabupaten/kota `reported` each month,
    shape ``(kabupaten/kota, months)``. The first of `substances` is `ALL`; `first` is the first month.
    """

    codes: list[str]
    substances: list[str]
    first: Period
    counts: Floats
    reported: npt.NDArray[np.bool_]


def read_cases(connection: sa.Connection) -> Cases | None:
    """The newest months that anybody reported, at most 96; ``None`` where nobody did.

    A month counts as reported where an active submission that reports on it came on its last day or later: a file for a whole
    year says nothing of the months after it came.
    """
    codes = list(
        connection.scalars(
            sa.select(schema.region.c.code)
            .where(schema.region.c.level == int(Level.REGENCY), schema.region.c.number.is_not(None))
            .order_by(schema.region.c.code)
        )
    )
    found = _reported(_sent(connection), codes, Period.of(today(), Grain.MONTH).previous)
    if found is None:
        return None
    first, reported = found
    series = [ALL, *substances()]
    counts = np.zeros((len(series), len(codes), reported.shape[1]))
    at, kind = ({one: place for place, one in enumerate(names)} for names in (codes, series))
    for row in connection.execute(sa.text(_COUNTS), {"first": first.first}):
        month = row.months - first.start
        if row.regency_code in at and row.substance in kind and month < counts.shape[2]:
            counts[kind[row.substance], at[row.regency_code], month] = row.amount
    return Cases(codes, series, first, counts, reported)


_COUNTS = """
with dated as (
    select case_key, regency_code, (extract(year from case_date) * 12 + extract(month from case_date) - 1)::int as months
      from inti.narcotics_case where case_date >= :first
)
select '' as substance, regency_code, months, count(*) as amount from dated group by 2, 3
union all
select s.substance, d.regency_code, d.months, count(distinct s.case_key)
  from dated d join inti.case_substance s on s.case_key = d.case_key group by 1, 2, 3
"""


def substances() -> list[str]:
    """Codes of the substances, in the order of the feed."""
    listed = feeds()[FEED].column("substances").fields
    return [code.code for field in listed if field.name == "substance" for code in field.codes]


def _sent(connection: sa.Connection) -> pd.DataFrame:
    """What active submissions report on: ``region_code, period, complete, came``, the day the newest of them came."""
    rows = connection.execute(
        sa.text(
            "select c.region_code, c.period, k.complete, max(k.received_at)::date as came "
            "from mentah.kiriman k join mentah.kiriman_cakupan c on c.kiriman_id = k.id "
            "where k.feed = :feed and k.state = any (:active) group by 1, 2, 3"
        ),
        {"feed": FEED, "active": list(ACTIVE)},
    )
    return pd.DataFrame(list(map(tuple, rows)), columns=["region_code", "period", "complete", "came"])


def _reported(sent: pd.DataFrame, codes: list[str], last: Period) -> tuple[Period, npt.NDArray[np.bool_]] | None:
    """The first month and whether each kabupaten/kota reported each month, to the newest that anybody did, at most `last`."""
    inside = {
        code: np.array([at for at, one in enumerate(codes) if lies_within(one, [code.removeprefix(NATION)])], dtype=int)
        for code in set(sent["region_code"])
    }
    months: dict[str, list[tuple[int, date]]] = {}
    for period in set(sent["period"]):
        whole = Period.parse(period)
        each = Period.of(whole.first, Grain.MONTH).until(Period.of(whole.last, Grain.MONTH))
        months[period] = [(one.start, one.last) for one in each if one.start <= last.start]
    pairs = [
        (code, complete, start)
        for code, period, complete, came in sent.itertuples(index=False)
        for start, end in months[period]
        if came >= end
    ]
    pairs = [(code, complete, start) for code, complete, start in pairs if complete or len(code) == 5]
    if not pairs:
        return None
    newest = max(start for _, _, start in pairs)
    first = Period(max(min(start for _, _, start in pairs), newest - _MONTHS + 1), 1, Grain.MONTH)
    reported = np.zeros((len(codes), newest - first.start + 1), dtype=np.bool_)
    for code, _, start in pairs:
        if start >= first.start and len(inside[code]):
            reported[inside[code], start - first.start] = True
    return (first, reported) if reported.any() else None
