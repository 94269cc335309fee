"""Locks for what only one writer at a time may do.

The locks are on rows and tables that no other login can lock, and waiting for one ends with a `Fault` (`LONGEST_WAIT_S`). A
load takes many transactions: its lock belongs to a connection, by functions that other logins may not call.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from data.model import schema
from data.store.connect import Store

_PREPARING = 20450817
_LOADING = 20450818
_JOBS = 20450819  # the first of two keys; the second is that of a job's name
_LOOK_EVERY_S = 1.0


def take_turn(connection: sa.Connection, what: str) -> None:
    """Wait until no other writer's transaction holds the lock `what` (a row of ``akses.lock``); it is released with this
    transaction.
    """
    connection.execute(sa.select(schema.lock.c.name).where(schema.lock.c.name == what).with_for_update()).one()


def take_turn_at_preparing(connection: sa.Connection) -> None:
    """The same for preparing a store, which may have no tables yet."""
    there = sa.text("select to_regclass('inti.alembic_version') is not null")
    if not connection.scalar(there):  # nobody else's logins know this store yet
        connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": _PREPARING})
    if connection.scalar(there):
        connection.exec_driver_sql("lock table inti.alembic_version in share row exclusive mode")


@contextmanager
def alone_at_loading(engine: sa.Engine, waits: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Wait until no other process loads this store; `waits` is called each second until then. The lock ends with
    the process.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            while not connection.scalar(sa.text("select pg_try_advisory_lock(:key)"), {"key": _LOADING}):
                waits()
                time.sleep(_LOOK_EVERY_S)
            yield
        finally:
            connection.invalidate()  # returned to the pool it would keep the lock


@contextmanager
def alone_at_job(store: Store, name: str) -> Iterator[bool]:
    """Whether no other process is at the job of that name; none begins it meanwhile. It ends with the process."""
    if store.admin is None:
        yield False
        return
    key = {"jobs": _JOBS, "name": name}
    with store.admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            alone = bool(connection.scalar(sa.text("select pg_try_advisory_lock(:jobs, hashtext(:name))"), key))
            yield alone
            if alone:  # at once: a server takes a moment to notice that a connection was closed
                connection.execute(sa.text("select pg_advisory_unlock(:jobs, hashtext(:name))"), key)
        finally:
            connection.invalidate()  # returned to the pool it would keep the lock
