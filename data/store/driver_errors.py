"""Turns errors of the driver into a `Fault` that says what to do."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import errors
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from data.model.errors import Fault, Problem

_LITTLE = 20_000_000  # bytes


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Raise faults in place of connection errors to `url`; other errors pass unchanged."""
    try:
        yield
    except NoConnection as error:  # all connections of the pool are in use
        raise Fault(Problem.STORE_BUSY) from error
    except (DBAPIError, psycopg.Error) as error:
        fault = explain(error, url)
        if fault is None:
            raise
        raise fault from error


def explain(error: DBAPIError | psycopg.Error, url: URL) -> Fault | None:
    """The fault for a driver error, or ``None`` when it is a bug of ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    host = f"{url.host or 'lokal'}:{url.port or 5432}"
    text = str(cause)
    if isinstance(cause, errors.QueryCanceled):
        return Fault(Problem.SLOW_QUERY)
    if (
        isinstance(cause, errors.LockNotAvailable | errors.DeadlockDetected | errors.TooManyConnections)
        or "too many connections" in text
    ):
        return Fault(Problem.STORE_BUSY)
    if isinstance(cause, errors.ReadOnlySqlTransaction):
        return Fault(Problem.STORE_READ_ONLY)
    if "permission denied for database" in text:
        return Fault(Problem.NO_RIGHTS, host=host, what=f"basis data {url.database}")
    if isinstance(cause, errors.DiskFull):
        return Fault(Problem.NO_DISK, where=host, need="ruang tambahan")
    if isinstance(cause, errors.InvalidPassword) or "password authentication failed" in text or "no password supplied" in text:
        return Fault(Problem.WRONG_PASSWORD, host=host)
    if isinstance(cause, errors.InvalidCatalogName) or (f'database "{url.database}" does not exist' in text):
        return Fault(Problem.NO_DATABASE, database=url.database, host=host)
    if isinstance(cause, errors.AdminShutdown | errors.CrashShutdown | errors.CannotConnectNow):
        return Fault(Problem.STORE_LOST)
    if isinstance(cause, psycopg.OperationalError):
        lost = isinstance(error, OperationalError) and error.connection_invalidated
        return Fault(Problem.STORE_LOST) if lost else Fault(Problem.UNREACHABLE, host=host)
    return None


@contextmanager
def room(home: Path | None = None) -> Iterator[None]:
    """A full disk as a `Fault` that names the folder: the temporary one, the store's, or where `home` is."""
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        if (fault := no_room(error, home)) is None:
            raise
        raise fault from error


def no_room(error: Exception, home: Path | None = None) -> Fault | None:
    """The fault for an error that a full disk made, also where a library says so in its own words; else ``None``."""
    words = str(error)
    if "usable temporary directory" in words:
        return Fault(Problem.NO_TEMPORARY, where=os.environ.get("TMPDIR", "/tmp"))  # noqa: S108
    if getattr(error, "errno", None) not in (errno.ENOSPC, errno.EDQUOT) and "No space left on device" not in words:
        return None
    temporary = Path(tempfile.gettempdir())
    named = getattr(error, "filename", None)
    named = named if isinstance(named, str | os.PathLike) else None  # the number of an open file names no folder
    if Path(named).is_relative_to(temporary) if named else shutil.disk_usage(temporary).free < _LITTLE:
        return Fault(Problem.NO_TEMPORARY, where=temporary)
    return Fault(Problem.NO_DISK, where=named or home or Path.cwd(), need="ruang tambahan")
