"""Moves the contents of an embedded store into a shared one, and proves that both hold the same."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from psycopg import sql

from data.model import schema
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.copy import geometry_type, move_sequence

# what belongs to one store only: its keys, its people and logins, and its trail
_OWN = ("akses", "audit")
# parents before children; the others follow in any order
_FIRST = ("source", "boundary_version", "region", "facility", "narcotics_case", "ibm_unit", "ran_action", "kiriman", "meeting")
# rows that a migration puts into every PostGIS store
_MADE_BY_MIGRATION = {"source": "id <> 'gis_langsung'"}


@dataclass(frozen=True)
class Moved:
    """One table: rows and the digest of all its values, equal on both sides."""

    table: str
    rows: int
    digest: str


def move(source: Store, target: Store, progress: Callable[[int, int], None]) -> list[Moved]:
    """Copy every table in one transaction of the target, then compare digests taken on both sides before it is kept.

    Raises `Fault` when the target holds regions or rows already, or when a digest differs; then nothing is kept.
    """
    tables = contents()
    moved = []
    with source.writing() as read, target.writing() as write:
        for table in tables:
            if count(write, table):
                raise Fault(Problem.TARGET_NOT_EMPTY, table=table.fullname)
        for done, table in enumerate(tables, start=1):
            copy_in(write, table, copy_out(read, table))
            here, there = digest(read, table), digest(write, table)
            if here != there:
                raise Fault(Problem.COPY_DIFFERS, table=table.fullname, here=here[0], there=there[0])
            moved.append(moved_of(table, there))
            progress(done, len(tables))
    with target.writing() as write:
        for table in tables:
            write.execute(sa.text(f"analyze {table.fullname}"))
    return moved


def _columns(table: sa.Table) -> list[sql.Composable]:
    """Columns in the form that both kinds of store read and write: geometries as their bytes."""
    return _with_geometries(table, "{0}::bytea as {0}")


def _with_geometries(table: sa.Table, written: str) -> list[sql.Composable]:
    """All columns, geometries as `written` with their name for ``{0}``."""
    return [
        sql.SQL(written if isinstance(column.type, schema.Bytes) else "{0}").format(sql.Identifier(column.name))
        for column in table.columns
        if column.computed is None  # the target computes it itself
    ]


def _filter(table: sa.Table) -> sql.SQL:
    return sql.SQL("where " + _MADE_BY_MIGRATION.get(table.name, "true"))


def _name(table: sa.Table) -> sql.Identifier:
    return sql.Identifier(str(table.schema), table.name)


def count(connection: sa.Connection, table: sa.Table) -> int:
    """1 when a table holds a row of its own, else 0."""
    driver = connection.connection.driver_connection
    assert driver is not None
    query = sql.SQL("select count(*) from (select 1 from {} {} limit 1) x").format(_name(table), _filter(table))
    return int(driver.execute(query).fetchone()[0])


def digest(connection: sa.Connection, table: sa.Table) -> tuple[int, str]:
    """Rows and an order-free digest: the sum of 64 bits of each row's MD5, and of 64 others."""
    driver = connection.connection.driver_connection
    assert driver is not None
    # the text of a value must not depend on the server's own settings
    driver.execute("set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1")
    driver.execute("set local intervalstyle = 'postgres'; set local bytea_output = 'hex'")
    query = sql.SQL(
        "select count(*), coalesce(sum(('x' || left(d, 16))::bit(64)::bigint::numeric), 0)::text || ':' || "
        "coalesce(sum(('x' || right(d, 16))::bit(64)::bigint::numeric), 0)::text "
        "from (select md5(x::text) as d from (select {} from {} {}) x) rows"
    ).format(sql.SQL(", ").join(_columns(table)), _name(table), _filter(table))
    row = driver.execute(query).fetchone()
    return int(row[0]), str(row[1])


def contents() -> list[sa.Table]:
    """Every table that is content, parents before children; not keys, people and logins."""
    return sorted(
        (table for table in schema.metadata.tables.values() if table.schema not in _OWN and table is not schema.job_run),
        key=lambda table: _FIRST.index(table.name) if table.name in _FIRST else len(_FIRST),
    )


def moved_of(table: sa.Table, found: tuple[int, str]) -> Moved:
    """The digest of a table as shown to the reader."""
    return Moved(table.fullname, found[0], hashlib.sha256(found[1].encode()).hexdigest()[:16])


def copy_out(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """Binary COPY of a table, geometries as their bytes, piece by piece."""
    driver = connection.connection.driver_connection
    assert driver is not None
    select = sql.SQL("copy (select {} from {} {}) to stdout (format binary)").format(
        sql.SQL(", ").join(_columns(table)), _name(table), _filter(table)
    )
    with driver.cursor() as reader, reader.copy(select) as rows:
        yield from map(bytes, rows)


def copy_in(connection: sa.Connection, table: sa.Table, parts: Iterable[bytes]) -> None:
    """Put the output of `copy_out` into a temporary table, then under the policies into its table."""
    driver = connection.connection.driver_connection
    assert driver is not None
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns if column.computed is None)
    with driver.cursor() as cursor:
        cursor.execute(
            sql.SQL("create temporary table muatan on commit drop as select {} from {} with no data").format(
                sql.SQL(", ").join(_columns(table)), _name(table)
            )
        )
        with cursor.copy("copy muatan from stdin (format binary)") as copy:
            for part in parts:
                copy.write(part)
        values = sql.SQL(", ").join(_with_geometries(table, "{0}::" + geometry_type(cursor).as_string()))
        cursor.execute(
            sql.SQL("insert into {} ({}) overriding system value select {} from muatan").format(_name(table), names, values)
        )
        cursor.execute("drop table muatan")
        if "id" in table.c:
            move_sequence(cursor, table)
