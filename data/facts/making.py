"""Compute facts from stored parts, and write those that differ."""

import json

import sqlalchemy as sa

from data.facts.counting import times
from data.facts.days import Span
from data.facts.indicators import LEAST_MEDIAN, LEAST_WHOLE, SMALL_COUNT, Indicator, population
from data.facts.packs import pack
from data.facts.parts import group_of, group_of_item
from data.facts.scripts import run
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.period import Period


def describe(connection: sa.Connection, items: list[Indicator]) -> None:
    """Put the indicators to be computed into `item`, and the parts they sum into `term`."""
    heads = {part for _, part in population().top}
    simulated = bool(connection.scalar(sa.select(sa.func.count()).where(schema.source.c.kind == "simulasi")))
    connection.exec_driver_sql("truncate item, term")
    rows = [
        {
            "indicator": item.code,
            "kind": item.kind,
            "grp": group_of_item(item).name,
            "covered": group_of_item(item).covered,
            "scale": item.scale,
            "grains": list(item.grains),
            "levels": list(item.levels),
            "sensitivity": int(item.sensitivity),
            "small": item.small,
            "exact": item.exact,
            "rounded_from": item.rounded_from,
            "absent": int(item.absent),
            "people": item.population,
            "counts": bool(item.bottom) and item.bottom[0][1] not in heads,
            "only_now": item.only_now,
            "simulated": simulated and not item.published,
        }
        for item in items
    ]
    sums = [
        {
            "indicator": item.code,
            "side": side,
            "part": part,
            "factor": factor,
            "own": group_of()[part].name == group_of_item(item).name,
        }
        for item in items
        if item.is_summed
        for side, terms in enumerate(item.sides)
        for factor, part in terms
    ]
    for table, tuples in (("item", rows), ("term", sums)):
        connection.execute(
            sa.text(f"insert into {table} select * from jsonb_populate_recordset(null::{table}, cast(:rows as jsonb))"),
            {"rows": json.dumps(tuples)},
        )
    connection.exec_driver_sql("analyze item; analyze term; analyze in_scope")


def make(connection: sa.Connection, items: list[Indicator], days: Span) -> None:
    """Compute facts of `items` in the regencies of `in_scope`, and of the regions above them, into `new_fact`.

    Raises `Fault` where they contradict each other; then nothing is written.
    """
    describe(connection, items)
    run(connection, "coverage")
    run(connection, "sums", times=json.dumps(times()), first_year=days.first_year)
    run(connection, "upper")
    run(connection, "judge")
    run(connection, "publish", small_count=SMALL_COUNT, least_median=LEAST_MEDIAN, least_whole=LEAST_WHOLE)
    for item in items:
        if item.pooled:
            run(
                connection,
                "arrests",
                indicator=item.code,
                part=item.top[0][1],
                grp=group_of_item(item).name,
                steps=list(item.compute.steps),
                pooled=str(Period.pooled(days.first_year, days.last_day.year)),
            )
    found = run(connection, "check").first()
    if found is not None:
        raise Fault(Problem.FACTS_DISAGREE, indicator=found.indicator, region=found.code, period=found.period, why=found.why)


def write_all(connection: sa.Connection) -> None:
    """Write `new_fact` into a store that has no facts yet."""
    run(connection, "fresh")
    pack(connection)


def write_changed(connection: sa.Connection, *, everything: bool = False) -> None:
    """Write the rows of `new_fact` that differ, in the regions and periods in scope or in all, then packs and breaks."""
    run(connection, "replace", everything=everything)
    if everything:  # the layout of packs may have changed
        every = "truncate moved_period; insert into moved_period select distinct indicator, level, period from new_fact"
        connection.exec_driver_sql(every)
    pack(connection)
    connection.exec_driver_sql("truncate new_fact, moved_period")
