"""Facts by the length of their period, and periods as somebody asks for them."""

import sqlalchemy as sa

from data.facts.indicators import registry
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.period import Grain, Period
from data.model.status import FactStatus
from data.store import Store
from data.store.scope import Scope

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


# the next period of an indicator, found in the index again and again: there are few, and millions of facts
_WITH_FACTS = sa.text("""
    with recursive found (period) as (
        select min(period) from analitik.nilai where indicator = :indicator
        union all
        select (select min(n.period) from analitik.nilai n where n.indicator = :indicator and n.period > f.period)
          from found f where f.period is not null)
    select period from found
     where length(period) in (4, 9)
       and exists (select 1 from analitik.nilai n
                    where n.indicator = :indicator and n.period = found.period and n.level = :level
                      and n.status = any (:states))
     order by period""")
_MEASURED = [FactStatus.KNOWN, FactStatus.TOO_FEW, FactStatus.INCOMPLETE]


def measured(store: Store, scope: Scope, indicator: str, level: int) -> tuple[str, ...]:
    """The years, or years pooled, in which an indicator was measured anywhere at a level, oldest first.

    A year of which every region is silent is not among them.
    """
    asked = {"indicator": indicator, "level": level, "states": [int(state) for state in _MEASURED]}
    with store.reading(scope) as connection:
        return tuple(connection.scalars(_WITH_FACTS, asked))
