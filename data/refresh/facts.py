"""Fill `analitik` from `inti`: parts by feed, facts from parts, packs and class breaks from facts.

A refresh writes only what differs, so that a second one changes nothing and one after a submission touches what follows from
it: parts of its feed are counted anew and compared with those that are there, facts are made again for the regencies where a
part differs and for what lies above them. A full refresh is the same with everything taken as different.
"""

import json
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date

import sqlalchemy as sa

from data import schema
from data.feeds import feeds
from data.indicators import LEAST_MEDIAN, LEAST_WHOLE, SMALL_COUNT, Indicator, registry
from data.load.regions import Progress
from data.refresh import reach
from data.refresh.days import FIRST_YEAR
from data.refresh.days import last_day as last_day_of
from data.refresh.packs import pack
from data.refresh.parts import REPORTED, Group, group_of, groups
from data.refresh.scripts import bare, execute, run
from data.store.bulk import without_indexes
from data.store.locks import take_turn

SILENT_MONTHS = 24  # a programme without an event for so long is silent; no official rule was found
STALL_DAYS = 180  # a case that has not changed stage for so long is stalled; no official rule was found
_DERIVED = (schema.nilai, schema.class_break, schema.lapis, schema.bagian)
SUBMISSIONS = "kiriman"  # stands for the submissions themselves, as if they were a feed
_TEMPORARY = (
    "fact_year", "fact_month", "fact_period", "fact_span", "tree", "wilayah", "bagian_baru", "wilayah_ubah", "indikator",
    "rumus", "lingkup", "dipakai", "melapor", "lapor_bulan", "liput", "berdiri", "isi", "isi_bawah", "bulanan", "jumlah",
    "fakta", "liput_atas", "ada", "sebaran", "sebaran_atas", "kasus_desa", "kasus_tahun", "tengah", "kabupaten_isi",
    "langsung_atas", "terbit", "lama", "baru", "bergerak", "kini",
)  # fmt: skip


def refresh(connection: sa.Connection, progress: Progress, only: Collection[str] | None = None) -> None:
    """Rebuild every fact in the caller's transaction and raise the data version. Two at a time wait for each other.

    With `only`, facts of these indicators alone: for a test or a first look.
    """
    take_turn(connection, "facts")
    empty = not connection.scalar(sa.select(sa.exists().select_from(schema.nilai)))
    for table in _DERIVED:
        connection.execute(table.delete())
    # rows that have just been loaded are unknown to the planner, which would then choose to look for them one by one
    loaded = [table.fullname for table in schema.metadata.sorted_tables if table.schema in ("inti", "mentah")]
    connection.exec_driver_sql("analyze " + ", ".join(loaded))
    changed, items = list(groups().values()), None if only is None else [registry()[code] for code in sorted(only)]
    if items is not None:
        wanted = {_group(item).name for item in items}
        wanted |= {group_of()[part].name for item in items for _, part in (*item.top, *item.bottom)}
        wanted |= {group_of()["tempat_inap"].name for item in items if item.code in reach.INDICATORS}
        changed = [group for group in changed if group.name in wanted]
    _refresh(connection, progress, changed, everything=True, empty=empty, only=items)


def refresh_feeds(connection: sa.Connection, changed: Iterable[str], progress: Progress) -> None:
    """Bring facts up to date with the rows of some feeds and raise the data version.

    What every submission touches (completeness) is among them. No feed raises the version alone. Where the month that data
    reaches moved, periods began that no fact has yet, and where nothing was counted before there is nothing to compare with:
    then everything is made.
    """
    take_turn(connection, "facts")
    names = set(changed)
    if not names:
        _raise_version(connection)
        return
    known = connection.scalar(sa.select(schema.data_version.c.last_day))
    counted = connection.scalar(sa.select(schema.bagian.c.part).where(schema.bagian.c.part == "desa").limit(1))
    if known != last_day_of(connection) or counted is None:
        refresh(connection, progress)
        return
    names.add(SUBMISSIONS)
    _refresh(connection, progress, [group for group in groups().values() if names & set(group.feeds)], everything=False)


def refresh_places(connection: sa.Connection, progress: Progress) -> None:
    """Bring the facts that depend on where villages lie up to date, and raise the data version; what new boundaries need."""
    take_turn(connection, "facts")
    with _frame(connection):
        _reach(connection, everything=True)
        _replace(connection)
        _raise_version(connection)
    progress(1, 1)


class _frame:  # noqa: N801 - reads as a statement
    """The temporary tables that all facts need, gone at the end."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.execute(sa.text("set local work_mem = '128MB'; set local jit = off"))
        self._clear()
        run(self.connection, "frame", first_year=FIRST_YEAR, last_day=last_day_of(self.connection))

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self._clear()

    def _clear(self) -> None:
        self.connection.exec_driver_sql("drop table if exists " + ", ".join(f"pg_temp.{name}" for name in _TEMPORARY))


def _refresh(
    connection: sa.Connection,
    progress: Progress,
    changed: list[Group],
    *,
    everything: bool,
    empty: bool = False,
    only: list[Indicator] | None = None,
) -> None:
    last_day = last_day_of(connection)
    steps = len(changed) + 4
    with _frame(connection):
        # the planner takes the policies for filters that leave next to nothing, and would walk the nation row by row
        connection.exec_driver_sql("set local enable_nestloop = off")
        for done, group in enumerate(changed, start=1):
            _count(connection, group, last_day)
            progress(done, steps)
        parts = [name for group in changed for name in group.part_names]
        if everything:
            moved = set(parts)
            with _filling(connection, schema.bagian, empty=empty):
                run(connection, "everything")
            connection.exec_driver_sql("analyze analitik.bagian")
        else:
            moved = _compare(connection, parts)
        if not everything:
            connection.exec_driver_sql("set local enable_nestloop = on")
        items = [item for item in _concerned(moved) if only is None or item in only]
        reaching = bool(moved & {"tempat_inap", "tempat_jalan"})
        reaching = reaching or (any(group.name == "fasilitas" for group in changed) and _reach_flips(connection))
        if items:
            _facts(connection, items, last_day)
            if not everything:
                _replace(connection)
        progress(steps - 2, steps)
        if reaching:
            _reach(connection, everything=everything)
        if everything:
            with _filling(connection, schema.nilai, empty=empty):
                run(connection, "fresh")
            pack(connection)
        elif reaching:
            _replace(connection)
        progress(steps - 1, steps)
        _raise_version(connection)
        connection.exec_driver_sql("set local enable_nestloop = on")
    progress(steps, steps)


def _filling(connection: sa.Connection, table: sa.Table, *, empty: bool) -> AbstractContextManager[None]:
    """Nobody reads a table that is `empty` yet; on a store in use, readers would have to wait."""
    return without_indexes(connection, table) if empty else nullcontext()


def _count(connection: sa.Connection, group: Group, last_day: date) -> None:
    """The group's parts, and who reported, into `bagian_baru`."""
    values = {
        "first_year": FIRST_YEAR, "last_day": last_day, "silent_months": SILENT_MONTHS, "stall_days": STALL_DAYS,
        "parts": list(group.times), "feed": group.feeds[0] if group.feeds else "", "reported": REPORTED + group.name,
    }  # fmt: skip
    execute(
        connection,
        f"insert into bagian_baru select part, region_code, period, value, amount from ({bare(group.sql)}) "
        "as counted (part, region_code, period, value, amount) where part = any (:parts)",
        values,
    )
    if group.covered == "selalu":
        some = "exists (select 1 from bagian_baru where part = any (:parts))"
        rows = f"select distinct regency, '' as period from tree where {some}"
    elif group.covered == "baris":
        rows = (
            "select distinct left(region_code, 5) as regency, period from bagian_baru "
            "where part = any (:parts) and length(region_code) >= 5"
        )
    else:
        covering = (
            "from mentah.kiriman k join (select distinct regency from tree) t on k.region_code = 'ID' "
            "or starts_with(t.regency, k.region_code){periods} where k.feed = :feed "
            "and k.state in ('draf', 'diperiksa', 'diterima')"
        )
        by_period = " cross join lateral unnest(k.periods) u (named) join fact_period p on p.period = u.named "
        by_period += "join fact_month m on m.month between p.first and p.last"
        rows = f"select distinct t.regency, m.period {covering.format(periods=by_period)}"
        if group.covered == "umum":
            rows = f"select distinct t.regency, '' as period {covering.format(periods='')}"
        if group.covered != "kiriman":
            tables = {landing.table for landing in feeds()[group.feeds[0]].lands}
            loose = " or ".join(f"exists (select 1 from inti.{table} where kiriman_id is null)" for table in sorted(tables))
            rows += f" union select distinct regency, '' from tree where {loose}"
    execute(connection, f"insert into bagian_baru select :reported, regency, period, 0, 1 from ({rows}) came", values)


def _compare(connection: sa.Connection, parts: list[str]) -> set[str]:
    """Write the parts that differ, and the regencies where they do into `lingkup`; the names of those parts."""
    connection.exec_driver_sql("analyze bagian_baru")
    silent = _silent(connection, parts)
    run(connection, "changed", parts=parts)
    moved = set(connection.scalars(sa.text("select distinct part from wilayah_ubah")))
    # where nobody reported at all there are no facts: the first who does makes one for every region, the last takes them all
    run(connection, "scope", wide=silent != _silent(connection, parts))
    return moved


def _silent(connection: sa.Connection, parts: list[str]) -> frozenset[str]:
    """Groups of `parts` that nobody reported."""
    some = sa.text(
        "select p from unnest(cast(:parts as text[])) p where starts_with(p, :reported) "
        "and not exists (select 1 from analitik.bagian b where b.part = p)"
    )
    return frozenset(connection.scalars(some, {"parts": parts, "reported": REPORTED}))


def _concerned(moved: set[str]) -> list[Indicator]:
    """Indicators one of whose parts moved, or for whose feed it moved who reported."""
    return [
        item
        for item in registry().values()
        if (
            item.code not in reach.INDICATORS
            and ({part for _, part in (*item.top, *item.bottom)} | {REPORTED + _group(item).name}) & moved
        )
        or (item.code == "kasus_narkoba_desa" and moved & {"kasus", REPORTED + "kasus"})
    ]


def _group(item: Indicator) -> Group:
    return group_of()[item.top[0][1]] if item.top else groups()["kasus"]


def _facts(connection: sa.Connection, items: list[Indicator], last_day: date) -> None:
    """Facts of `items` in the regencies of `lingkup`, and of what lies above them, into `terbit`."""
    _describe(connection, items)
    run(connection, "coverage")
    run(
        connection,
        "sums",
        times=json.dumps({part: group.times[part] for part, group in group_of().items()}),
        first_year=FIRST_YEAR,
    )
    run(connection, "upper")
    run(connection, "judge")
    run(connection, "publish", small_count=SMALL_COUNT, least_median=LEAST_MEDIAN, least_whole=LEAST_WHOLE)
    if any(item.code == "kasus_narkoba_desa" for item in items):
        run(connection, "arrests", pooled=f"{FIRST_YEAR}-{last_day.year}")


def _describe(connection: sa.Connection, items: list[Indicator]) -> None:
    simulated = bool(connection.scalar(sa.select(sa.func.count()).where(schema.source.c.kind == "simulasi")))
    connection.exec_driver_sql("truncate indikator, rumus")
    rows = [
        {
            "indicator": item.code, "kind": item.kind, "grp": _group(item).name, "covered": _group(item).covered,
            "scale": item.scale, "grains": list(item.grains), "levels": list(item.levels), "sensitivity": int(item.sensitivity),
            "small": item.small, "exact": item.exact, "rounded_from": item.rounded_from, "absent": item.absent,
            "counts": bool(item.bottom) and item.bottom[0][1] != "penduduk",
            "only_now": item.only_now, "simulated": simulated and item.feeds != ("terbitan",),
        }
        for item in items
    ]  # fmt: skip
    sums = [
        {
            "indicator": item.code,
            "side": side,
            "part": part,
            "factor": factor,
            "own": group_of()[part].name == _group(item).name,
        }
        for item in items
        for side, terms in enumerate((item.top, item.bottom))
        for factor, part in terms
    ]
    for table, tuples in (("indikator", rows), ("rumus", sums)):
        connection.execute(
            sa.text(f"insert into {table} select * from jsonb_populate_recordset(null::{table}, cast(:rows as jsonb))"),
            {"rows": json.dumps(tuples)},
        )
    connection.exec_driver_sql("analyze indikator; analyze rumus; analyze lingkup")


def _replace(connection: sa.Connection) -> None:
    """Write what differs of `terbit`, then packs and breaks."""
    run(connection, "replace")
    pack(connection)
    connection.exec_driver_sql("truncate terbit, bergerak")


def _reach(connection: sa.Connection, *, everything: bool) -> None:
    items = [registry()[code] for code in reach.INDICATORS]
    _describe(connection, items)
    reach.fill(connection, everything=everything or _reach_flips(connection))


def _reach_flips(connection: sa.Connection) -> bool:
    """Without any facility there are no facts of reach: the first makes one for every village, the last takes them all."""
    facts, places = connection.execute(
        sa.text(
            "select exists (select 1 from analitik.nilai where indicator = any (:codes)), exists (select 1 from inti.facility)"
        ),
        {"codes": list(reach.INDICATORS)},
    ).one()
    return bool(facts != places)


def _raise_version(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            "insert into analitik.data_version (version, last_day) values (1, :day) on conflict (only_row) "
            "do update set version = data_version.version + 1, refreshed_at = now(), last_day = excluded.last_day"
        ),
        {"day": last_day_of(connection)},
    )
