"""What stands between a right password and a session: a code, a password of one's own, a second factor to set up."""

from enum import StrEnum

from itsdangerous import BadSignature

from dashboard.web.signing import timed
from data.identity.people import Person, find_person
from data.model.settings import Settings
from data.store import Store

COOKIE = "bersinar_langkah"
LIFE_S = 600
_FACTOR = "bersinar-faktor"


class Step(StrEnum):
    """One thing that is still wanted."""

    CODE = "kode"
    PASSWORD = "sandi"
    FACTOR = "faktor"


def wanted(person: Person, settings: Settings, *, code_given: bool) -> Step | None:
    """The next step; ``None`` when the session may begin."""
    if person.second_factor and not code_given:
        return Step.CODE
    if person.must_change:
        return Step.PASSWORD
    if settings.second_factor == "wajib" and not person.second_factor:
        return Step.FACTOR
    return None


def issue(store: Store, person: Person, *, code_given: bool) -> str:
    """Value of the cookie between the steps; it opens nothing but the next one."""
    return timed(store, COOKIE).dumps([person.username, person.session_number, code_given])


def underway(store: Store, cookie: str | None) -> tuple[Person, bool] | None:
    """Who is between the steps, and whether the code was given; ``None`` when it took too long or was forged."""
    try:
        username, number, code_given = timed(store, COOKIE).loads(cookie or "", max_age=LIFE_S)
    except (BadSignature, TypeError, ValueError):
        return None
    person = find_person(store, username)
    return (person, bool(code_given)) if person is not None and person.session_number == number else None


def seal_secret(store: Store, person: Person, secret: str) -> str:
    """A secret shown to a person, to be given back with a code that proves it; good for nobody else."""
    return timed(store, _FACTOR).dumps([person.username, secret])


def sealed_secret(store: Store, person: Person, given: str) -> str | None:
    """The secret that was shown to this person; ``None`` for anything else."""
    try:
        username, secret = timed(store, _FACTOR).loads(given, max_age=LIFE_S)
    except (BadSignature, TypeError, ValueError):
        return None
    return str(secret) if username == person.username else None
