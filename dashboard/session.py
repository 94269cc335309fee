"""The cookie of a local account: signed, short-lived, unreadable to scripts."""

import hashlib

from itsdangerous import BadSignature, URLSafeTimedSerializer

from data.access.people import Person, find_person
from data.settings import Settings
from data.store import Store

COOKIE = "bersinar_sesi"


def _serializer(store: Store) -> URLSafeTimedSerializer:
    # a key of its own, derived from the store's: a cookie can never pass for a scope token
    return URLSafeTimedSerializer(store.signer.key, salt="bersinar-sesi", signer_kwargs={"digest_method": hashlib.sha256})


def issue(store: Store, person: Person) -> str:
    """Value of the cookie for somebody who just signed in."""
    return _serializer(store).dumps([person.username, person.session_number])


def person_of(store: Store, settings: Settings, cookie: str | None) -> Person | None:
    """The person behind a cookie, with the rights of now; ``None`` when it is missing, forged, too old or ended elsewhere."""
    if not cookie:
        return None
    try:
        username, number = _serializer(store).loads(cookie, max_age=int(settings.session_hours * 3600))
    except (BadSignature, TypeError, ValueError):
        return None
    person = find_person(store, username)
    return person if person is not None and person.session_number == number else None
