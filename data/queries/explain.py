"""One number explained: its definition, formula, parts and submissions, and who accepted them."""

from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data.facts.indicators import Indicator
from data.facts.indicators import indicator as find_indicator
from data.feeds import feeds
from data.feeds.approval import ACTIVE
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.period import Period
from data.queries.periods import asked_period
from data.queries.submissions import visible_count
from data.store import Store
from data.store.frames import framed
from data.store.scope import Scope
from geo.regions.codes import NATION, level_of


@dataclass(frozen=True)
class Explanation:
    """`fact` is the row of `analitik.nilai` that the scope may see. `below` are the facts of the regions one level down.

    `submissions` are those for the region and the period that the scope may see, with the state of each; there may be none, for
    example where rows are simulated.
    """

    item: Indicator
    fact: dict[str, object]
    below: pd.DataFrame
    submissions: pd.DataFrame

    @property
    def formula(self) -> dict[str, str]:
        """How the value follows from its parts, in words, by language."""
        item = self.item
        words = {}
        for lang in ("id", "en"):
            top = item.numerator[lang]
            times = f" × {item.scale:g}" if item.scale != 1 else ""
            if item.kind == "rasio" and item.denominator is not None:
                words[lang] = f"{top} ÷ {item.denominator[lang]}{times}"
            elif item.kind == "median":
                words[lang] = f"median, {top}"
            else:
                words[lang] = top + times
        return words


def explain(store: Store, scope: Scope, indicator: str, region_code: str, period: str) -> Explanation:
    """The explanation of one fact. Two queries in one transaction. Raises `Fault` for an unknown indicator, or where the scope
    sees no such fact.
    """
    item = find_indicator(indicator)
    asked = asked_period(period)
    nilai, kiriman = schema.nilai.c, schema.kiriman.c
    own = (
        sa.select(schema.nilai)
        .where(nilai.indicator == item.code, nilai.region_code == region_code, nilai.period == period)
        .order_by(nilai.sensitivity.desc())
        .limit(1)
    )
    below = (
        sa.select(nilai.region_code, schema.region.c.name, nilai.numerator, nilai.denominator, nilai.value, nilai.status)
        .join_from(schema.nilai, schema.region, schema.region.c.code == nilai.region_code)
        .ext(distinct_on(nilai.region_code))
        .where(
            nilai.indicator == item.code,
            nilai.period == period,
            nilai.level == int(level_of(region_code)) + 1,
            schema.region.c.parent_code == region_code,
        )
        .order_by(nilai.region_code, nilai.sensitivity.desc())
    )
    names = ("id", "feed", "sender", "region_code", "periods", "state", "received_at")
    sent = (
        sa.select(*(kiriman[name] for name in names), visible_count(scope, kiriman.row_count))
        .where(
            kiriman.feed.in_(item.feeds),
            kiriman.state.in_(ACTIVE),
            _reports_on(region_code, asked),
        )
        .order_by(kiriman.received_at.desc())
        .limit(200)
    )
    with store.reading(scope) as connection:
        fact = connection.execute(own).mappings().first()
        if fact is None:
            raise Fault(Problem.UNKNOWN_PERIOD, period=f"{period} ({item.name['id']}, {region_code})")
        frames = []
        for statement in (below, sent):
            frames.append(framed(connection.execute(statement)))
    return Explanation(item, dict(fact), frames[0], frames[1])


def _reports_on(region_code: str, asked: Period) -> sa.ColumnElement[bool]:
    """Submissions that report on a region, on one inside of it, or completely on one around it, in the years of the period; a
    register from its year on.
    """
    kiriman, covers = schema.kiriman.c, schema.kiriman_cakupan.c
    registers = [name for name, contract in feeds().items() if not contract.period_from]
    year, here = sa.func.left(covers.period, 4), sa.literal(region_code)
    regency = region_code[:5]
    around = sa.and_(kiriman.complete, sa.or_(covers.region_code == NATION, here.startswith(covers.region_code)))
    inside = covers.region_code.startswith(regency, autoescape=True) if region_code != NATION else sa.true()
    since = sa.or_(year >= f"{asked.first_year:04}", kiriman.feed.in_(registers))
    return sa.exists(
        sa.select(covers.kiriman_id).where(
            covers.kiriman_id == kiriman.id, year <= f"{asked.last_year:04}", since, sa.or_(inside, around)
        )
    )
