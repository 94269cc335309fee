"""The cookie of a local account: signed, short-lived, unreadable to scripts. The session it proves ends in the store."""

from itsdangerous import BadSignature

from dashboard.web.signing import timed
from data.identity import people
from data.identity.people import Person
from data.model.settings import Settings
from data.store import Store

COOKIE = "bersinar_sesi"


def issue(store: Store, person: Person, hours: float) -> str:
    """Value of the cookie for somebody who just signed in, with a new session behind it. Raises `Fault`."""
    return timed(store, COOKIE).dumps([person.username, people.open_session(store, person, hours)])


def person_of(store: Store, settings: Settings, cookie: str | None) -> Person | None:
    """The person behind a cookie, with its current rights; ``None`` when it is missing, forged, too old or ended."""
    proof = _proof(store, settings, cookie)
    return people.find_session(store, *proof) if proof else None


def end(store: Store, settings: Settings, cookie: str | None) -> None:
    """End the session behind a cookie, if there is one: copies of the cookie and open pages stop working."""
    proof = _proof(store, settings, cookie)
    person = people.find_session(store, *proof) if proof else None
    if proof and person is not None:
        people.end_session(store, person, proof[1])


def _proof(store: Store, settings: Settings, cookie: str | None) -> tuple[str, str] | None:
    try:
        username, word = timed(store, COOKIE).loads(cookie or "", max_age=int(settings.session_hours * 3600))
    except (BadSignature, TypeError, ValueError):
        return None
    return str(username), str(word)
