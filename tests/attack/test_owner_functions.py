"""Functions that run with their owner's rights use nothing that their caller supplies."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.exc import ProgrammingError

from data.store import Store
from data.store.connect import owner_role, signer_role
from data.store.prepare import prepare
from data.store.rights import NOT_FOR_EVERYBODY
from data.store.scope import Scope
from tests.conftest import KINDS
from tests.stores import Run

OURS = ("akses", "audit", "mentah", "inti", "analitik", "peta")
# Takes the place of a type inside a function: its CHECK runs with the function's rights and leaves what it finds in a variable.
ATTACK = """
    create function pg_temp.loot(pg_catalog.text) returns boolean language plpgsql as $$
    begin
        perform set_config('x.loot', current_user || ':' || encode(inner_pad, 'hex'), false) from akses.signing_key;
        return true;
    end $$;
    create domain pg_temp.text as pg_catalog.text check (pg_temp.loot(value))
"""


@pytest.fixture(scope="module", params=KINDS)
def store(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A prepared store of its own: rights are changed in it."""
    store = prepare(run.copy(request.param, "kosong", tmp_path_factory.mktemp("attack") / "home"))
    yield store
    store.close()


def _admin(store: Store, *statements: str) -> None:
    assert store.admin is not None
    with store.admin.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _attack(store: Store) -> str:
    """What the app's own login, with no token that counts, gets out of `akses.scope()`."""
    with psycopg.connect(store.app.url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        connection.execute(ATTACK)
        connection.execute("select set_config('akses.token', repeat('x', 80), false)")
        connection.execute("select akses.scope()")
        return str(connection.execute("select current_setting('x.loot', true)").fetchone()[0] or "")


def test_a_type_of_the_callers_own_is_never_used_inside_a_function(store: Store) -> None:
    database, login = str(store.app.url.database), str(store.app.url.username)
    _admin(store, f"grant temporary on database {database} to {login}")  # what everybody has unless it is taken away
    try:
        assert _attack(store) == "", "the attack ran inside the function"
        # and the attack is one: as the functions were before, it reads the signing key
        _admin(store, "alter function akses.scope() set search_path = pg_catalog")
        assert re.fullmatch(f"{signer_role(database)}:[0-9a-f]{{128}}", _attack(store))
        _admin(store, f"alter function akses.scope() owner to {owner_role(database)}")
        with pytest.raises(errors.InsufficientPrivilege, match="signing_key"):  # the owner of all else does not read it
            _attack(store)
    finally:
        _admin(
            store,
            f"alter function akses.scope() owner to {signer_role(database)}",
            "alter function akses.scope() set search_path = pg_catalog, pg_temp",
            f"revoke temporary on database {database} from {login}",
        )


def test_every_function_with_its_owners_rights_names_where_it_looks(store: Store) -> None:
    with store.writing() as connection:
        found = connection.execute(
            sa.text(
                "select p.oid::regprocedure::text, (select c from unnest(p.proconfig) c where c like 'search_path=%') "
                "from pg_proc p where p.prosecdef and p.pronamespace <> 'pg_catalog'::regnamespace "
                "and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')"
            )
        ).all()
    assert len(found) >= 15
    assert {path for _, path in found} == {"search_path=pg_catalog, pg_temp"}, found


def test_no_path_of_our_functions_leaves_temporary_names_first(store: Store) -> None:
    with store.writing() as connection:
        loose = connection.execute(
            sa.text(
                "select p.oid::regprocedure::text, c from pg_proc p, unnest(p.proconfig) c where c like 'search_path=%' "
                "and c !~ ', pg_temp$' and p.pronamespace::regnamespace::text = any (:schemas)"
            ),
            {"schemas": list(OURS)},
        ).all()
    assert loose == []


@pytest.mark.parametrize(
    "statement",
    [
        "create temporary table x (y int)", "create domain pg_temp.text as pg_catalog.text",
        "create function pg_temp.f() returns int language sql as 'select 1'", "create table public.x (y int)",
        "create function public.f() returns int language sql as 'select 1'", "create schema x",
    ],
)  # fmt: skip
def test_the_apps_login_makes_nothing_anywhere(store: Store, statement: str) -> None:
    with store.app.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.exec_driver_sql(statement)


def test_the_signing_key_is_read_and_changed_by_its_functions_owner_alone(store: Store) -> None:
    owner, signer = (role(str(store.app.url.database)) for role in (owner_role, signer_role))
    tries = (
        "select * from akses.signing_key", "delete from akses.signing_key", f"set local role {signer}",
        f"grant {signer} to {owner}", "grant select on akses.signing_key to public", f"reassign owned by {signer} to {owner}",
        "alter table akses.signing_key disable row level security",
        "create or replace function akses.scope() returns akses.scope_record language sql as 'select null::akses.scope_record'",
    )  # fmt: skip
    for statement in tries:
        with store.writing() as connection:
            # what runs inside a function of the owner's has no other role to go back to
            connection.exec_driver_sql(f"set local session authorization {owner}")
            with pytest.raises(ProgrammingError, match=r"permission denied|must"), connection.begin_nested():
                connection.exec_driver_sql(statement)
    with store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.text("select (akses.scope()).role")) == "publik"


def test_what_the_apps_login_may_call_is_listed_one_by_one(store: Store) -> None:
    """A new function is nobody's until it stands here."""
    anybody = {"inti.little_endian(bytea)", "inti.point_of(double precision,double precision)"}  # pure
    placing = {"inti.meeting_is_frozen()", "inti.place_point()", "inti.know_regency()", "inti.check_entered()"}  # triggers
    app = {
        "akses.scope()", "akses.password_salt(text)", "akses.name_delay(text)", "akses.sign_in(text,bytea,text)",
        "akses.count_code_try()", "akses.account()", "akses.account_of_session(bytea)", "akses.note_entry()",
        "akses.open_session(bytea,integer,integer)", "akses.end_session(bytea)", "akses.end_sessions()",
        "akses.sealed_factor()", "akses.api_token_record(bytea)", "akses.sso_account(text,text)",
        "akses.change_password(text,bytea)", "akses.set_second_factor(bytea,bigint)", "akses.use_code(bigint)",
        "akses.submission_parts(bigint,text,integer)",
        "akses.agency_of_account()", "akses.standing_case(text,text)", "akses.standing_cases(text,text,integer)",
        "akses.people_below()", "audit.catat(text,text,text,text,text)",
        "audit.segel_semua()",
    }  # fmt: skip
    assert _may_call(store, "public") - placing - anybody == set()
    assert _may_call(store, str(store.app.url.username)) - placing - anybody == app
    assert _may_call(store, "bersinar_gis") - placing - anybody <= {"akses.gis_scope()", "akses.gis_may_write()"}


def _may_call(store: Store, role: str) -> set[str]:
    """Our functions and those in `public` that no extension brought."""
    with store.writing() as connection:
        return set(
            connection.scalars(
                sa.text(
                    "select p.oid::regprocedure::text from pg_proc p where has_function_privilege(:role, p.oid, 'execute') "
                    "and (p.pronamespace::regnamespace::text = any (:schemas) or p.pronamespace = 'public'::regnamespace "
                    "and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e'))"
                ),
                {"role": role, "schemas": list(OURS)},
            )
        )


# What PostgreSQL and PostGIS could offer everybody, by what it gives away. Functions of replication look for the right inside.
DENIED = {
    "files and programs": r"^(pg_read_(binary_)?file$|pg_ls_|pg_stat_file|lo_(im|ex)port|pg_file_|pg_current_logfile|pg_hba)",
    "statistics of columns": r"^(_?postgis_stats|_postgis_.*(selectivity|index_extent)|st_estimated_?extent|st_find_?extent)",
    "statistics to be made up": r"^pg_stat_reset|^pg_stat_statements",
    "locks of everybody": r"^pg_(try_)?advisory_",
    "space without end": r"^(lo_creat|lo_create|lo_from_bytea|pg_logical_emit_message)$",
    "the server": r"^pg_(reload|rotate_logfile$|promote|switch|create_restore|(start_|stop_)?backup|log_backend|wal_replay_)",
    "other databases": r"^(dblink|postgres_fdw|file_fdw|pg_execute_server)",
}


@pytest.mark.parametrize("group", DENIED)
def test_nothing_of_the_server_or_postgis_that_gives_away_is_callable(store: Store, group: str) -> None:
    with store.writing() as connection:
        for role in ("public", str(store.app.url.username), "bersinar_gis"):
            found = connection.scalars(
                sa.text(
                    "select p.oid::regprocedure::text from pg_proc p where p.proname ~ :names "
                    "and p.prorettype <> 'trigger'::regtype and has_function_privilege(:role, p.oid, 'execute')"
                ),
                {"names": DENIED[group], "role": role},
            ).all()
            assert found == [], (role, found)
        assert connection.scalars(NOT_FOR_EVERYBODY).all() == []


def test_a_prepared_store_stays_closed_when_it_is_prepared_again(run: Run, tmp_path: Path) -> None:
    settings = run.copy("postgis", "kosong", tmp_path / "home")
    prepare(settings).close()
    store = prepare(settings)
    with store.app.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.exec_driver_sql("create temporary table x (y int)")
    store.close()
