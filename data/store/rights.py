"""Roles of a store, who may connect to it, and what is revoked from everybody else.

The groups `bersinar_owner`, `bersinar_app`, `bersinar_gis`, `bersinar_signer` and `bersinar_rows` belong to the server:
policies and grants name them, and they own nothing. What a store holds belongs to three roles that bear its database's name: an
owner, a signer that has the signing key and the function that checks signatures, and one that has the functions which return
rows about persons. So what is in one store opens no other on the same server.
"""

import logging

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, ProgrammingError

from data.model import schema
from data.model.clock import ZONE
from data.model.errors import Fault, Problem
from data.store.connect import (
    APP_GROUP,
    GIS_GROUP,
    OWNER_ROLE,
    ROWS_ROLE,
    SIGNER_ROLE,
    owner_role,
    rows_role,
    signer_role,
)

_log = logging.getLogger("bersinar")
_GROUPS = (OWNER_ROLE, APP_GROUP, GIS_GROUP, SIGNER_ROLE, ROWS_ROLE)
# functions with more rights than the owner, and the role that owns each
_FUNCTIONS = {
    "akses.scope()": signer_role,
    "akses.submission_parts(bigint, text, integer)": rows_role,
    "akses.agency_of_account()": signer_role,
    "akses.standing_cases(text, text, integer)": rows_role,
    "akses.standing_case(text, text)": rows_role,
}
GIS_CONNECTIONS = 8  # QGIS keeps some open for each project
# a login may lengthen its own time-outs, but not raise the number of its connections
_GIS_SETTINGS = {"statement_timeout": "120s", "idle_in_transaction_session_timeout": "60s", "timezone": ZONE.key}

# Functions that any login may call at first, and that none of ours has to: those of PostGIS print statistics and the extent of
# an index, whatever policies say; locks can fill the server's table of locks; large objects and messages fill its disk.
_STATISTICS = (
    "_postgis_stats", "_postgis_selectivity", "_postgis_join_selectivity", "_postgis_index_extent", "st_estimatedextent",
    "st_findextent", "st_estimated_extent", "st_find_extent",
)  # fmt: skip
NOT_FOR_EVERYBODY = sa.text(
    "select cast(p.oid as regprocedure)::text from pg_proc p where has_function_privilege('public', p.oid, 'execute') and ("
    "p.proname = any (:statistics) or p.pronamespace = 'pg_catalog'::regnamespace and ("
    "p.proname ~ '^pg_(try_)?advisory_' or "
    "p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'pg_logical_emit_message'))) order by 1"
).bindparams(statistics=list(_STATISTICS))


def make_roles(connection: sa.Connection, database: str) -> None:
    """Make the server's groups and this database's roles, and give them what the store holds.

    Raises `ProgrammingError` without the right to.
    """
    quote = connection.dialect.identifier_preparer.quote
    owner, signer, rows = owner_role(database), signer_role(database), rows_role(database)
    for role in (*_GROUPS, owner, signer, rows):
        make_role(connection, role, "nologin nosuperuser nobypassrls")
    belongs = ((OWNER_ROLE, owner), (SIGNER_ROLE, signer), (ROWS_ROLE, rows), (owner, None), (signer, None), (rows, None))
    for role, member in belongs:
        if not connection.scalar(
            sa.text("select pg_has_role(coalesce(cast(:member as name), current_user), :role, 'usage')"),
            {"role": role, "member": member},
        ):
            connection.exec_driver_sql(f"grant {quote(role)} to {quote(member) if member else 'current_user'}")
    held = connection.scalar(sa.text("select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'inti'"))
    if held and held != owner and held.startswith(OWNER_ROLE):  # of an earlier version, or a copy of another store
        connection.exec_driver_sql(f"reassign owned by {quote(held)} to {quote(owner)}")


def make_role(connection: sa.Connection, role: str, attributes: str) -> None:
    """Make a role when absent. Roles belong to the server: another store may be making the same role at this moment."""
    there = sa.text("select 1 from pg_roles where rolname = :role")
    if connection.scalar(there, {"role": role}):
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"create role {connection.dialect.identifier_preparer.quote(role)} {attributes}")
    except (IntegrityError, ProgrammingError):
        if not connection.scalar(there, {"role": role}):
            raise


def close_to_everybody(connection: sa.Connection, database: str) -> None:
    """Let no login but this store's own connect, and none create tables or types.

    Raises `Fault` with lines for the DBA where the account that prepares may not take these rights away.
    """
    quote = connection.dialect.identifier_preparer.quote
    if _open_to_everybody(connection):
        _try(connection, f"revoke all on database {quote(database)} from public")
        _try(connection, "revoke create on schema public from public")
        if _open_to_everybody(connection):
            user = str(connection.scalar(sa.text("select current_user")))
            raise Fault(Problem.NEEDS_DBA, sql=dba_lines(user, database))
    loose = ", ".join(connection.scalars(NOT_FOR_EVERYBODY))
    if loose:
        _try(connection, f"revoke execute on function {loose} from public")
        _try(connection, f"grant execute on function {loose} to {OWNER_ROLE}")
        if connection.scalars(NOT_FOR_EVERYBODY).first():
            _log.warning("for the DBA, in database %s: REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC;", database, loose)
    owner = owner_role(database)
    if not all(_has(connection, owner, right) for right in ("create", "temporary")):
        connection.exec_driver_sql(f"grant create, temporary on database {quote(database)} to {quote(owner)}")
    if _has(connection, OWNER_ROLE, "create"):  # an earlier version gave it to the group
        connection.exec_driver_sql(f"revoke all on database {quote(database)} from {OWNER_ROLE}")


def let_in(connection: sa.Connection, database: str, login: str) -> None:
    """Allow a login to connect to this store."""
    if not _has(connection, login, "connect"):
        quote = connection.dialect.identifier_preparer.quote
        connection.exec_driver_sql(f"grant connect on database {quote(database)} to {quote(login)}")


def shut_out(connection: sa.Connection, database: str, login: str) -> None:
    """Revoke a login's right to connect to this store."""
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"revoke connect on database {quote(database)} from {quote(login)}")


def of_another_store(connection: sa.Connection, login: str) -> bool:
    """Whether a login may connect to another database of the server by a grant of its own."""
    found = sa.text(
        "select exists (select 1 from pg_database d, aclexplode(d.datacl) g join pg_roles r on r.oid = g.grantee "
        "where r.rolname = :login and d.datname <> current_database())"
    )
    return bool(connection.scalar(found, {"login": login}))


def let_gis_in(connection: sa.Connection, database: str, login: str) -> None:
    """Allow a GIS client to connect, with few connections and short time-outs."""
    let_in(connection, database, login)
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"alter role {quote(login)} connection limit {GIS_CONNECTIONS}")
    for name, value in _GIS_SETTINGS.items():
        connection.exec_driver_sql(f"alter role {quote(login)} in database {quote(database)} set {name} = '{value}'")


def let_known_gis_in(connection: sa.Connection, database: str) -> None:
    """Allow all logins of GIS clients with an account in this store."""
    account = schema.gis_account.c.login
    connection.execute(sa.text("select set_config('role', :role, true)"), {"role": owner_role(database)})
    logins = connection.scalars(sa.select(account)).all()
    connection.exec_driver_sql("set local role none")
    for login in logins:
        if connection.scalar(sa.text("select 1 from pg_roles where rolname = :login"), {"login": login}):
            try:
                with connection.begin_nested():
                    let_gis_in(connection, database, login)
            except ProgrammingError:  # another account made it: a start must not wait for that
                _log.warning("for the DBA: GRANT %s TO CURRENT_USER WITH ADMIN OPTION; then start again", login)


def guard_signing_key(connection: sa.Connection, database: str) -> None:
    """Give the key to the signer: the owner of everything else cannot read it."""
    signer = signer_role(database)
    held = connection.scalar(
        sa.text("select pg_get_userbyid(relowner) from pg_class where oid = 'akses.signing_key'::regclass")
    )
    if held == signer:
        return
    role = connection.dialect.identifier_preparer.quote(signer)
    connection.exec_driver_sql(f"grant usage, create on schema akses to {role}")
    connection.exec_driver_sql(f"alter table akses.signing_key owner to {role}")
    connection.exec_driver_sql(f"revoke create on schema akses from {role}")


def lend_functions(connection: sa.Connection, database: str) -> None:
    """Give the owner these functions until the end of the migrations, which it runs, to replace them."""
    owner = owner_role(database)
    for name in _FUNCTIONS:
        if _owner_of(connection, name) not in (None, owner):
            connection.exec_driver_sql(f"alter function {name} owner to {connection.dialect.identifier_preparer.quote(owner)}")


def hand_out_functions(connection: sa.Connection, database: str) -> None:
    """Give each function that needs more rights than the owner has to its own role, which can create nothing."""
    for name, role_of in _FUNCTIONS.items():
        if _owner_of(connection, name) in (None, role_of(database)):
            continue
        role = connection.dialect.identifier_preparer.quote(role_of(database))
        connection.exec_driver_sql(f"grant create on schema akses to {role}")
        connection.exec_driver_sql(f"alter function {name} owner to {role}")
        connection.exec_driver_sql(f"revoke create on schema akses from {role}")


def _owner_of(connection: sa.Connection, function: str) -> str | None:
    found = sa.text("select pg_get_userbyid(proowner) from pg_proc where oid = to_regprocedure(:name)")
    return connection.scalar(found, {"name": function})


def forget_statistics(connection: sa.Connection) -> None:
    """Drop statistics that an older version collected of columns that keep none now; only a superuser may."""
    _try(
        connection,
        "delete from pg_statistic s using pg_attribute a where a.attrelid = s.starelid and a.attnum = s.staattnum "
        "and a.attstattarget = 0 and a.attrelid in (select oid from pg_class where relnamespace::regnamespace::text "
        "in ('akses', 'audit', 'mentah', 'inti', 'analitik'))",
    )


def dba_lines(user: str, database: str) -> str:
    """The lines that an account with more rights runs once, so that `user` may prepare the store."""
    return (
        f"CREATE EXTENSION IF NOT EXISTS postgis; {' '.join(f'CREATE ROLE {group};' for group in _GROUPS)} "
        f'GRANT {", ".join(_GROUPS)} TO "{user}" WITH ADMIN OPTION; ALTER ROLE "{user}" CREATEROLE; '
        f'ALTER DATABASE "{database}" OWNER TO "{user}"; REVOKE CREATE ON SCHEMA public FROM PUBLIC;'
    )


def _try(connection: sa.Connection, statement: str) -> None:
    """Run a statement for which some accounts that prepare lack the right; where it matters, the caller checks the result."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(statement)
    except ProgrammingError:
        pass


def _has(connection: sa.Connection, role: str, right: str) -> bool:
    found = sa.text("select has_database_privilege(:role, current_database(), :right)")
    return bool(connection.scalar(found, {"role": role, "right": right}))


def _open_to_everybody(connection: sa.Connection) -> bool:
    schema_open = connection.scalar(sa.text("select has_schema_privilege('public', 'public', 'create')"))
    return bool(schema_open) or any(_has(connection, "public", right) for right in ("connect", "temporary", "create"))
