"""Connections. Reading goes through the app's role under a signed scope; writing through the owner's."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from psycopg.pq import Format
from sqlalchemy.engine import URL

from data.model.clock import ZONE
from data.model.errors import Fault, Problem
from data.model.settings import Settings, parse_url, read_settings
from data.store import embedded
from data.store.driver_errors import explained
from data.store.scope import Scope, Signer
from data.store.secrets import Secrets, read_secrets

OWNER_ROLE = "bersinar_owner"
SIGNER_ROLE = "bersinar_signer"
ROWS_ROLE = "bersinar_rows"
APP_GROUP = "bersinar_app"
GIS_GROUP = "bersinar_gis"
BYTES = {"as_bytes": True}  # execution options of a statement that answers with large columns of bytes
_LONGEST_NAME = 63
LONGEST_WAIT_S = 600  # to wait for another transaction's lock: a national refresh holds the facts for minutes
_LONGEST_WRITE_S = 6 * 3600  # a load takes longer than a page's token lives; it ends with its transaction
_LONGEST_WAIT_S = 10  # to wait for a connection while all are in use
_ZONE = f"-c timezone={ZONE.key}"  # `current_date` and days out of moments, whatever the server is set to
# the last column is made after the others are set
_PROVE = sa.text(
    "select to_jsonb(akses.scope()) from "
    "(select set_config('transaction_read_only', 'on', true), set_config('akses.token', :token, true) offset 0) as proof"
)


def app_login(database: str) -> str:
    """Name of the app's login in one database; roles are shared by all databases of a server."""
    return _in_group(APP_GROUP, database)


def owner_role(database: str) -> str:
    """Name of the role that owns a store's tables."""
    return _in_group(OWNER_ROLE, database)


def signer_role(database: str) -> str:
    """Name of the role that owns a store's signing key and the function that checks signatures."""
    return _in_group(SIGNER_ROLE, database)


def rows_role(database: str) -> str:
    """Name of the role that owns a store's functions which return rows about persons."""
    return _in_group(ROWS_ROLE, database)


def _in_group(group: str, database: str) -> str:
    """Name of a database's role, at most 63 bytes, because PostgreSQL cuts longer ones off and databases would share roles."""
    name = f"{group}_{database}"
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name.encode()[: _LONGEST_NAME - 9].decode(errors='ignore')}_{mark}"


def _says(worth: dict[str, Any] | None, scope: Scope) -> bool:
    """Whether the database's answer matches role, clearance and regions of `scope`."""
    if worth is None:
        return False
    regions = set(worth["prefixes"]) == set(scope.prefixes)
    return regions and (worth["role"], worth["clearance"]) == (scope.role, int(scope.clearance))


def backend_of(connection: sa.Connection) -> int:
    """Number of the server process behind a connection; the driver knows it without a query."""
    driver: Any = connection.connection.driver_connection
    return int(driver.info.backend_pid)


@dataclass(frozen=True)
class Recipe:
    """What another process of ours needs to open the same store: never written anywhere, never shown."""

    kind: str
    app: URL = field(repr=False)
    admin: URL | None = field(repr=False)
    signer: Signer = field(repr=False)
    name: str
    factor_key: str = field(repr=False)
    cookie_key: str = field(repr=False)


@dataclass(frozen=True)
class Store:
    """An open store.

    `admin` is ``None`` where only the app's login is known; then nothing can be written. `factor_key` encrypts second factors,
    `cookie_key` signs cookies and addresses; neither is in the store itself.
    """

    kind: str
    app: sa.Engine
    admin: sa.Engine | None
    signer: Signer
    name: str
    factor_key: str = field(repr=False)
    cookie_key: str = field(repr=False)

    @property
    def recipe(self) -> Recipe:
        """For `open_recipe` in another process."""
        admin = self.admin.url if self.admin is not None else None
        return Recipe(self.kind, self.app.url, admin, self.signer, self.name, self.factor_key, self.cookie_key)

    @contextmanager
    def reading(self, scope: Scope) -> Iterator[sa.Connection]:
        """A read-only transaction in which the database knows who asks.

        Raises `Fault` where the database's answer about the person differs from `scope`, under which answers are cached.
        """
        with explained(self.app.url), self.app.connect() as connection, connection.begin():
            worth = connection.scalar(_PROVE, {"token": self.signer.sign(scope, backend_of(connection))})
            if scope.kind in ("akun", "api") and not _says(worth, scope):
                raise Fault(Problem.RIGHTS_CHANGED)
            yield connection

    @contextmanager
    def acting(self, scope: Scope) -> Iterator[sa.Connection]:
        """A transaction of the app's login that may call the functions which note acts; it can write nothing itself."""
        with explained(self.app.url), self.app.connect() as connection, connection.begin():
            token = self.signer.sign(scope, backend_of(connection))
            connection.execute(sa.text("select set_config('akses.token', :token, true)"), {"token": token})
            yield connection

    @contextmanager
    def writing(self, *, one_moment: bool = False) -> Iterator[sa.Connection]:
        """A transaction of the owner with the system's scope, for loads and jobs. Raises `Fault` without owner.

        With `one_moment` all its queries see the store as it was at the first.
        """
        if self.admin is None:
            raise Fault(Problem.NEEDS_DBA, sql=f"GRANT {owner_role(self.app.url.database or '')} TO ...;")
        engine = self.admin.execution_options(isolation_level="REPEATABLE READ") if one_moment else self.admin
        with explained(self.admin.url), engine.connect() as connection, connection.begin():
            role = {"role": owner_role(self.admin.url.database or "")}
            connection.execute(sa.text("select set_config('role', :role, true)"), role)
            token = self.signer.sign(Scope.system(), backend_of(connection), seconds=_LONGEST_WRITE_S)
            connection.execute(sa.text("select set_config('akses.token', :token, true)"), {"token": token})
            yield connection

    def check(self) -> None:
        """Raises `Fault` within moments where what every page reads does not answer: no server, no rights, a locked table."""
        with self.reading(Scope.public()) as connection:
            connection.execute(sa.text("set local lock_timeout = '1s'"))
            connection.execute(sa.text("set local statement_timeout = '3s'"))
            connection.execute(
                sa.text(
                    "select (select version from analitik.data_version), exists (select from analitik.nilai), "
                    "exists (select from inti.region), exists (select from inti.boundary_version)"
                )
            )

    def close(self) -> None:
        """Close all connections."""
        self.app.dispose()
        if self.admin is not None:
            self.admin.dispose()


def admin_engine(url: URL, settings: Settings) -> sa.Engine:
    """Engine of the account that prepares and loads the store; no statement time-out but for waiting, few connections.

    Its sessions know the earliest year of facts (`data.facts.days`), so that every refresh goes by the same setting.
    """
    known = f"-c lock_timeout={LONGEST_WAIT_S}s -c bersinar.first_year={settings.first_year} {_ZONE}"
    arguments = {"connect_timeout": 8, "options": known}
    return sa.create_engine(url, pool_size=2, pool_pre_ping=True, connect_args=arguments, hide_parameters=True)


def app_engine(url: URL, settings: Settings) -> sa.Engine:
    """Engine of the app: pooled, tested before use, every statement limited in time."""
    limit = settings.statement_timeout_ms
    engine = sa.create_engine(
        url,
        pool_size=settings.pool_size,
        max_overflow=settings.pool_size,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_timeout=_LONGEST_WAIT_S,
        hide_parameters=True,  # errors in a log hold no values
        connect_args={
            "connect_timeout": 8,
            # a locked table is a different fault than a query that takes too long
            "options": f"-c statement_timeout={limit} -c lock_timeout={limit // 2} "
            f"-c idle_in_transaction_session_timeout={4 * limit} -c jit=off "
            # a plan for any value would not know how few rows a region code leaves
            f"-c work_mem=16MB -c plan_cache_mode=force_custom_plan {_ZONE}",
        },
    )
    sa.event.listen(engine, "before_cursor_execute", _as_bytes)
    return engine


def _as_bytes(_connection: object, cursor: Any, _statement: str, _values: object, context: Any, _many: bool) -> None:
    """Receive bytes as they are where a statement asks for it (`BYTES`), else as hexadecimal digits, twice as long."""
    if context is not None and context.execution_options.get("as_bytes"):
        cursor.format = Format.BINARY


def locate(settings: Settings) -> URL:
    """URL of the account that may prepare the store; starts the embedded server when no other is named."""
    return settings.admin_url or embedded.start(settings.home, settings.database)


def store_name(url: URL, *, shared: bool) -> str:
    """Key of a store in the secrets file: a shared one by its address, an embedded one by its database."""
    if shared and url.host:
        return f"{url.host}:{url.port or ''}/{url.database}"
    usual = shared or url.database == Settings.model_fields["database"].default
    return "embedded" if usual else f"embedded/{url.database}"


def open_store(settings: Settings) -> Store:
    """Open a store that was prepared before. Raises `Fault` when it was not, or cannot be reached."""
    if settings.app_url and not settings.database_url:
        url = parse_url(settings.app_url)
        secrets = read_secrets(settings.home, store_name(url, shared=True))
        if secrets is None:
            raise Fault(Problem.SECRETS_MISSING, file=settings.home / "secrets.json")
        return Store(
            "shared",
            app_engine(url, settings),
            None,
            Signer(secrets.signing_key, settings.token_seconds),
            store_name(url, shared=True),
            secrets.factor_key,
            _cookie_key(secrets, settings),
        )
    url = locate(settings)
    kind = "shared" if settings.is_shared else "embedded"
    name = store_name(url, shared=settings.is_shared)
    secrets = read_secrets(settings.home, name)
    if secrets is None:
        raise Fault(Problem.NOT_PREPARED, host=url.host or "lokal")
    login = url.set(username=app_login(url.database or ""), password=secrets.app_password)
    return Store(
        kind,
        app_engine(login, settings),
        admin_engine(url, settings),
        Signer(secrets.signing_key, settings.token_seconds),
        name,
        secrets.factor_key,
        _cookie_key(secrets, settings),
    )


def open_recipe(recipe: Recipe) -> Store:
    """Open a store that another process of ours has open."""
    settings = read_settings()
    return Store(
        recipe.kind,
        app_engine(recipe.app, settings),
        admin_engine(recipe.admin, settings) if recipe.admin is not None else None,
        recipe.signer,
        recipe.name,
        recipe.factor_key,
        recipe.cookie_key,
    )


def _cookie_key(secrets: Secrets, settings: Settings) -> str:
    """The key of cookies, never an empty one: with that anybody could sign a cookie."""
    if not secrets.cookie_key:
        raise Fault(Problem.COOKIE_KEY_MISSING, file=settings.home / "secrets.json")
    return secrets.cookie_key
