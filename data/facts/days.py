"""The last day of the data."""

from calendar import monthrange
from datetime import date
from typing import Any

import sqlalchemy as sa

from data.model import schema

FIRST_YEAR = 2022


def last_day(connection: sa.Connection) -> date:
    """The end of the last month in which any row is dated: facts of a year end there, and the page says so. It does not move
    within a month, so that a submission with a later day affects only its own rows.

    Cases and programme events are dated by day. Other feeds, sent less often, move it to the end of one of their years only
    where no case and no event of that year or a later one is known. Plans and projections (budgets, targets, population) name
    future years and do not move it.
    """
    days = (schema.narcotics_case.c.case_date, schema.bersinar_event.c.event_date)
    newest = (schema.rehab_episode.c.started, schema.tat.c.requested, schema.service_month.c.month)
    years = (schema.kawasan_rawan.c.year, schema.kotan_assessment.c.year)
    day, other, year = connection.execute(
        sa.select(*(sa.func.greatest(*map(_newest, columns)) for columns in (days, newest, years)))
    ).one()
    year = max(year or 0, other.year if other else 0)
    if year and (day is None or day.year < year):
        return date(year, 12, 31)
    if day is None or day.year < FIRST_YEAR:
        return date(FIRST_YEAR, 12, 31)
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def _newest(column: sa.Column[Any]) -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.max(column)).scalar_subquery()
