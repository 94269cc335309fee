"""Rows into tables that are under row-level security: binary COPY into a temporary table, then INSERT ... SELECT."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

GEOMETRY = "geometry"  # a column kind: EWKB bytes on the wire, the store's geometry type in the table


def copy_rows(connection: sa.Connection, table: sa.Table, columns: dict[str, str], rows: Iterable[Sequence[object]]) -> int:
    """Insert `rows` and return how many. `columns` maps a column's name to its PostgreSQL type, in the rows' order."""
    target = sql.Identifier(table.schema or "public", table.name)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    wire = {name: "bytea" if kind == GEOMETRY else kind for name, kind in columns.items()}
    kinds = sql.SQL(", ").join(sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in wire.items())
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.execute(sql.SQL("create temporary table muatan ({}) on commit drop").format(kinds))
        with cursor.copy(sql.SQL("copy muatan ({}) from stdin (format binary)").format(names)) as copy:
            copy.set_types(list(wire.values()))
            for row in rows:
                copy.write_row(row)
        geometries = [name for name, kind in columns.items() if kind == GEOMETRY]
        for name in geometries:
            _refuse_bare(cursor, name)
        values = sql.SQL(", ").join(
            sql.SQL("{}::{}").format(sql.Identifier(name), _geometry_type(cursor))
            if name in geometries
            else sql.Identifier(name)
            for name in columns
        )
        cursor.execute(sql.SQL("insert into {} ({}) select {} from muatan").format(target, names, values))
        count = int(cursor.rowcount)
        cursor.execute("drop table muatan")
    return count


def _refuse_bare(cursor: psycopg.Cursor[Any], name: str) -> None:
    """PostGIS takes bytes without a reference system for the column's own; the embedded store does not: both refuse."""
    column = sql.Identifier(name)
    bare = cursor.execute(
        sql.SQL(
            "select count(*) from muatan where length({0}) < 9 or get_byte({0}, 0) <> 1 or get_byte({0}, 4) & 32 = 0"
        ).format(column)
    ).fetchone()
    if bare and bare[0]:
        raise ValueError(f"{bare[0]} rows of '{name}' are not little-endian EWKB with an SRID")


def _geometry_type(cursor: psycopg.Cursor[Any]) -> sql.SQL:
    found = cursor.execute("select to_regtype('inti.geometry') is not null").fetchone()
    return sql.SQL("inti.geometry") if found and found[0] else sql.SQL("geometry")
