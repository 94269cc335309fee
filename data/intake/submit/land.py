"""Lands checked rows in `inti`: staged in a temporary table, compared with the stored rows, written in one transaction.

All SQL comes from the contract; a sender's texts are values, never SQL.
"""

import io
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from data.feeds import Child, Column, Contract, Landing
from data.model import schema
from data.model.errors import Fault, Problem

ROWS = "kiriman_baris"
_READY = "kiriman_siap"
KINDS = {
    "text": "text", "link": "text", "code": "text", "codes": "text[]", "region": "text", "half_year": "text", "list": "text",
    "token": "bytea", "integer": "bigint", "decimal": "double precision", "date": "date", "month": "date", "year": "integer",
    "yes_no": "boolean",
}  # fmt: skip
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Landed:
    """Counts of rows that are new, changed, unchanged or gone."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0

    @property
    def moved(self) -> int:
        """Number of rows after which facts may differ."""
        return self.new + self.changed + self.gone

    def __add__(self, other: "Landed") -> "Landed":
        return Landed(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged, self.gone + other.gone
        )


def quoted(name: str) -> str:
    """A name of ours, quoted as SQL."""
    return '"' + name + '"'


def open_stage(connection: sa.Connection, contract: Contract) -> None:
    """Make the temporary table of this submission's rows, with the contract's columns."""
    columns = ", ".join(f"{quoted(one.name)} {KINDS[one.type]}" for one in contract.columns)
    connection.execute(sa.text(f"drop table if exists pg_temp.{ROWS}"))
    connection.execute(
        sa.text(f"create temporary table {ROWS} (row_no integer, kiriman_id bigint, faulty boolean, {columns}) on commit drop")
    )


def stage(connection: sa.Connection, rows: pa.Table, first_row: int, kiriman_id: int | None = None) -> None:
    """Add typed rows, numbered from `first_row`."""
    count = rows.num_rows
    names = [name for name in rows.column_names if name != "row_no"]
    table = pa.table(
        {
            "row_no": pa.array(range(first_row, first_row + count), pa.int32()),
            "kiriman_id": pa.array([kiriman_id] * count, pa.int64()),
            **{name: rows.column(name) for name in names},
        }
    ).combine_chunks()
    body = io.BytesIO()
    pa.csv.write_csv(table, body, pa.csv.WriteOptions(include_header=False))
    driver = connection.connection.driver_connection
    assert driver is not None
    listed = ", ".join(quoted(name) for name in table.column_names)
    with driver.cursor() as cursor, cursor.copy(f"copy {ROWS} ({listed}) from stdin (format csv)") as copy:
        view = body.getbuffer()
        for start in range(0, len(view), _BLOCK):
            copy.write(view[start : start + _BLOCK])


def drop_repeats(connection: sa.Connection, contract: Contract) -> list[int]:
    """Remove staged rows that repeat another word for word; returns the numbers of those removed."""
    everything = ", ".join(quoted(one.name) for one in contract.columns)
    return list(
        connection.execute(
            sa.text(
                f"delete from {ROWS} where row_no in (select row_no from (select row_no, row_number() over "
                f"(partition by {everything} order by row_no) n from {ROWS}) x where n > 1) returning row_no"
            )
        ).scalars()
    )


def land(
    connection: sa.Connection,
    contract: Contract,
    source_id: str,
    *,
    write: bool,
    instead_of: int | None = None,
    office: str | None = None,
) -> Landed:
    """Compare the staged rows with `inti`; with `write` they are landed. A row under the same key is replaced.

    `instead_of` takes only rows whose key is stored by that submission. For rows about persons an `office` is compared only
    with its own rows: that a row changes one of another agency's would reveal that the person is known there.
    """
    landed, known_to = Landed(), office if contract.identity == "token" else None
    for landing in contract.lands:
        landed += _land(connection, contract, landing, source_id, write=write, instead_of=instead_of, known_to=known_to)
    return landed


def _ready(connection: sa.Connection, contract: Contract, landing: Landing) -> list[str]:
    """Stage the rows as the table has them, with a digest; returns the names of the columns."""
    table = schema.metadata.tables[f"inti.{landing.table}"]
    exprs = {one.name: quoted(one.name) for one in contract.columns if one.name in table.c}
    exprs |= landing.set | landing.key
    lists = [quoted(one.name) for one in contract.columns if one.type == "list"]
    select = ", ".join(f"{_cast(table, name, expr)} as {quoted(name)}" for name, expr in exprs.items())
    digest = f"hashtextextended(row({', '.join(quoted(one.name) for one in contract.columns)})::text, 0)"
    children = "".join(f", {name}" for name in lists)
    parents = "".join(
        f", {expr} as {quoted(f'parent_{n}_{name}')}"
        for n, child in enumerate(landing.children)
        for name, expr in child.parent.items()
    )
    connection.execute(sa.text(f"drop table if exists pg_temp.{_READY}"))
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(
        f"create temporary table {_READY} on commit drop as "
        f"select row_no as from_row, kiriman_id as from_kiriman, {digest} as digest, "
        f"{select}{children}{parents} from {ROWS} where {landing.where}"
    )
    driver.execute(f"analyze {_READY}")
    return list(exprs)


def _cast(table: sa.Table, name: str, expr: str) -> str:
    column = table.c[name]
    if isinstance(column.type, schema.Bytes):
        return f"({expr})"
    kind = "bytea" if isinstance(column.type, sa.LargeBinary) else str(column.type.compile(dialect=_DIALECT))
    return f"cast(({expr}) as {kind})"


_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def _matches(landing: Landing) -> str:
    return " and ".join(f"t.{quoted(name)} = s.{quoted(name)}" for name in landing.key)


def _land(
    connection: sa.Connection,
    contract: Contract,
    landing: Landing,
    source_id: str,
    *,
    write: bool,
    instead_of: int | None,
    known_to: str | None,
) -> Landed:
    names = _ready(connection, contract, landing)
    target = f"inti.{quoted(landing.table)}"
    if instead_of is not None:
        connection.execute(
            sa.text(
                f"delete from {_READY} s where not exists "
                f"(select 1 from {target} t where {_matches(landing)} and t.kiriman_id = {int(instead_of)})"
            )
        )
    there = f"from {_READY} s join {target} t on {_matches(landing)}"

    def count(tail: str) -> int:
        return int(connection.scalar(sa.text(f"select count(*) {tail}"), {"office": known_to}) or 0)

    total, matched = count(f"from {_READY}"), count(there)
    own = (
        "where true"
        if known_to is None
        else ("where exists (select 1 from mentah.kiriman k where k.id = t.kiriman_id and k.sender = :office)")
    )
    known, same = (matched if known_to is None else count(f"{there} {own}")), count(f"{there} {own} and t.digest = s.digest")
    landed = Landed(new=total - known, changed=known - same, unchanged=same)
    if not write:
        return landed
    driver = connection.connection.driver_connection
    assert driver is not None
    values = [name for name in names if name not in landing.key]
    fresh = f"not exists (select 1 from {target} t where {_matches(landing)})" if matched else "true"
    if matched:
        for child in landing.children:
            first = next(iter(child.parent))
            driver.execute(
                f"delete from inti.{quoted(child.table)} c using {_READY} s, {target} t where {_matches(landing)} "
                f"and c.{quoted(first)} = t.{quoted(first)} and t.digest is distinct from s.digest"
            )
        changes = ", ".join(f"{quoted(name)} = s.{quoted(name)}" for name in values)
        driver.execute(
            f"create temporary table kiriman_baru on commit drop as select s.from_row {there} "
            "where t.digest is distinct from s.digest"
        )
        driver.execute(
            f"update {target} t set {changes + ', ' if changes else ''}source_id = %s, kiriman_id = s.from_kiriman, "
            f"row_no = s.from_row, digest = s.digest from {_READY} s where {_matches(landing)}",
            [source_id],
        )
    else:
        driver.execute("create temporary table kiriman_baru (from_row integer) on commit drop")
    listed = ", ".join(quoted(name) for name in names)
    if total > matched:
        driver.execute(f"insert into kiriman_baru select s.from_row from {_READY} s where {fresh}") if matched else None
        driver.execute(
            f"insert into {target} ({listed}, source_id, kiriman_id, row_no, digest) "
            f"select {', '.join(f's.{quoted(name)}' for name in names)}, %s, s.from_kiriman, s.from_row, s.digest "
            f"from {_READY} s where {fresh}",
            [source_id],
        )
    only = "" if not matched else " where s.from_row in (select from_row from kiriman_baru)"
    for n, child in enumerate(landing.children):
        _land_children(driver, contract.column(child.list), n, child, only)
    driver.execute(f"drop table kiriman_baru; drop table {_READY}")
    return landed


def _land_children(driver: psycopg.Connection[Any], column: Column, n: int, child: Child, only: str) -> None:
    table = schema.metadata.tables[f"inti.{child.table}"]
    fields = [one for one in column.fields if one.name in table.c]
    parent = list(child.parent)
    number = [child.number] if child.number else []
    typed = ", ".join(f"{quoted(one.name)} {KINDS[one.type]}" for one in fields)
    source = f"rows from (jsonb_to_recordset(s.{quoted(column.name)}::jsonb) as ({typed})) with ordinality"
    named = ", ".join([*(quoted(one.name) for one in fields), "ordinal"])
    picks = ", ".join(f"x.{quoted(one.name)}" for one in fields)
    listed = ", ".join(quoted(name) for name in [*parent, *number, *(one.name for one in fields)])
    keys = ", ".join(f"s.{quoted(f'parent_{n}_{name}')}" for name in parent)
    ordinal = "x.ordinal, " if number else ""
    driver.execute(
        f"insert into inti.{quoted(child.table)} ({listed}) select {keys}, {ordinal}{picks} from {_READY} s "
        f"cross join lateral {source} as x ({named}){only}"
    )


def refused(error: Exception) -> Fault:
    """A refusal by the store itself, as one sentence; a lost connection keeps its own answer."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError) and getattr(cause, "sqlstate", None) is None:
        return Fault(Problem.STORE_LOST)
    diagnosis = getattr(cause, "diag", None)
    words = (getattr(diagnosis, "message_primary", None) or str(cause)).splitlines()[0]
    if getattr(cause, "sqlstate", "") == "23503":
        words = "baris lain masih merujuknya"
    return Fault(Problem.STORE_REFUSED, reason=words)
