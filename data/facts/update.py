"""Fill `analitik` from `inti`: parts by feed, facts from parts, packs and class breaks from facts.

A refresh writes only what differs, so that a second one changes nothing and one after a submission changes only what depends on
it. A whole refresh takes the same steps over all regions and periods. `docs/facts.md` follows one fact through them.
"""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, nullcontext

import sqlalchemy as sa

from data.facts import access, reach
from data.facts.counting import count, keep_all, keep_changed
from data.facts.days import Span, span
from data.facts.derived import derive
from data.facts.indicators import Indicator, registry
from data.facts.making import describe, make, write_all, write_changed
from data.facts.parts import REPORTED, Group, group_of, group_of_item, groups
from data.facts.scripts import run
from data.feeds import SUBMISSIONS
from data.model import schema
from data.model.progress import Progress
from data.store.bulk import without_indexes
from data.store.locks import take_turn

_TEMPORARY = (
    "fact_year", "fact_month", "calendar", "fact_period", "month_period", "village", "place", "in_scope", "counted",
    "part_change", "item", "term", "reporter", "reported_month", "coverage", "coverage_above", "reporting_group",
    "reporting_year", "used_part",
    "month_amount", "standing", "regency_amount", "lower_amount", "total", "fact", "spread", "region_spread", "median",
    "regency_fact", "amount_above", "judged_fact", "village_cases", "case_years", "new_fact", "moved_period",
)  # fmt: skip


def refresh(connection: sa.Connection, progress: Progress, only: Collection[str] | None = None) -> None:
    """Compute every fact in the caller's transaction and raise the data version. Concurrent calls wait for each other.

    With `only`, facts of just these indicators, for tests. Raises `Fault` where facts contradict each other.
    """
    take_turn(connection, "facts")
    empty = not connection.scalar(sa.select(sa.exists().select_from(schema.nilai)))
    items = list(registry().values()) if only is None else [registry()[code] for code in sorted(only)]
    for table in (schema.nilai, schema.lapis):  # others are removed: nothing would keep them up to date
        connection.execute(table.delete().where(table.c.indicator.not_in([item.code for item in items])))
    # rows that have just been loaded are unknown to the planner, which would then choose to look for them one by one
    loaded = [table.fullname for table in schema.metadata.sorted_tables if table.schema in ("inti", "mentah")]
    connection.exec_driver_sql("analyze " + ", ".join(loaded))
    changed = _groups_of(items)
    steps = len(changed) + 4
    days = span(connection)
    with _frame(connection, days), _filling(connection, empty=empty):
        for done, group in enumerate(changed, start=1):
            count(connection, group, days)
            progress(done, steps)
        keep_all(connection)
        reaching = [item for item in items if item.kind == reach.KIND]
        make(connection, [item for item in items if item.kind != reach.KIND], days)
        progress(steps - 2, steps)
        if reaching:
            describe(connection, reaching)
            reach.fill(connection, reaching, everything=True)
        describe(connection, items)
        progress(steps - 1, steps)
        if empty:
            write_all(connection)
        else:
            write_changed(connection, everything=True)
        derive(connection, days)
        _raise_version(connection, days)
    progress(steps, steps)


def refresh_feeds(connection: sa.Connection, changed: Iterable[str], progress: Progress) -> None:
    """Bring facts up to date with the rows of some feeds and raise the data version.

    This includes facts that every submission changes (completeness). Without feeds only the version is raised. Where the first
    year or the last month of data moved, new periods have no facts yet, and on an empty store there is nothing to compare with:
    then everything is computed. Raises `Fault` where facts contradict each other.
    """
    take_turn(connection, "facts")
    names, days = set(changed), span(connection)
    if not names:
        _raise_version(connection, days)
        return
    known = connection.execute(sa.select(schema.data_version.c.first_year, schema.data_version.c.last_day)).first()
    counted = connection.scalar(sa.select(schema.bagian.c.part).where(schema.bagian.c.part == "desa").limit(1))
    if known is None or tuple(known) != (days.first_year, days.last_day) or counted is None:
        refresh(connection, progress)
        return
    names.add(SUBMISSIONS)
    concerned = [group for group in groups().values() if names & set(group.feeds)]
    steps = len(concerned) + 3
    with _frame(connection, days):
        for done, group in enumerate(concerned, start=1):
            count(connection, group, days)
            progress(done, steps)
        moved = keep_changed(connection, [name for group in concerned for name in group.part_names])
        items = _concerned(moved)
        if items:
            make(connection, items, days)
            write_changed(connection)
        progress(steps - 1, steps)
        if _reach_moved(connection, moved, names):
            _reach(connection)
        derive(connection, days, names)
        _raise_version(connection, days)
    progress(steps, steps)


def refresh_places(connection: sa.Connection, progress: Progress) -> None:
    """Bring the facts that depend on the places of villages up to date, and raise the data version; for new boundaries."""
    take_turn(connection, "facts")
    days = span(connection)
    with _frame(connection, days):
        _reach(connection, everything=True)
        access.renew(connection)
        _raise_version(connection, days)
    progress(1, 1)


class _frame:  # noqa: N801 - reads as a statement
    """A context with the temporary tables that all facts need."""

    def __init__(self, connection: sa.Connection, days: Span) -> None:
        self.connection, self.days = connection, days

    def __enter__(self) -> None:
        self.connection.execute(sa.text("set local work_mem = '128MB'; set local jit = off"))
        self._clear()
        run(self.connection, "frame", first_year=self.days.first_year, last_day=self.days.last_day)

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self._clear()

    def _clear(self) -> None:
        self.connection.exec_driver_sql("drop table if exists " + ", ".join(f"pg_temp.{name}" for name in _TEMPORARY))


def _filling(connection: sa.Connection, *, empty: bool) -> AbstractContextManager[None]:
    """A context without indexes where no facts are there yet; on a store in use, readers would have to wait for that."""
    return without_indexes(connection, schema.nilai) if empty else nullcontext()


def _groups_of(items: list[Indicator]) -> list[Group]:
    """Groups that indicators are counted from, in their order."""
    wanted = {group_of_item(item).name for item in items}
    wanted |= {group_of()[part].name for item in items for side in item.sides for _, part in side}
    return [group for group in groups().values() if group.name in wanted]


def _concerned(moved: set[str]) -> list[Indicator]:
    """Indicators with a part that changed, or with a feed for which the reporting regions changed."""
    return [
        item
        for item in registry().values()
        if item.kind != reach.KIND
        and ({part for side in item.sides for _, part in side} | {REPORTED + group_of_item(item).name}) & moved
    ]


def _reach(connection: sa.Connection, *, everything: bool = False) -> None:
    """Facts of reach, for all villages or those within reach of `in_scope`; they are yearly, whatever else changed."""
    connection.exec_driver_sql("truncate fact_period; insert into fact_period select * from calendar")
    items = reach.reaching()
    describe(connection, items)
    reach.fill(connection, items, everything=everything or _reach_flips(connection))
    write_changed(connection)


def _reach_moved(connection: sa.Connection, parts: set[str], feeds: set[str]) -> bool:
    """Whether facts of reach may change: by parts that changed, or by the first facility that opened or the last
    that closed.
    """
    items = reach.reaching()
    reporting = {REPORTED + group_of()[part].name for item in items for _, part in item.top}
    return bool(parts & (reporting | {part for item in items for _, part in item.top})) or (
        bool(feeds & {feed for item in items for feed in item.feeds}) and _reach_flips(connection)
    )


def _reach_flips(connection: sa.Connection) -> bool:
    """Whether the first facility opened or the last closed: that makes or removes the facts of reach of every village."""
    facts, places = connection.execute(
        sa.text(
            "select exists (select 1 from analitik.nilai where indicator = any (:codes)), exists (select 1 from inti.facility)"
        ),
        {"codes": [item.code for item in reach.reaching()]},
    ).one()
    return bool(facts != places)


def _raise_version(connection: sa.Connection, days: Span) -> None:
    connection.execute(
        sa.text(
            "insert into analitik.data_version (version, first_year, last_day) values (1, :year, :day) on conflict (only_row) "
            "do update set version = data_version.version + 1, refreshed_at = now(), "
            "first_year = excluded.first_year, last_day = excluded.last_day"
        ),
        {"year": days.first_year, "day": days.last_day},
    )
