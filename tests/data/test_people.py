"""Local accounts: sign-in, lock-out, and what a wrong answer does not reveal."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.web import session
from data.identity.accounts import Giver, Wanted, add_account, has_people
from data.identity.demo import DEMO, demo_person, demo_person_now, make_demo_accounts
from data.identity.people import end_sessions, find_person
from data.model import schema
from data.model.clock import now, today
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.store import Store
from data.store.scope import Scope
from tests.people import WORD, add_person, problem_of, sign_in


@pytest.fixture
def store(scratch: Store) -> Store:
    with scratch.writing() as connection:
        connection.execute(schema.region.insert().values(code="75", level=1, number=0, name="Gorontalo", kind="provinsi"))
    add_person(scratch, "Siti", "Siti A.", "bnnp", ["75"], WORD, by="uji")
    return scratch


def _problem(store: Store, username: str, password: str) -> Problem:
    return problem_of(lambda: sign_in(store, username, password))


def test_the_right_password_gives_the_person_with_role_and_regions(store: Store) -> None:
    person = sign_in(store, "SITI", WORD)
    assert (person.username, person.role, person.prefixes) == ("siti", "bnnp", ("75",))
    assert (person.scope.clearance, replace(person.scope, published=True).clearance) == (2, 1)
    assert find_person(store, "siti") == person


def test_wrong_name_and_wrong_password_look_the_same(store: Store) -> None:
    assert _problem(store, "siti", "salah") is Problem.SIGN_IN_FAILED
    assert _problem(store, "tidak-ada", WORD) is Problem.SIGN_IN_FAILED
    assert _problem(store, "' or 1=1 --", WORD) is Problem.SIGN_IN_FAILED


def test_after_five_failures_from_an_address_the_right_password_waits(store: Store) -> None:
    for _ in range(5):
        assert _problem(store, "siti", "salah") is Problem.SIGN_IN_FAILED
    assert _problem(store, "siti", WORD) is Problem.LOCKED_OUT
    with store.writing() as connection:
        connection.execute(sa.update(schema.sign_in_try).values(until=sa.func.now() - sa.text("interval '1 second'")))
    assert sign_in(store, "siti", WORD).username == "siti"


def test_a_switched_off_account_is_nobody(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sa.update(schema.person).values(active=False))
    assert find_person(store, "siti") is None
    assert _problem(store, "siti", WORD) is Problem.SIGN_IN_FAILED


def test_a_sign_in_shows_when_the_previous_one_was(store: Store) -> None:
    sign_in(store, "siti", WORD)
    first = find_person(store, "siti")
    assert first is not None
    assert first.sign_in_before is None
    _problem(store, "siti", "salah")  # a failure is no sign-in
    sign_in(store, "siti", WORD)
    again = find_person(store, "siti")
    assert again is not None
    assert again.sign_in_before is not None
    assert now() - again.sign_in_before < timedelta(minutes=2)


def test_sessions_end_everywhere_for_one_person_alone(store: Store, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    add_person(store, "budi", "Budi B.", "bnnp", ["75"], WORD, by="uji")
    siti, budi = sign_in(store, "siti", WORD), sign_in(store, "budi", WORD)
    phone, desk, other = session.issue(store, siti, 12), session.issue(store, siti, 12), session.issue(store, budi, 12)
    assert session.person_of(store, settings, phone) == session.person_of(store, settings, desk) == siti
    end_sessions(store, siti)
    assert session.person_of(store, settings, phone) is session.person_of(store, settings, desk) is None
    assert session.person_of(store, settings, other) == budi
    assert session.person_of(store, settings, session.issue(store, sign_in(store, "siti", WORD), 12)) == siti
    with store.acting(Scope.public()) as connection:
        connection.execute(sa.text("select akses.end_sessions()"))
    with store.app.connect() as connection, connection.begin():  # without any scope
        connection.execute(sa.text("select akses.end_sessions()"))
    assert session.person_of(store, settings, other) == budi


def test_a_grant_has_giver_reason_and_end(store: Store) -> None:
    yesterday = today() - timedelta(days=2)
    tomorrow = yesterday + timedelta(days=4)
    wanted = Wanted("tari", "Tari", "bnnp", ("75",), WORD, reason="cuti melahirkan Siti", until=yesterday)
    add_account(store, wanted, Giver("ketua"))
    add_account(store, Wanted("rudi", "Rudi", "bnnp", ("75",), WORD, until=tomorrow), Giver("ketua"))
    tari, rudi = find_person(store, "tari"), find_person(store, "rudi")
    assert tari is not None
    assert rudi is not None
    assert (tari.prefixes, rudi.prefixes) == ((), ("75",)), "an ended grant is none"
    with store.writing() as connection:
        row = connection.execute(sa.select(schema.region_grant).where(schema.region_grant.c.until == yesterday)).one()
    assert (row.granted_by, row.reason) == ("ketua", "cuti melahirkan Siti")


def test_an_unknown_name_takes_as_long_as_a_known_one(store: Store) -> None:
    """Compared within one run: a name that answers at once would reveal who has an account."""

    def seconds(username: str) -> float:
        began = time.perf_counter()
        _problem(store, username, "salah")
        return time.perf_counter() - began

    known, unknown = min(seconds("siti") for _ in range(3)), min(seconds("tidak-ada") for _ in range(3))
    assert unknown > known / 3


@pytest.mark.parametrize(
    ("username", "role", "regions", "password", "problem"),
    [
        ("budi", "bnnp", ["75"], "pendek", Problem.WEAK_PASSWORD),
        ("budi", "raja", ["75"], WORD, Problem.BAD_ROLE),
        ("budi", "sistem", ["75"], WORD, Problem.BAD_ROLE),
        ("budi", "bnnp", ["99"], WORD, Problem.UNKNOWN_REGION),
        ("siti", "bnnp", ["75"], WORD, Problem.PERSON_EXISTS),
    ],
)
def test_a_bad_account_is_refused_whole(
    store: Store, username: str, role: str, regions: list[str], password: str, problem: Problem
) -> None:
    with pytest.raises(Fault) as fault:
        add_person(store, username, "Nama", role, regions, password, by="uji")
    assert fault.value.problem is problem
    with store.writing() as connection:
        signing_in = schema.person.c.password_hash.is_not(None)
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.person).where(signing_in)) == 1


def test_passwords_are_kept_as_argon2id_only(store: Store) -> None:
    with store.writing() as connection:
        kept = connection.scalar(sa.select(schema.person.c.password_hash).where(schema.person.c.username == "siti"))
    assert str(kept).startswith("$argon2id$")
    assert WORD not in str(kept)


def test_an_empty_store_has_no_people(scratch: Store) -> None:
    assert not has_people(scratch)


def test_an_unknown_demo_name_is_the_first_demo_user() -> None:
    assert demo_person("siapa") == DEMO[0]


def test_demo_users_cannot_sign_in_and_keep_their_changes(scratch: Store) -> None:
    assert [demo_person_now(scratch, person.username) for person in DEMO] == list(DEMO)
    for person in DEMO:
        assert _problem(scratch, person.username, "") is Problem.SIGN_IN_FAILED
    with scratch.writing() as connection:
        connection.execute(sa.update(schema.person).where(schema.person.c.username == "demo-bnnp").values(active=False))
        make_demo_accounts(connection)
    assert demo_person_now(scratch, "demo-bnnp") is None
    assert demo_person_now(scratch, "demo-bnnk") == demo_person("demo-bnnk")
