"""Rows into tables that are under row-level security: binary COPY into a temporary table, then INSERT ... SELECT."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from psycopg import sql

# Column kinds that differ from their PostgreSQL type on the wire.
GEOMETRY = "bytea"


def copy_rows(connection: sa.Connection, table: sa.Table, columns: dict[str, str], rows: Iterable[Sequence[object]]) -> int:
    """Insert `rows` and return how many. `columns` maps a column's name to its PostgreSQL type, in the rows' order."""
    target = sql.Identifier(table.schema or "public", table.name)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    kinds = sql.SQL(", ").join(sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns.items())
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.execute(sql.SQL("create temporary table muatan ({}) on commit drop").format(kinds))
        with cursor.copy(sql.SQL("copy muatan ({}) from stdin (format binary)").format(names)) as copy:
            copy.set_types(list(columns.values()))
            for row in rows:
                copy.write_row(row)
        values = sql.SQL(", ").join(
            sql.SQL("{}::{}").format(sql.Identifier(name), _geometry_type(cursor))
            if kind == GEOMETRY and name in ("geom", "point")
            else sql.Identifier(name)
            for name, kind in columns.items()
        )
        cursor.execute(sql.SQL("insert into {} ({}) select {} from muatan").format(target, names, values))
        count = int(cursor.rowcount)
        cursor.execute("drop table muatan")
    return count


def _geometry_type(cursor: object) -> sql.SQL:
    found = cursor.execute("select to_regtype('inti.geometry') is not null").fetchone()  # type: ignore[attr-defined]
    return sql.SQL("inti.geometry") if found[0] else sql.SQL("geometry")
