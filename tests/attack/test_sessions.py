"""Cookies kept after signing out, and cookies forged by somebody who reads the database."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer
from starlette.testclient import TestClient

from dashboard.cache import runtime
from dashboard.web import map_values, session
from dashboard.web.signin import steps
from data.identity import accounts, second_factor
from data.identity.accounts import Giver
from data.identity.people import (
    Person,
    change_password,
    drop_second_factor,
    end_sessions,
    find_person,
    open_session,
    set_second_factor,
)
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.store import Store, open_store
from data.store.prepare import prepare
from data.store.scope import pads
from tests.attack.serving import serving
from tests.people import WORD, add_person, problem_of, sign_in
from tests.stores import Run

HTML = {"accept": "text/html"}


@pytest.fixture
def siti(scratch: Store) -> Person:
    add_person(scratch, "siti", "Siti", "bnnp", [""], WORD)
    return sign_in(scratch, "siti")


@pytest.fixture
def client(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The app's own addresses over a shared store with one account."""
    with serving(run, tmp_path / "app", monkeypatch) as opened:
        yield opened


def _enter(client: TestClient, word: str = WORD) -> str:
    client.cookies.clear()
    answer = client.post("/masuk", data={"username": "siti", "password": word})
    assert answer.headers["location"] == "/"
    return str(client.cookies[session.COOKIE])


def test_a_cookie_copied_before_signing_out_opens_nothing(client: TestClient) -> None:
    other = _enter(client)
    copied = _enter(client)
    assert client.get("/peta?w=75", headers=HTML).status_code == 200, "past the guard"
    client.get("/keluar")
    client.cookies.clear()
    client.cookies.set(session.COOKIE, copied)
    assert client.get("/", headers=HTML).headers["location"] == "/masuk"
    assert client.get("/akun/sandi").headers["location"] == "/masuk"
    assert session.person_of(runtime.store(), runtime.settings(), copied) is None, "what an open page asks at its next run"
    assert session.person_of(runtime.store(), runtime.settings(), other) is not None, "another device's goes on"


def test_signing_out_ends_nobody_elses_session(client: TestClient) -> None:
    store = runtime.store()
    add_person(store, "budi", "Budi", "bnnp", [""], WORD)
    budi = session.issue(store, sign_in(store, "budi"), 12)
    cookie = _enter(client)
    word = session._proof(store, runtime.settings(), budi)
    assert word is not None
    forged = session.timed(store, session.COOKIE).dumps(["siti", word[1]])  # own name, somebody else's session
    session.end(store, runtime.settings(), forged)
    assert session.person_of(store, runtime.settings(), budi) is not None
    assert session.person_of(store, runtime.settings(), cookie) is not None


def _password(store: Store, person: Person) -> None:
    change_password(store, person, "kata-sandi-yang-lain")


def _factor(store: Store, person: Person) -> Person:
    secret = second_factor.new_secret()
    return set_second_factor(store, person, secret, pyotp.TOTP(secret).now())


ENDS: dict[str, Callable[[Store, Person], object]] = {
    "password": _password,
    "factor set": _factor,
    "factor dropped": lambda store, person: drop_second_factor(store, person),
    "reset": lambda store, person: accounts.reset(store, "siti", Giver()),
    "off and on": lambda store, person: (
        accounts.switch(store, "siti", Giver(), active=False),
        accounts.switch(store, "siti", Giver(), active=True),
    ),
    "everywhere": lambda store, person: end_sessions(store, person),
}


@pytest.mark.parametrize("what", ENDS)
def test_a_change_of_the_account_ends_open_sessions(scratch: Store, siti: Person, tmp_path: Path, what: str) -> None:
    settings = Settings(home=tmp_path)
    if what == "factor dropped":
        siti = _factor(scratch, siti)
    cookies = [session.issue(scratch, siti, 12) for _ in range(2)]
    step = steps.issue(scratch, siti, code_given=True)
    assert all(session.person_of(scratch, settings, cookie) is not None for cookie in cookies)
    ENDS[what](scratch, siti)
    assert not any(session.person_of(scratch, settings, cookie) for cookie in cookies)
    assert steps.underway(scratch, step) is None
    # who was between the steps while it happened begins no session with what was known before
    assert problem_of(lambda: open_session(scratch, siti, 1)) is Problem.STEP_ENDED


def test_what_is_in_the_store_signs_nobody_in(scratch: Store, siti: Person, tmp_path: Path) -> None:
    """The pads are the signing key XOR a constant: who reads a dump has that key, the names and all digests."""
    settings = Settings(home=tmp_path)
    session.issue(scratch, siti, 12)
    with scratch.writing() as connection:
        kept = bytes(connection.scalar(sa.select(schema.session.c.id)) or b"")
    inner, _ = pads(scratch.signer.key)  # as they stand in the store
    key = bytes(one ^ 0x36 for one in inner[:32]).hex()
    assert key == scratch.signer.key
    for word in (0, kept.hex(), kept.decode("latin-1")):
        for salt in ("bersinar-sesi", session.COOKIE, steps.COOKIE):
            made = URLSafeTimedSerializer(key, salt=salt, signer_kwargs={"digest_method": hashlib.sha256})
            assert session.person_of(scratch, settings, made.dumps(["siti", word])) is None
            assert steps.underway(scratch, made.dumps(["siti", siti.session_number, True])) is None
            assert steps.sealed_secret(scratch, siti, made.dumps(["siti", "GEZDGNBVGY3TQOJQ"])) is None
    # with the right key, and the digest instead of the word behind it
    assert session.person_of(scratch, settings, session.timed(scratch, session.COOKIE).dumps(["siti", kept.hex()])) is None


def test_addresses_of_values_are_signed_with_a_key_outside(client: TestClient) -> None:
    _enter(client)
    store = runtime.store()
    made = URLSafeSerializer(store.signer.key, salt="bersinar-nilai", signer_kwargs={"digest_method": hashlib.sha256}).dumps(
        ["siti", "kasus_narkoba", 3, "v", 1, False]
    )
    assert client.get(f"/nilai/{made}/0").status_code == 403
    assert store.cookie_key != store.signer.key
    assert map_values._SALT == "bersinar-nilai"


def test_an_older_secrets_file_gets_a_key_for_cookies(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    prepare(settings).close()
    file = settings.home / "secrets.json"
    kept = json.loads(file.read_text())
    for entry in kept.values():
        del entry["cookie_key"]
    file.write_text(json.dumps(kept))
    with pytest.raises(Fault) as fault:  # never an empty key: anybody could sign with it
        open_store(settings)
    assert fault.value.problem is Problem.COOKIE_KEY_MISSING
    first = prepare(settings)
    again = prepare(settings)
    renewed = prepare(settings, new_keys=True)
    assert len(first.cookie_key) == 64
    assert first.cookie_key == again.cookie_key != renewed.cookie_key
    assert file.stat().st_mode & 0o077 == 0
    for store in (first, again, renewed):
        store.close()


def test_a_session_of_an_account_that_is_gone_is_nobodys(scratch: Store, siti: Person, tmp_path: Path) -> None:
    cookie = session.issue(scratch, siti, 12)
    with scratch.writing() as connection:
        connection.execute(schema.person.delete())
    assert session.person_of(scratch, Settings(home=tmp_path), cookie) is None
    assert find_person(scratch, "siti") is None


def test_a_session_ends_after_its_hours_in_the_store_too(scratch: Store, siti: Person, tmp_path: Path) -> None:
    cookie = session.issue(scratch, siti, 12)
    with scratch.writing() as connection:
        connection.execute(schema.session.update().values(ends_at=sa.func.now()))
    assert session.person_of(scratch, Settings(home=tmp_path), cookie) is None
