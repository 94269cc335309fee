"""What agencies report of the same cases: how far they agree, and the entries of differences between them."""

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.model.period import Grain, Period
from data.queries.periods import asked_period
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION, Level, level_of

NUMBERS = ("agree", "differ", "only_left", "only_right", "suggested")
MOST_ENTRIES = 200
NEAR_DAYS = 60
LEAST_SILENT = 5  # cases that one agency alone knows in a kabupaten/kota and year: fewer may be missing one by one
_MOST_CANDIDATES = 50


def agreement(store: Store, scope: Scope, region_code: str) -> pd.DataFrame:
    """Cases of a region by pair of agencies and month in which they were handed over: ``pair, month`` and `NUMBERS`.

    Cases on which both agree, both differ, only the left or only the right agency knows; `suggested` are those of ``only_left``
    for which a partner waits for a decision. Empty for those who did not sign in.
    """
    table = schema.agreement.c
    statement = sa.select(table.pair, table.month, *(table[name] for name in NUMBERS)).where(table.region_code == region_code)
    return as_frame(store, scope, statement.order_by(table.pair, table.month))


def agreement_below(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """The same of a year in the regions right below one: ``pair, region_code`` and `NUMBERS`; none below a kabupaten/kota."""
    table = schema.agreement.c
    below = level_of(region_code) + 1
    length = {Level.PROVINCE: 2, Level.REGENCY: 5}.get(Level(below), 0)
    sums = (sa.cast(sa.func.sum(table[name]), sa.Integer).label(name) for name in NUMBERS)
    statement = (
        sa.select(table.pair, table.region_code, *sums)
        .where(
            sa.func.length(table.region_code) == length,
            table.region_code != NATION,
            table.month.between(*_months(period)),
        )
        .group_by(table.pair, table.region_code)
        .order_by(table.pair, table.region_code)
    )
    if region_code != NATION:
        statement = statement.where(table.region_code.startswith(f"{region_code}.", autoescape=True))
    return as_frame(store, scope, statement)


def silent_sides(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Where one agency of a pair has no record of a year at all and the other has some: ``pair``, the ``side`` (left, right)
    that is silent, in how many kabupaten/kota of the region (``regions``), and how many ``cases`` the other side knows there.
    """
    table = schema.agreement.c
    sums = {name: sa.func.sum(table[name]) for name in ("agree", "differ", "only_left", "only_right")}
    shared = sums["agree"] + sums["differ"]
    by_place = (
        sa.select(
            table.pair,
            sa.case((sums["only_right"] > 0, "left"), else_="right").label("side"),
            (sums["only_left"] + sums["only_right"]).label("cases"),
        )
        .where(sa.func.length(table.region_code) == 5, table.month.between(*_months(period)))
        .group_by(table.pair, table.region_code)
        .having(shared == 0, sa.func.least(sums["only_left"], sums["only_right"]) == 0)
        .having(sums["only_left"] + sums["only_right"] >= LEAST_SILENT)
    )
    if region_code != NATION:
        by_place = by_place.where(table.region_code.startswith(region_code, autoescape=True))
    found = by_place.subquery()
    statement = sa.select(
        found.c.pair,
        found.c.side,
        sa.func.count().label("regions"),
        sa.cast(sa.func.sum(found.c.cases), sa.Integer).label("cases"),
    ).group_by(found.c.pair, found.c.side)
    return as_frame(store, scope, statement.order_by(found.c.pair, found.c.side))


def difference_counts(store: Store, scope: Scope, region_code: str) -> pd.DataFrame:
    """How many entries of a region there are: ``pair, kind, owner, state, outcome, amount, overdue``."""
    table = schema.difference_count
    names = ("pair", "kind", "owner", "state", "outcome", "amount", "overdue")
    statement = sa.select(*(table.c[name] for name in names)).where(table.c.region_code == region_code)
    return as_frame(store, scope, statement.order_by(*(table.c[name] for name in names[:5])))


def case_differences(
    store: Store,
    scope: Scope,
    region_code: str,
    pair: str,
    states: tuple[str, ...] = ("terbuka", "dikerjakan"),
    *,
    limit: int = MOST_ENTRIES,
) -> pd.DataFrame:
    """Entries of a region, the nearest deadline first, then suggestions; only of cases that `scope` may read one by one."""
    table = schema.case_difference.c
    names = (
        "id", "pair", "kind", "left_number", "right_number", "left_region", "right_region", "day", "fields", "score",
        "agencies", "owner", "due_on", "state", "outcome", "reason", "person", "office", "edition", "first_seen", "changed_at",
    )  # fmt: skip
    statement = (
        sa.select(*(table[name] for name in names))
        .where(table.pair == pair, table.state.in_(states))
        .order_by(table.due_on, table.kind != "suggested", table.kind == "differs", table.id)
        .limit(limit)
    )
    if region_code != NATION:
        inside = (one.startswith(region_code, autoescape=True) for one in (table.left_region, table.right_region))
        statement = statement.where(sa.or_(*inside))
    return as_frame(store, scope, statement)


def difference_steps(store: Store, scope: Scope, number: int) -> pd.DataFrame:
    """What was decided about an entry: ``at, person, office, act, outcome, reason``, the first step first."""
    step = schema.case_difference_step.c
    statement = sa.select(step.at, step.person, step.office, step.act, step.outcome, step.reason)
    return as_frame(store, scope, statement.where(step.difference_id == number).order_by(step.id))


def other_side(store: Store, scope: Scope, number: int) -> pd.DataFrame:
    """Open entries that could be the partner of one that only one agency knows: ``id, edition, number, region_code, day,
    days``. Of the same pair and kabupaten/kota, known to the other agency alone, at most `NEAR_DAYS` days apart; nearest first.
    """
    mine, theirs = schema.case_difference.alias("mine"), schema.case_difference.alias("theirs")
    place = sa.func.coalesce(theirs.c.left_region, theirs.c.right_region)
    days = theirs.c.day - mine.c.day
    statement = (
        sa.select(
            theirs.c.id,
            theirs.c.edition,
            (theirs.c.left_number + theirs.c.right_number).label("number"),
            place.label("region_code"),
            theirs.c.day,
            days.label("days"),
        )
        .join_from(mine, theirs, theirs.c.pair == mine.c.pair)
        .where(
            mine.c.id == number,
            theirs.c.kind == sa.case((mine.c.kind == "only_left", "only_right"), (mine.c.kind == "only_right", "only_left")),
            theirs.c.state.in_(("terbuka", "dikerjakan")),
            place == sa.func.coalesce(mine.c.left_region, mine.c.right_region),
            sa.func.abs(days) <= NEAR_DAYS,
        )
        .order_by(sa.func.abs(days), theirs.c.id)
        .limit(_MOST_CANDIDATES)
    )
    return as_frame(store, scope, statement)


def _months(period: str) -> tuple[str, str]:
    """The first and the last month of the year that a period ends in."""
    year = Period.year(asked_period(period).last_year)
    return str(Period.of(year.first, Grain.MONTH)), str(Period.of(year.last, Grain.MONTH))
