"""Prepares a store: roles, migrations, keys. Safe to run again; concurrent runs wait for each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import errors, sql
from sqlalchemy.exc import DBAPIError, ProgrammingError

from data.model import schema
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.store import rights
from data.store.connect import (
    APP_GROUP,
    Store,
    admin_engine,
    app_login,
    locate,
    open_store,
    owner_role,
    signer_role,
    store_name,
)
from data.store.driver_errors import explained
from data.store.locks import take_turn_at_preparing
from data.store.scope import pads
from data.store.secrets import Secrets, completed, keep_secrets, new_secrets, read_secrets
from data.store.verifier import verifier_of

OLDEST_SERVER = 150000


def prepare(settings: Settings, *, new_keys: bool = False) -> Store:
    """Bring the store up to this code's schema and open it.

    `new_keys` replaces the app's password and the signing key. Raises `Fault` for a server that is too old, lacks
    PostGIS, does not let us prepare it, or holds a schema newer than this code.
    """
    if settings.app_url and not settings.database_url:
        store = open_store(settings)
        with explained(store.app.url), store.app.connect() as connection:
            if _check_schema(connection) != _head():
                raise Fault(Problem.SCHEMA_OLDER)
        return store
    url = locate(settings)
    engine = admin_engine(url, settings)
    try:
        with explained(url), _rights(url), engine.connect() as connection, connection.begin():
            _bring_up(connection, url, settings, new_keys=new_keys)
    finally:
        engine.dispose()
    return open_store(settings)


def _bring_up(connection: sa.Connection, url: sa.URL, settings: Settings, *, new_keys: bool) -> None:
    shared = settings.is_shared
    name = store_name(url, shared=shared)
    database = url.database or ""
    _check_server(connection, url.host or "lokal", shared=shared)
    try:
        take_turn_at_preparing(connection)
        found = _check_schema(connection)
        _make_roles(connection, database, shared=shared)
        if found != _head():
            rights.lend_functions(connection, database)
    except ProgrammingError as error:
        raise Fault(Problem.NEEDS_DBA, sql=rights.dba_lines(url.username or "", database)) from error
    before = connection.scalar(sa.text("show search_path"))
    _become(connection, owner_role(database))
    connection.execute(sa.text("create schema if not exists inti"))
    connection.execute(sa.text("set local search_path = inti, public"))
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _become(connection, "none")
    connection.execute(sa.text("select set_config('search_path', :before, true)"), {"before": before})
    _settle(connection, database)
    secrets = read_secrets(settings.home, name)
    known = connection.scalar(sa.text("select 1 from pg_roles where rolname = :login"), {"login": app_login(database)})
    if secrets is None and known and shared and not new_keys:
        raise Fault(Problem.SECRETS_MISSING, file=settings.home / "secrets.json")
    if secrets is None or new_keys:
        secrets = new_secrets(secrets)
    secrets = completed(secrets)
    _make_login(connection, database, secrets)
    _set_key(connection, database, secrets)
    keep_secrets(settings.home, name, secrets)  # before others take their turn: they would not find the tables


@contextmanager
def _rights(url: sa.URL) -> Iterator[None]:
    """A context in which lacking rights become a `Fault` with the lines that would grant them."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        if not isinstance(error.orig if isinstance(error, DBAPIError) else error, errors.InsufficientPrivilege):
            raise
        raise Fault(Problem.NEEDS_DBA, sql=rights.dba_lines(url.username or "", url.database or "")) from error


def _check_server(connection: sa.Connection, host: str, *, shared: bool) -> None:
    version = int(connection.scalar(sa.text("show server_version_num")) or 0)
    if version < OLDEST_SERVER:
        raise Fault(Problem.SERVER_TOO_OLD, found=version // 10000)
    if shared:
        offered = connection.scalar(sa.text("select 1 from pg_available_extensions where name = 'postgis'"))
        if not offered:
            raise Fault(Problem.NO_POSTGIS, host=host, major=version // 10000)


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _head() -> str | None:
    return ScriptDirectory.from_config(_alembic()).get_current_head()


def _check_schema(connection: sa.Connection) -> str | None:
    """The store's revision; raises `Fault` when this code does not know it."""
    context = MigrationContext.configure(connection, opts={"version_table_schema": "inti"})
    found = context.get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if found is not None and found not in known:
        raise Fault(Problem.SCHEMA_NEWER, found=found)
    return found


def revision(connection: sa.Connection) -> str:
    """The schema revision of an open store."""
    return str(connection.scalar(sa.text("select version_num from inti.alembic_version")))


def _make_roles(connection: sa.Connection, database: str, *, shared: bool) -> None:
    rights.make_roles(connection, database)
    if shared:
        connection.execute(sa.text("create extension if not exists postgis"))
        _let_index_serve_policies(connection)
    rights.close_to_everybody(connection, database)


def _settle(connection: sa.Connection, database: str) -> None:
    """Make the changes that no migration can make, because the owner, who runs them, has no right to them."""
    rights.guard_signing_key(connection, database)
    rights.hand_out_functions(connection, database)
    rights.forget_statistics(connection)
    rights.let_known_gis_in(connection, database)


def _become(connection: sa.Connection, role: str) -> None:
    """Give the rest of the transaction the rights of `role`; with ``none``, again those of the account that signed in."""
    connection.execute(sa.text("select set_config('role', :role, true)"), {"role": role})


def _let_index_serve_policies(connection: sa.Connection) -> None:
    """Under row-level security only leakproof operators may use an index, and PostGIS marks none of its own.

    `&&` compares two boxes and never fails, so it reveals nothing of a row. Only a superuser may mark it; without the mark GIS
    clients get the same rows, slower.
    """
    try:
        with connection.begin_nested():
            connection.execute(sa.text("alter function geometry_overlaps(geometry, geometry) leakproof"))
    except ProgrammingError:
        pass


def _make_login(connection: sa.Connection, database: str, secrets: Secrets) -> None:
    login = app_login(database)
    rights.make_role(connection, login, f"login nosuperuser nobypassrls in role {APP_GROUP}")
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(
        sql.SQL("alter role {} password {}").format(sql.Identifier(login), verifier_of(driver, login, secrets.app_password))
    )
    rights.let_in(connection, database, login)


def _set_key(connection: sa.Connection, database: str, secrets: Secrets) -> None:
    _become(connection, signer_role(database))
    inner, outer = pads(secrets.signing_key)
    key = schema.signing_key
    current = sa.select(key.c.id).where(key.c.retired_at.is_(None), key.c.inner_pad == inner)
    if connection.scalar(current) is None:
        connection.execute(key.update().values(retired_at=sa.func.now()).where(key.c.retired_at.is_(None)))
        connection.execute(key.insert().values(inner_pad=inner, outer_pad=outer))
