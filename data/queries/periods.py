"""Facts by the length of their period, and periods as somebody asks for them."""

import sqlalchemy as sa

from data.facts.indicators import registry
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.period import Grain, Period

# years, and several years pooled (``2022-2026``)
YEARLY = sa.func.length(schema.nilai.c.period).in_((4, 9))
PATTERNS = {Grain.MONTH: "____-__", Grain.QUARTER: "____-Q_", Grain.HALF: "____-B__", Grain.YEAR: "____"}


def computed() -> sa.ColumnElement[bool]:
    """Facts of the store's own rows; the years of published figures are not those of the store."""
    return schema.nilai.c.indicator.not_in([item.code for item in registry().values() if item.published])


def of_grain(grain: Grain) -> sa.ColumnElement[bool]:
    """Facts of one length of period; those of years take pooled years along."""
    if grain is Grain.YEAR:
        return YEARLY
    period = schema.nilai.c.period
    same = period.like(PATTERNS[grain])
    return sa.and_(same, period.not_like("%Q%")) if grain is Grain.MONTH else same


def asked_period(spelling: str) -> Period:
    """The period of a text from outside. Raises `Fault` for a text that spells none."""
    try:
        return Period.parse(spelling)
    except ValueError:
        raise Fault(Problem.UNKNOWN_PERIOD, period=spelling) from None
