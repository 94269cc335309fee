"""SQL run by hand as the app's login: without proof it learns nothing by any way that PostgreSQL offers."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, ProgrammingError

from data.model import schema
from data.store import Store
from data.store.connect import backend_of
from data.store.scope import Scope, Signer
from tests.people import OF_PERSONS, scope_of
from tests.stores import Loaded

SCHEMAS = ("akses", "audit", "mentah", "inti", "analitik")
TABLES = [table for table in schema.metadata.sorted_tables if table.schema != "akses"]
OF_CHILDREN = ("child", "holders")  # columns of the register of differences that nobody selects
# what somebody without the key can put into the variable; {good} is a token of another connection
PROOFS = ("none", "set by hand", "forged", "expired", "replayed")


@contextmanager
def _by_hand(store: Store, proof: str) -> Iterator[sa.Connection]:
    scope = scope_of("bnn_pusat", "")
    with store.reading(scope) as elsewhere, store.app.connect() as connection, connection.begin():
        backend = backend_of(connection)
        token = {
            "none": "",
            "set by hand": '{"person":"x","role":"sistem","clearance":9,"prefixes":[""],"expires":9999999999}',
            "forged": Signer("00" * 32).sign(scope, backend),
            "expired": store.signer.sign(scope, backend, now=0),
            "replayed": str(elsewhere.scalar(sa.text("select current_setting('akses.token')"))),
        }[proof]
        for name, value in (
            ("akses.token", token),
            ("akses.role", "sistem"),
            ("akses.clearance", "9"),
            ("role.prefixes", "{''}"),
        ):
            connection.execute(sa.text("select set_config(:name, :value, true)"), {"name": name, "value": value})
        yield connection


@pytest.mark.parametrize("proof", PROOFS)
def test_no_table_gives_a_row_by_select_or_by_copy(provinces: Loaded, proof: str) -> None:
    with _by_hand(provinces.store, proof) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        for table in TABLES:
            if table.fullname in OF_PERSONS:  # not to be selected at all
                with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
                    connection.execute(sa.select(sa.func.count()).select_from(table))
                continue
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table
            columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in OF_CHILDREN)
            with driver.cursor() as cursor, cursor.copy(f"copy (select {columns} from {table.fullname}) to stdout") as copied:
                assert list(copied) == [], table


def test_copy_writes_nothing_and_reads_no_file(provinces: Loaded) -> None:
    for statement in (
        "copy analitik.nilai from stdin",
        "copy inti.region to '/tmp/wilayah'",
        "copy (select 1) to program 'cat'",
        "select pg_read_file('postgresql.conf')",
        "select lo_import('/etc/passwd')",
        "create table public.x as select 1",
        "create function public.f() returns int language sql as 'select 1'",
        "set session authorization postgres",
        "set role bersinar_owner",
        "alter table analitik.nilai disable row level security",
        "set row_security = off",
    ):
        with provinces.store.app.connect() as connection:
            if statement == "set row_security = off":  # it may be set, and then every question is refused
                connection.exec_driver_sql(statement)
                with pytest.raises(DBAPIError, match="row-level security"):
                    connection.execute(sa.select(sa.func.count()).select_from(schema.nilai))
                continue
            with pytest.raises(DBAPIError, match=r"permission denied|must be|not permitted|not allowed"):
                connection.exec_driver_sql(statement)


@pytest.mark.parametrize("proof", PROOFS)
def test_no_function_that_the_app_may_call_reveals_or_changes_anything(provinces: Loaded, proof: str) -> None:
    """Every one is called with harmless arguments; one that asks for a name is given one that exists."""
    with provinces.store.writing() as connection:
        found = connection.execute(
            sa.text(
                "select n.nspname || '.' || p.proname as name, p.proargtypes::regtype[]::text[] as types from pg_proc p "
                "join pg_namespace n on n.oid = p.pronamespace "
                "where n.nspname = any (:schemas) and has_function_privilege(:app, p.oid, 'execute') "
                "and p.prorettype <> 'trigger'::regtype and p.provolatile <> 'i'"  # pure ones answer from what is given
            ),
            {"schemas": list(SCHEMAS), "app": provinces.store.app.url.username},
        ).all()
    assert len(found) > 10
    arguments = {"text": "'uji-bnn_pusat-id'", "integer": "1", "bigint": "1", "boolean": "true", "bytea": "'\\x00'"}
    for name, types in found:
        call = f"select * from {name}({', '.join(arguments[kind] for kind in types)})"
        with _by_hand(provinces.store, proof) as connection:
            if name == "audit.catat":
                with pytest.raises(ProgrammingError, match="tanpa wewenang yang terbukti"):
                    connection.exec_driver_sql(call)
                continue
            rows = [tuple(row) for row in connection.exec_driver_sql(call).all()]
            assert all(value in (None, "", False, 0) for row in rows for value in row), (call, rows)


def test_views_statistics_and_other_sessions_reveal_nothing(provinces: Loaded) -> None:
    with _by_hand(provinces.store, "none") as connection:
        counted = connection.scalar(
            sa.text("select count(*) from pg_stats where schemaname = any (:schemas)"), {"schemas": list(SCHEMAS)}
        )
        assert counted == 0, "statistics hold the most frequent values of every column"
    token = None
    with provinces.store.reading(scope_of("bnn_pusat", "")) as other:
        token = str(other.scalar(sa.text("select current_setting('akses.token')")))
        with _by_hand(provinces.store, "none") as connection:
            seen = str(connection.execute(sa.text("select * from pg_stat_activity")).all())
    assert token.partition(".")[2] not in seen
    assert token not in seen
    refused = ["select * from pg_statistic limit 1", "select * from pg_authid limit 1", "select * from pg_shadow limit 1"]
    if provinces.kind == "postgis":
        refused += [f"select * from peta.{name} limit 1" for name in ("desa", "kasus", "fasilitas")]
    for statement in refused:
        with provinces.store.app.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
            connection.exec_driver_sql(statement)


def test_an_error_is_not_raised_by_a_row_that_is_hidden(provinces: Loaded) -> None:
    """A query that fails on a value would reveal that value; policies are applied before anything else may read it."""
    probes = (
        "select region_code::integer from inti.rehab_recap",
        "select 1 / (clients - clients) from inti.rehab_recap",
        "select 1 from inti.rehab_recap where 1 / (clients - 1) > 0",
        "select 1 from analitik.nilai where level = 1 and 1 / (2 - sensitivity) > 5",
    )
    for scope in (Scope.public(), scope_of("bnnk")):
        for probe in probes:
            with provinces.store.reading(scope) as connection:
                assert connection.exec_driver_sql(probe).all() == []
    with pytest.raises(DBAPIError), provinces.store.reading(scope_of("bnn_pusat", "")) as connection:
        connection.exec_driver_sql(probes[1]).all()
