"""Count the parts of groups from `inti`, and find where they differ from those that are stored."""

import json

import sqlalchemy as sa

from data.facts.days import Span
from data.facts.editions import criteria_rows
from data.facts.parts import REPORTED, Group, group_of
from data.facts.scripts import execute, run
from data.feeds import feeds
from data.model import schema
from data.store.bulk import without_indexes

SILENT_MONTHS = 24  # a programme without an event for so long is silent; no official rule was found
_BY_GIS = "gis_langsung"
# each regency that an active submission reports on, and the period: named by itself, or inside of an area said to be complete;
# and a province or the nation that is named itself, for what is recorded for it alone
_SENT = (
    "select t.regency, c.named from (select distinct c.region_code as code, c.period as named, k.complete "
    "from mentah.kiriman k join mentah.kiriman_cakupan c on c.kiriman_id = k.id "
    "where k.feed = %(feed)s and k.state in ('draf', 'diperiksa', 'diterima')) c "
    "join (select distinct regency from village union select distinct province from village union select 'ID') t "
    "on t.regency = c.code or c.complete and length(t.regency) = 5 and (c.code = 'ID' or starts_with(t.regency, c.code))"
)
STALL_DAYS = 180  # a case that has not changed stage for so long is stalled; no official rule was found


def count(connection: sa.Connection, group: Group, days: Span) -> None:
    """Put the group's parts, and who reported, into `counted`."""
    values = {
        "first_year": days.first_year,
        "last_day": days.last_day,
        "criteria": json.dumps(criteria_rows()),
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
    if group.covered == "selalu_masa":
        some = "(select distinct period from counted where part = any (%(parts)s))"
        return f"select distinct t.regency, c.period from village t cross join {some} c"
    if group.covered == "baris":
        return (
            "select distinct left(region_code, 5) as regency, period from counted "
            "where part = any (%(parts)s) and length(region_code) >= 5"
        )
    sent = _SENT
    if group.covered == "umum":
        sent += _entered(group)
        # a list counts from the first year that it was sent for, or that it names itself (`starts` of a register)
        since = f"select regency, min(left(named, 4)) as year from ({sent}) sent group by regency"
        rows = (
            "select s.regency, case when s.year <= %(first_year)s::text then '' else m.period end as period "
            f"from ({since}) s join fact_month m on left(m.period, 4) >= s.year group by 1, 2"
        )
    else:
        by_month = "join calendar p on p.period = sent.named join fact_month m on m.month between p.first and p.last"
        rows = f"select distinct sent.regency, m.period from ({sent}) sent {by_month}"
    if group.covered != "kiriman":
        rows += f" union {_loose(group)}"
    return rows


def _loose(group: Group) -> str:
    """Every regency where rows came without a submission (simulated ones), from the year of the earliest such row on."""
    contract, found = feeds()[group.feeds[0]], []
    lands = contract.lands[:1] if contract.reports else contract.lands  # rows that report on nothing land elsewhere
    for name in sorted({landing.table for landing in lands}):
        table = schema.metadata.tables[f"inti.{name}"]
        day = next(column for column in (contract.starts, contract.period_from, "year") if column in table.c)
        year = f"extract(year from {day})::int" if isinstance(table.c[day].type, sa.Date) else day
        found.append(f"select {year} as year from {table.fullname} where kiriman_id is null and source_id <> '{_BY_GIS}'")
    since = f"(select min(year) as year from ({' union all '.join(found)}) dated)"
    return (
        "select t.regency, case when s.year <= %(first_year)s then '' else m.period end "
        f"from {since} s cross join (select distinct regency from village) t "
        "join fact_month m on left(m.period, 4)::int >= s.year group by 1, 2"
    )


def _entered(group: Group) -> str:
    """What offices entered straight into a register through GIS: it speaks of its own regency, from the year it names."""
    contract = feeds()[group.feeds[0]]
    table = schema.metadata.tables[f"inti.{contract.lands[0].table}"]
    if not contract.starts or "entered_by" not in table.c:
        return ""
    year = f"to_char({contract.starts}::timestamp, 'YYYY')"
    return (
        f" union select left(village_code, 5), coalesce({year}, extract(year from %(last_day)s)::text) from {table.fullname} "
        f"where kiriman_id is null and source_id = '{_BY_GIS}' and village_code is not null"
    )


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
    before = _reported_years(connection, parts)
    run(connection, "changed", parts=parts)
    moved = set(connection.scalars(sa.text("select distinct part from part_change")))
    # in a year for which nobody reported there are no facts: the first report makes one for every region, the last withdrawal
    # removes them
    wide = before != _reported_years(connection, parts)
    run(connection, "scope", wide=wide)
    if not wide:
        run(connection, "periods", times=json.dumps(times()))
    return moved


def times() -> dict[str, str]:
    """The kind of each part over time: flow, stock and so on."""
    return {part: group.times[part] for part, group in group_of().items()}


def _reported_years(connection: sa.Connection, parts: list[str]) -> frozenset[tuple[str, str]]:
    """The years for which anybody reported, by the group of `parts`; '' for one that does not go by periods."""
    some = sa.text(
        "select distinct b.part, left(b.period, 4) from analitik.bagian b "
        "where b.part in (select p from unnest(cast(:parts as text[])) p where starts_with(p, :reported))"
    )
    return frozenset((part, year) for part, year in connection.execute(some, {"parts": parts, "reported": REPORTED}))
