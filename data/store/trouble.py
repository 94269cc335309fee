"""Turn what the driver says into a `Fault` that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from data.errors import Fault, Problem


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Raise faults in place of connection errors to `url`; other errors pass unchanged."""
    try:
        yield
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
    if isinstance(cause, errors.LockNotAvailable | errors.DeadlockDetected):
        return Fault(Problem.STORE_BUSY)
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
