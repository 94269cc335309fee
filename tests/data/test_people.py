"""Local accounts: sign-in, lock-out, and what a wrong answer does not tell."""

import time

import pytest
import sqlalchemy as sa

from data import schema
from data.access.demo import DEMO, demo_person
from data.access.people import add_person, find_person, has_people, sign_in
from data.errors import Fault, Problem
from data.store import Store

WORD = "kata-sandi-panjang-sekali"


@pytest.fixture
def store(scratch: Store) -> Store:
    with scratch.writing() as connection:
        connection.execute(schema.region.insert().values(code="75", level=1, number=0, name="Gorontalo", kind="provinsi"))
    add_person(scratch, "Siti", "Siti A.", "bnnp", ["75"], WORD, by="uji")
    return scratch


def _problem(store: Store, username: str, password: str) -> Problem:
    with pytest.raises(Fault) as fault:
        sign_in(store, username, password)
    return fault.value.problem


def test_the_right_password_gives_the_person_with_role_and_regions(store: Store) -> None:
    person = sign_in(store, "SITI", WORD)
    assert (person.username, person.role, person.prefixes) == ("siti", "bnnp", ("75",))
    assert person.scope.clearance == 2
    assert find_person(store, "siti") == person


def test_wrong_name_and_wrong_password_look_alike(store: Store) -> None:
    assert _problem(store, "siti", "salah") is Problem.SIGN_IN_FAILED
    assert _problem(store, "tidak-ada", WORD) is Problem.SIGN_IN_FAILED
    assert _problem(store, "' or 1=1 --", WORD) is Problem.SIGN_IN_FAILED


def test_five_failures_lock_the_name_even_for_the_right_password(store: Store) -> None:
    for _ in range(5):
        assert _problem(store, "siti", "salah") is Problem.SIGN_IN_FAILED
    assert _problem(store, "siti", WORD) is Problem.LOCKED_OUT
    with store.writing() as connection:
        connection.execute(sa.update(schema.person).values(locked_until=sa.func.now() - sa.text("interval '1 second'")))
    assert sign_in(store, "siti", WORD).username == "siti"


def test_a_switched_off_account_is_nobody(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sa.update(schema.person).values(active=False))
    assert find_person(store, "siti") is None
    assert _problem(store, "siti", WORD) is Problem.SIGN_IN_FAILED


def test_an_unknown_name_takes_as_long_as_a_known_one(store: Store) -> None:
    """Compared within one run: a name that answers at once would tell who has an account."""

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
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.person)) == 1


def test_passwords_are_kept_as_argon2id_only(store: Store) -> None:
    with store.writing() as connection:
        kept = connection.scalar(sa.select(schema.person.c.password_hash))
    assert str(kept).startswith("$argon2id$")
    assert WORD not in str(kept)


def test_an_empty_store_has_no_people(scratch: Store) -> None:
    assert not has_people(scratch)


def test_an_unknown_demo_name_is_the_first_demo_user() -> None:
    assert demo_person("siapa") == DEMO[0]
