"""Two stores on one server: credentials of one do not open the other."""

import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from data.identity.gis_logins import add_gis_account, drop_gis_account
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.store import Store, rights
from data.store.connect import app_login, owner_role, rows_role, signer_role
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.cluster import Cluster
from tests.conftest import KINDS
from tests.stores import Loaded, Run


def _connect(url: URL) -> psycopg.Connection:
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))


@pytest.fixture(params=KINDS)
def pair(run: Run, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Loaded, Loaded]]:
    """Production and training."""
    with run.own(request.param, "kosong", tmp_path / "a") as one, run.own(request.param, "kosong", tmp_path / "b") as other:
        yield one, other


def test_the_login_of_one_store_does_not_connect_to_another(pair: tuple[Loaded, Loaded]) -> None:
    one, other = pair
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        _connect(other.store.app.url.set(database=one.store.app.url.database))
    for loaded in pair:
        with loaded.store.reading(Scope.public()) as connection:
            assert connection.scalar(sa.text("select (akses.scope()).role")) == "publik"


def test_a_gis_login_opens_the_store_that_has_an_account_for_it(run: Run, tmp_path: Path) -> None:
    with run.own("postgis", "kosong", tmp_path / "a") as one, run.own("postgis", "kosong", tmp_path / "b") as other:
        name = f"satu_{os.getpid()}"
        login, password = _gis(one.store, name)
        url = make_url(str(one.settings.database_url)).set(username=login, password=password)
        _connect(url).close()
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            _connect(url.set(database=other.store.app.url.database))
        with pytest.raises(Fault) as fault:  # else who looks after the one would set the password of the other
            _gis(other.store, name)
        assert fault.value.problem is Problem.GIS_NAME_TAKEN
        _connect(url).close()
        drop_gis_account(one.store, name)
        assert one.store.admin is not None
        with one.store.admin.begin() as connection:
            rights = "select has_database_privilege(:login, current_database(), 'connect')"
            assert connection.scalar(sa.text(rights), {"login": login}) is False
        _gis(other.store, name)
        drop_gis_account(other.store, name)


def _gis(store: Store, name: str) -> tuple[str, str]:
    return add_gis_account(store, name, "kepala_daerah", [""], may_write=False, until=None, by="uji")


def test_databases_with_long_names_in_common_share_no_role() -> None:
    long = "dasbor_bersinar_badan_narkotika_nasional_provinsi_gorontalo"
    for role in (app_login, owner_role, signer_role):
        names = {role(long), role(long + "_latihan"), role(long[:-1] + "é"), role("bersinar")}
        assert len(names) == 4
        assert all(len(name.encode()) <= 63 for name in names)
    assert app_login("bersinar") == "bersinar_app_bersinar"


def test_what_a_store_holds_belongs_to_roles_of_its_own(pair: tuple[Loaded, Loaded]) -> None:
    for loaded in pair:
        database = str(loaded.store.app.url.database)
        own = {owner_role(database), signer_role(database), rows_role(database)}
        assert loaded.store.admin is not None
        with loaded.store.admin.begin() as connection:
            for owners in (
                "select pg_get_userbyid(relowner) from pg_class where relnamespace::regnamespace::text = any (:schemas)",
                "select pg_get_userbyid(proowner) from pg_proc where pronamespace::regnamespace::text = any (:schemas)",
                "select pg_get_userbyid(nspowner) from pg_namespace where nspname = any (:schemas)",
                "select pg_get_userbyid(typowner) from pg_type where typnamespace::regnamespace::text = any (:schemas)",
            ):
                schemas = {"schemas": ["akses", "audit", "mentah", "inti", "analitik", "peta"]}
                assert set(connection.scalars(sa.text(owners), schemas)) <= own
            members = connection.scalars(
                sa.text("select pg_get_userbyid(member) from pg_auth_members where roleid = cast(:owner as regrole)"),
                {"owner": owner_role(database)},
            ).all()
            assert set(members) <= {"postgres"}


def test_everybody_else_is_kept_out_of_a_prepared_store(pair: tuple[Loaded, Loaded]) -> None:
    for loaded in pair:
        assert loaded.store.admin is not None
        with loaded.store.admin.begin() as connection:
            for right in ("connect", "temporary", "create"):
                open_to_all = "select has_database_privilege('public', current_database(), :right)"
                assert connection.scalar(sa.text(open_to_all), {"right": right}) is False
            assert connection.scalar(sa.text("select has_schema_privilege('public', 'public', 'create')")) is False


def test_two_stores_prepared_at_once_create_the_server_roles_once(cluster: Cluster) -> None:
    first, second = (sa.create_engine(f"postgresql+psycopg{cluster.url().removeprefix('postgresql')}") for _ in range(2))
    with first.connect() as one, second.connect() as other, ThreadPoolExecutor(1) as pool:
        rights.make_role(one, "peran_bersama", "nologin")

        def meanwhile() -> object:
            rights.make_role(other, "peran_bersama", "nologin")
            return other.scalar(sa.text("select 1 from pg_roles where rolname = 'peran_bersama'"))

        found = pool.submit(meanwhile)
        while not one.scalar(sa.text("select 1 from pg_stat_activity where wait_event_type = 'Lock'")):
            time.sleep(0.01)
        one.commit()
        assert found.result(timeout=60) == 1
    for engine in (first, second):
        engine.dispose()


def test_a_preparation_that_fails_leaves_no_session(cluster: Cluster, tmp_path: Path) -> None:
    cluster.create("gagal")
    with psycopg.connect(cluster.url("gagal"), autocommit=True) as connection:
        connection.execute("create schema inti; create table inti.alembic_version as select 'x9'::text as version_num")
    with pytest.raises(Fault) as fault:
        prepare(Settings(home=tmp_path / "home", DATABASE_URL=cluster.url("gagal")))
    assert fault.value.problem is Problem.SCHEMA_NEWER
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("drop database gagal")  # refused while anybody is connected


@pytest.fixture
def account(cluster: Cluster, tmp_path: Path) -> tuple[str, Settings]:
    """A database of the DBA's, and an account that is to prepare it without being a superuser."""
    cluster.create("milik_lain")
    with psycopg.connect(cluster.url("milik_lain"), autocommit=True) as connection:
        connection.execute("create extension postgis")
        connection.execute("create role pemilik_lain login createrole password 'sandi'")
    url = cluster.url("milik_lain", user="pemilik_lain", password="sandi")
    return cluster.url("milik_lain"), Settings(home=tmp_path / "home", DATABASE_URL=url)


def test_an_account_that_cannot_close_the_store_gets_the_lines_for_it(account: tuple[str, Settings]) -> None:
    dba, settings = account
    with pytest.raises(Fault) as fault:
        prepare(settings)
    assert fault.value.problem is Problem.NEEDS_DBA
    lines = str(fault.value).partition(": ")[2]
    assert re.search(r'ALTER DATABASE "milik_lain" OWNER TO "pemilik_lain"', lines)
    with psycopg.connect(dba, autocommit=True) as connection:
        for statement in filter(str.strip, lines.split(";")):
            with suppress(psycopg.errors.DuplicateObject):
                connection.execute(statement)  # type: ignore[call-overload]
    store = prepare(settings)
    prepare(settings).close()
    with store.writing() as connection:
        assert connection.scalar(sa.text("select current_user")) == "bersinar_owner_milik_lain"
        connection.exec_driver_sql("create temporary table x (y int) on commit drop")
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            connection.exec_driver_sql("select * from akses.signing_key")
    with store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.text("select (akses.scope()).role")) == "publik"
    login, password = _gis(store, "punya_lain")
    url = make_url(str(settings.database_url)).set(username=login, password=password)
    _connect(url).close()
    drop_gis_account(store, "punya_lain")
    with pytest.raises(psycopg.OperationalError, match=r"permission denied|not permitted"):
        _connect(url)
    store.close()
