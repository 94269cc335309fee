"""The one clock. Indonesia has three zones: what is shown follows Jakarta, what may be sent follows Jayapura."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")  # WIB, UTC+7: the zone of screens, documents, deadlines and of the store's sessions
_CENTRAL = ZoneInfo("Asia/Makassar")  # WITA, UTC+8
_EASTERNMOST = ZoneInfo("Asia/Jayapura")  # WIT, UTC+9: where a day begins first
# provinces by zone (Keppres 41/1987; provinces made since keep the zone of the one they came from); all others are in WIB
_WITA = ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")
_WIT = ("81", "82", "91", "92", "93", "94", "95", "96")
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


def zones_of(prefixes: Iterable[str]) -> tuple[ZoneInfo, ...]:
    """The zones of regions, from west to east; all three where a prefix is the nation."""
    provinces = {prefix[:2] for prefix in prefixes}
    zones = [zone_of(province) for province in sorted(provinces)]
    every = (ZONE, _CENTRAL, _EASTERNMOST)
    return every if "" in provinces or not zones else tuple(zone for zone in every if zone in zones)


def zone_of(code: str) -> ZoneInfo:
    """The zone of a region's province."""
    return _CENTRAL if code[:2] in _WITA else _EASTERNMOST if code[:2] in _WIT else ZONE


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
