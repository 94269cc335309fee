"""The first year and the last day of the data."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data.feeds import Contract, feeds
from data.feeds.approval import ACTIVE
from data.model import schema
from data.model.clock import today

# feeds that open no year: they name years to come, stand for a long time, or have no facts of their own
_OPEN_NOTHING = {"penduduk", "regulasi_anggaran", "rehab_rekap", "prevalensi", "rekap_terbitan"}
_CASES_AND_EVENTS = (schema.narcotics_case.c.case_date, schema.bersinar_event.c.event_date)
_OTHER_DAYS = (
    schema.rehab_episode.c.started,
    schema.tat.c.requested,
    schema.service_month.c.month,
    schema.case_stage.c.stage_date,
    schema.ibm_assessment.c.assessed_on,
    schema.empowerment.c.started,
)
_YEARS = (schema.kawasan_rawan.c.year, schema.kotan_assessment.c.year, schema.ran_report.c.period)
_REGISTERS = (schema.facility.c.opened, schema.ibm_unit.c.opened)
_PLANS = (schema.regulation.c.valid_from, schema.budget_line.c.year, schema.population.c.year)


@dataclass(frozen=True)
class Span:
    """The years and months that facts are made of: from the first of January of `first_year` to `last_day`."""

    first_year: int
    last_day: date


def span(connection: sa.Connection) -> Span:
    """The span of the store's facts.

    It begins with the earliest period that a submission reports on, at the earliest with the year of the setting; registers
    (facilities, units) and plans open no year. It ends as `_last_day` says.
    """
    earliest, last = earliest_year(connection), _last_day(connection)
    last = max(last, date(earliest, 12, 31))
    known = first_reported(connection)
    return Span(min(max(earliest, known if known is not None else last.year), last.year), last)


def earliest_year(connection: sa.Connection) -> int:
    """The year before which nothing is shown, whatever was sent: the setting, which the owner's sessions know."""
    return int(connection.scalar(sa.text("select current_setting('bersinar.first_year')")) or 0)


def opens_years(contract: Contract) -> bool:
    """Whether what is sent of a feed can make the first year of facts an earlier one."""
    return bool(contract.period_from) and contract.name not in _OPEN_NOTHING


def first_reported(connection: sa.Connection) -> int | None:
    """The earliest year that an active submission reports on, or of a row that came without one; ``None`` for neither."""
    kiriman, covers = schema.kiriman.c, schema.kiriman_cakupan.c
    sent = (
        sa.select(sa.cast(sa.func.min(sa.func.left(covers.period, 4)), sa.Integer))
        .join_from(schema.kiriman_cakupan, schema.kiriman, kiriman.id == covers.kiriman_id)
        .where(
            kiriman.feed.in_([name for name, contract in feeds().items() if opens_years(contract)]), kiriman.state.in_(ACTIVE)
        )
    )
    # what is simulated begins with its submissions: its programmes had a past
    real = sa.select(schema.source.c.id).where(schema.source.c.kind != "simulasi")
    loose = [
        sa.select(sa.func.min(_year_of(column))).where(column.table.c.kiriman_id.is_(None), column.table.c.source_id.in_(real))
        for column in (*_CASES_AND_EVENTS, *_OTHER_DAYS, *_YEARS)
    ]
    found = connection.execute(sa.select(sent.scalar_subquery(), *(one.scalar_subquery() for one in loose))).one()
    return min((int(year) for year in found if year is not None), default=None)


def _last_day(connection: sa.Connection) -> date:
    """The end of the last month in which any row is dated: facts of a year end there, and the page says so. It does not move
    within a month, so that a submission with a later day affects only its own rows.

    Cases and programme events are dated by day. Other feeds, sent less often, and registers move it to the end of one of their
    years only where no case and no event of that year or a later one is known. Plans and projections (budgets, regulations,
    population) name future years: they move it where nothing else is known, at most to the end of this year.
    """
    day, other, register, year, plan = connection.execute(
        sa.select(
            _greatest(_CASES_AND_EVENTS),
            *(_greatest(map(_year_of, columns)) for columns in (_OTHER_DAYS, _REGISTERS, _YEARS, _PLANS)),
        )
    ).one()
    year = max(year or 0, other or 0, register or 0)
    if year and (day is None or day.year < year):
        return date(int(year), 12, 31)
    if day is None:
        return date(min(int(plan or today().year), today().year), 12, 31)
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def _greatest(columns: Iterable[sa.ColumnElement[Any]]) -> sa.Function[Any]:
    return sa.func.greatest(*(sa.select(sa.func.max(column)).scalar_subquery() for column in columns))


def _year_of(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The year of a day, of a period or of a year."""
    if isinstance(column.type, sa.Date):
        return sa.cast(sa.extract("year", column), sa.Integer)
    return sa.cast(sa.func.left(column, 4), sa.Integer) if isinstance(column.type, sa.Text) else column
