"""Count the parts of groups from `inti`, and find where they differ from those that are stored."""

import json
from datetime import date

import sqlalchemy as sa

from data.facts.days import FIRST_YEAR
from data.facts.parts import REPORTED, Group, group_of
from data.facts.scripts import execute, run
from data.feeds import feeds
from data.model import schema
from data.store.bulk import without_indexes

SILENT_MONTHS = 24  # a programme without an event for so long is silent; no official rule was found
STALL_DAYS = 180  # a case that has not changed stage for so long is stalled; no official rule was found


def count(connection: sa.Connection, group: Group, last_day: date) -> None:
    """Put the group's parts, and who reported, into `counted`."""
    values = {
        "first_year": FIRST_YEAR,
        "last_day": last_day,
        "silent_months": SILENT_MONTHS,
        "stall_days": STALL_DAYS,
        "parts": list(group.times),
        "feed": group.feeds[0] if group.feeds else "",
        "reported": REPORTED + group.name,
    }
    execute(
        connection,
        f"insert into counted select part, region_code, period, value, amount from (\n{group.sql}\n) "
        "as counted (part, region_code, period, value, amount) where part = any (%(parts)s)",
        values,
    )
    who = f"insert into counted select %(reported)s, regency, period, 0, 1 from ({_reporting(group)}) came"
    execute(connection, who, values)


def _reporting(group: Group) -> str:
    """A query of ``regency, period`` with a report for the group, by the rule that `parts.yaml` names."""
    if group.covered == "selalu":
        some = "exists (select 1 from counted where part = any (%(parts)s))"
        return f"select distinct regency, '' as period from village where {some}"
    if group.covered == "baris":
        return (
            "select distinct left(region_code, 5) as regency, period from counted "
            "where part = any (%(parts)s) and length(region_code) >= 5"
        )
    covering = (
        "from mentah.kiriman k join (select distinct regency from village) t on k.region_code = 'ID' "
        "or starts_with(t.regency, k.region_code){periods} where k.feed = %(feed)s "
        "and k.state in ('draf', 'diperiksa', 'diterima')"
    )
    by_period = " cross join lateral unnest(k.periods) u (named) join calendar p on p.period = u.named "
    by_period += "join fact_month m on m.month between p.first and p.last"
    rows = f"select distinct t.regency, m.period {covering.format(periods=by_period)}"
    if group.covered == "umum":
        rows = f"select distinct t.regency, '' as period {covering.format(periods='')}"
    if group.covered != "kiriman":
        tables = {landing.table for landing in feeds()[group.feeds[0]].lands}
        loose = " or ".join(f"exists (select 1 from inti.{table} where kiriman_id is null)" for table in sorted(tables))
        rows += f" union select distinct regency, '' from village where {loose}"
    return rows


def keep_all(connection: sa.Connection) -> None:
    """Replace the stored parts by all of `counted`, without indexes, because nobody reads them yet."""
    connection.exec_driver_sql("truncate analitik.bagian")
    with without_indexes(connection, schema.bagian):
        run(connection, "everything")
    connection.exec_driver_sql("analyze analitik.bagian")


def keep_changed(connection: sa.Connection, parts: list[str]) -> set[str]:
    """Store where `counted` differs, narrow the regencies (`in_scope`) and periods (`fact_period`) of the facts to be made to
    what that reaches; returns the names of the parts that differ."""
    connection.exec_driver_sql("analyze counted")
    silent = _silent(connection, parts)
    run(connection, "changed", parts=parts)
    moved = set(connection.scalars(sa.text("select distinct part from part_change")))
    # where nobody reported there are no facts: the first report makes one for every region, the last withdrawal removes them
    wide = silent != _silent(connection, parts)
    run(connection, "scope", wide=wide)
    if not wide:
        run(connection, "periods", times=json.dumps(times()))
    return moved


def times() -> dict[str, str]:
    """The kind of each part over time: flow, stock and so on."""
    return {part: group.times[part] for part, group in group_of().items()}


def _silent(connection: sa.Connection, parts: list[str]) -> frozenset[str]:
    """Groups of `parts` for which nobody reported."""
    some = sa.text(
        "select p from unnest(cast(:parts as text[])) p where starts_with(p, :reported) "
        "and (select 1 from analitik.bagian b where b.part = p limit 1) is null"
    )
    return frozenset(connection.scalars(some, {"parts": parts, "reported": REPORTED}))
