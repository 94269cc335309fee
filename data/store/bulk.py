"""Fills a table with millions of rows at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def without_indexes(connection: sa.Connection, table: sa.Table) -> Iterator[None]:
    """A context in which the table has no indexes and keys; they are made at its end, because sorting once is cheaper.

    Only for a table that nobody reads yet: others wait for it until the transaction ends. No other table may refer to it.
    """
    name = {"name": table.fullname}
    keys = connection.execute(
        sa.text(
            "select conname, pg_get_constraintdef(oid) from pg_constraint "
            "where conrelid = cast(:name as regclass) and contype in ('p', 'u')"
        ),
        name,
    ).all()
    indexes = connection.execute(
        sa.text(
            "select cast(indexrelid as regclass)::text, pg_get_indexdef(indexrelid) from pg_index "
            "where indrelid = cast(:name as regclass) "
            "and not exists (select 1 from pg_constraint c where c.conindid = indexrelid)"
        ),
        name,
    ).all()
    for key, _ in keys:
        connection.exec_driver_sql(f'alter table {table.fullname} drop constraint "{key}"')
    for index, _ in indexes:
        connection.exec_driver_sql(f"drop index {index}")
    yield
    connection.exec_driver_sql("set local maintenance_work_mem = '512MB'")
    for key, definition in keys:
        connection.exec_driver_sql(f'alter table {table.fullname} add constraint "{key}" {definition}')
    for _, definition in indexes:
        connection.exec_driver_sql(definition)
