"""Statements end in time, pools stay small, and a lost server is reported as lost."""

from collections.abc import Callable

import psycopg
import pytest
import sqlalchemy as sa

from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.cluster import Cluster


def test_a_slow_statement_is_ended_and_explained(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis().model_copy(update={"statement_timeout_ms": 200})
    store = prepare(settings)
    with pytest.raises(Fault) as fault, store.reading(Scope.public()) as connection:
        connection.execute(sa.text("select pg_sleep(5)"))
    assert fault.value.problem is Problem.SLOW_QUERY
    with store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.text("select 1")) == 1
    store.close()


def test_connections_that_the_server_closed_are_replaced(scratch_postgis: Callable[[], Settings], cluster: Cluster) -> None:
    store = prepare(scratch_postgis())
    with store.reading(Scope.public()) as connection:
        connection.execute(sa.text("select 1"))
    with psycopg.connect(cluster.url(), autocommit=True) as other:
        ended = other.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = %s", [store.app.url.username]
        ).fetchone()
    assert ended
    assert ended[0] >= 1
    with store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.text("select 1")) == 1
    store.close()


def test_a_connection_lost_in_the_middle_is_a_fault_not_a_traceback(
    scratch_postgis: Callable[[], Settings], cluster: Cluster
) -> None:
    store = prepare(scratch_postgis())

    def lose_it() -> None:
        with store.reading(Scope.public()) as connection:
            own = connection.scalar(sa.text("select pg_backend_pid()"))
            with psycopg.connect(cluster.url(), autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s)", [own])
            connection.execute(sa.text("select 1"))

    with pytest.raises(Fault) as fault:
        lose_it()
    assert fault.value.problem is Problem.STORE_LOST
    store.close()
