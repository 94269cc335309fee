"""A login that may only read cannot make writers wait, and every wait ends with a message."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.engine import make_url

from data.facts.update import refresh_feeds
from data.identity import audit
from data.identity.demo import demo_person
from data.identity.gis_logins import add_gis_account, drop_gis_account
from data.model.errors import Fault, Problem
from data.model.settings import ROOT
from data.store import Store, open_store
from data.store import connect as connecting
from data.store.locks import take_turn
from data.store.prepare import prepare
from data.store.rights import GIS_CONNECTIONS
from data.store.scope import Scope
from tests.conftest import KINDS
from tests.stores import Loaded, Run

LOWEST = f"terendah_{os.getpid()}"
KEYS = (20450817, 20450818, 20450819, 20450820, 20450821)  # what the locks were called when any login could take them


def _address(store: Store) -> str:
    return store.app.url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="module", params=KINDS)
def own(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    with run.own(request.param, "kosong", tmp_path_factory.mktemp("locks") / "home") as own:
        yield own


@pytest.fixture
def lowest(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Loaded, str]]:
    """A shared store and the address of a GIS login that may see next to nothing."""
    with run.own("postgis", "kosong", tmp_path_factory.mktemp("lowest") / "home") as own:
        login, password = add_gis_account(own.store, LOWEST, "kepala_daerah", [""], may_write=False, until=None, by="uji")
        url = make_url(str(own.settings.database_url)).set(username=login, password=password)
        yield own, url.render_as_string(hide_password=False)
        drop_gis_account(own.store, LOWEST)


def test_a_login_that_reads_takes_no_lock_of_everybody(own: Loaded) -> None:
    with psycopg.connect(_address(own.store)) as connection:
        for function in ("pg_advisory_lock", "pg_try_advisory_lock", "pg_advisory_xact_lock", "pg_advisory_lock_shared"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(f"select {function}(1)")
            connection.rollback()
        for statement in ("select * from akses.lock for update", "lock table akses.lock", "lock table inti.alembic_version"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)
            connection.rollback()


def test_old_locks_that_somebody_keeps_stop_neither_start_nor_trail(own: Loaded) -> None:
    """Where the account that prepares could not take the functions away, their locks are still worth nothing."""
    assert own.store.admin is not None
    with own.store.admin.connect() as keeping:
        for key in KEYS:
            keeping.execute(sa.text("select pg_advisory_lock(:key)"), {"key": key})
        done: list[object] = []

        def work() -> None:
            prepare(own.settings).close()
            with own.store.writing() as connection:
                refresh_feeds(connection, [], lambda *_: None)
                take_turn(connection, "boundaries")
                take_turn(connection, "submissions")
            audit.note(own.store, demo_person("demo-auditor").scope, "baca", "uji")
            with own.store.reading(demo_person("demo-auditor").scope) as connection:
                done.append(audit.verify(connection).waiting)

        working = threading.Thread(target=work, daemon=True)
        working.start()
        working.join(300)
        keeping.execute(sa.text("select pg_advisory_unlock_all()"))
    assert done == [0]


def test_waiting_ends_with_a_sentence(own: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "LONGEST_WAIT_S", 1)
    waiting = open_store(own.settings)
    with own.store.writing() as holding:
        take_turn(holding, "facts")
        with pytest.raises(Fault) as fault, waiting.writing() as connection:
            refresh_feeds(connection, [], lambda *_: None)
        assert fault.value.problem is Problem.STORE_BUSY
        holding.exec_driver_sql("lock table inti.alembic_version in share row exclusive mode")
        with pytest.raises(Fault) as fault:
            prepare(own.settings)
        assert fault.value.problem is Problem.STORE_BUSY
    with waiting.writing() as connection:
        refresh_feeds(connection, [], lambda *_: None)
    waiting.close()


def test_a_table_that_a_reader_keeps_open_ends_with_a_sentence(
    lowest: tuple[Loaded, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, address = lowest
    monkeypatch.setattr(connecting, "LONGEST_WAIT_S", 1)
    store = open_store(own.settings)
    with psycopg.connect(address) as reading:
        reading.execute("select count(*) from analitik.nilai")
        with pytest.raises(Fault) as fault, store.writing() as connection:
            connection.exec_driver_sql("drop index analitik.nilai_region")
    assert fault.value.problem is Problem.STORE_BUSY
    store.close()


def test_one_gis_login_leaves_connections_for_the_others(lowest: tuple[Loaded, str]) -> None:
    own, address = lowest
    with ExitStack() as stack:
        for _ in range(GIS_CONNECTIONS):
            stack.enter_context(psycopg.connect(address))
        with pytest.raises(psycopg.OperationalError, match="too many connections"):
            psycopg.connect(address)
        with own.store.reading(Scope.public()) as connection:
            assert connection.scalar(sa.text("select 1")) == 1


def test_questions_of_gis_logins_end(lowest: tuple[Loaded, str]) -> None:
    with psycopg.connect(lowest[1]) as connection:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.execute(f"show {name}").fetchone()[0] in ("1min", "2min"), name


def test_a_gis_login_of_an_older_version_gets_limits_at_the_next_start(lowest: tuple[Loaded, str]) -> None:
    own, address = lowest
    assert own.store.admin is not None
    with own.store.admin.begin() as connection:
        connection.exec_driver_sql(f"alter role gis_{LOWEST} connection limit -1")
        connection.exec_driver_sql(f"revoke connect on database {own.store.admin.url.database} from gis_{LOWEST}")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(address)
    prepare(own.settings).close()
    psycopg.connect(address).close()
    with own.store.admin.begin() as connection:
        limit = connection.scalar(sa.text(f"select rolconnlimit from pg_roles where rolname = 'gis_{LOWEST}'"))
    assert limit == GIS_CONNECTIONS


def test_no_writer_waits_for_an_advisory_lock() -> None:
    """But the first to prepare an empty database, to which no other login may connect yet."""
    used = [file.name for file in (ROOT / "data").rglob("*.py") if "pg_advisory" in file.read_text(encoding="utf-8")]
    assert used == ["locks.py"]
