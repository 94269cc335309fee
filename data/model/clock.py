"""The one clock. Indonesia has three zones: what is shown follows Jakarta, what may be sent follows Jayapura."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")  # WIB, UTC+7: the zone of screens, documents, deadlines and of the store's sessions
_EASTERNMOST = ZoneInfo("Asia/Jayapura")  # WIT, UTC+9: where a day begins first
_stopped: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The current moment, with Jakarta's zone."""
    return (_stopped.get() or datetime.now(UTC)).astimezone(ZONE)


def today() -> date:
    """The current day in Jakarta: for what is shown, for deadlines and for the end of a right."""
    return now().date()


def latest_day() -> date:
    """The current day in Jayapura, the latest in Indonesia: a later date is in the future for every office and is refused."""
    return now().astimezone(_EASTERNMOST).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """A context in which this clock stands at `moment` (with its zone); for tests."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)
