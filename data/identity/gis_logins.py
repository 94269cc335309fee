"""Accounts of GIS clients: a login of the server in the group of readers, each with its own scope."""

import secrets
from datetime import datetime

import psycopg
import sqlalchemy as sa

from data.identity.audit import note_within
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.roles import Act, check_act, granted
from data.store import Store
from data.store.connect import GIS_GROUP
from data.store.rights import let_gis_in, of_another_store, shut_out
from data.store.verifier import verifier_of

PREFIX = "gis_"


def add_gis_account(
    store: Store, name: str, role: str, prefixes: list[str], *, may_write: bool, until: datetime | None, by: str
) -> tuple[str, str]:
    """Make a login, or renew it with another password and scope; returns login and password, which is not stored readably.

    Raises `Fault` for a store that is not shared, a bad name or role, a right to write for a role that sends nothing, a name
    that another store of the server uses, or a region that does not exist.
    """
    if store.kind != "shared" or store.admin is None:
        raise Fault(Problem.GIS_NEEDS_SHARED)
    own = granted(role)
    if may_write:
        check_act(own, Act.SEND)
    login, password = PREFIX + name.lower(), secrets.token_urlsafe(18)
    account = schema.gis_account
    values = {
        "role": role,
        "clearance": int(own.clearance),
        "prefixes": prefixes,
        "may_write": may_write,
        "granted_by": by,
        "granted_at": sa.func.now(),
        "expires_at": until,
    }
    with store.admin.connect() as connection:
        if of_another_store(connection, login):  # a new password would be that store's too
            raise Fault(Problem.GIS_NAME_TAKEN, login=login)
    with store.writing() as connection:
        region = schema.region.c.code
        for prefix in filter(None, prefixes):
            if not connection.scalar(sa.select(region).where(region == prefix)):
                raise Fault(Problem.UNKNOWN_REGION, code=prefix)
        try:
            connection.execute(account.delete().where(account.c.login == login))
            connection.execute(account.insert().values(login=login, **values))
        except sa.exc.IntegrityError:
            raise Fault(Problem.BAD_LOGIN, login=name) from None
        note_within(connection, by, "", "akun", f"buat {login}", peran=role, wilayah=prefixes, menulis=may_write)
    with store.admin.connect() as connection, connection.begin():
        driver = connection.connection.driver_connection
        assert driver is not None
        there = connection.scalar(sa.text("select 1 from pg_roles where rolname = :login"), {"login": login})
        verb = "alter role {} login password {}" if there else "create role {} login nosuperuser nobypassrls password {}"
        words = psycopg.sql.SQL(verb).format(psycopg.sql.Identifier(login), verifier_of(driver, login, password))
        driver.execute(words)
        driver.execute(
            psycopg.sql.SQL("grant {} to {}").format(psycopg.sql.Identifier(GIS_GROUP), psycopg.sql.Identifier(login))
        )
        let_gis_in(connection, store.admin.url.database or "", login)
    return login, password


def drop_gis_account(store: Store, name: str) -> None:
    """Remove a login: it can no longer sign in, and open sessions see nothing."""
    login = PREFIX + name.lower()
    account = schema.gis_account
    with store.writing() as connection:
        if not connection.execute(account.delete().where(account.c.login == login)).rowcount:
            raise Fault(Problem.BAD_LOGIN, login=name)
        note_within(connection, "baris perintah", "", "akun", f"cabut {login}")
    assert store.admin is not None
    with store.admin.connect() as connection, connection.begin():
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(psycopg.sql.SQL("alter role {} nologin").format(psycopg.sql.Identifier(login)))
        shut_out(connection, store.admin.url.database or "", login)
