"""Steps between a correct password and a session: a code, a password of one's own, a second factor to set up."""

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
    """One step that is still missing."""

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
    """Value of the cookie between steps; it opens only the next one."""
    return timed(store, COOKIE).dumps([person.username, person.session_number, code_given])


def underway(store: Store, cookie: str | None) -> tuple[Person, bool] | None:
    """The person between steps, and whether the code was given; ``None`` for a forged or expired cookie."""
    try:
        username, number, code_given = timed(store, COOKIE).loads(cookie or "", max_age=LIFE_S)
    except (BadSignature, TypeError, ValueError):
        return None
    person = find_person(store, username)
    return (person, bool(code_given)) if person is not None and person.session_number == number else None


def seal_secret(store: Store, person: Person, secret: str) -> str:
    """A secret shown to a person, sealed for that person, to be returned with a code that proves it."""
    return timed(store, _FACTOR).dumps([person.username, secret])


def sealed_secret(store: Store, person: Person, given: str) -> str | None:
    """The secret that was shown to this person; ``None`` for anything else."""
    try:
        username, secret = timed(store, _FACTOR).loads(given, max_age=LIFE_S)
    except (BadSignature, TypeError, ValueError):
        return None
    return str(secret) if username == person.username else None
