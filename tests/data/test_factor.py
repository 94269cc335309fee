"""The second factor: set up with a code, required, each code valid once, its secret encrypted outside the store."""

from dataclasses import replace

import pyotp
import pytest
import sqlalchemy as sa

from data.identity import accounts, second_factor
from data.identity.accounts import Giver
from data.identity.people import Person, check_code, check_password, drop_second_factor, find_person, set_second_factor
from data.model import schema
from data.model.errors import Problem
from data.store import Store
from data.store.scope import Scope
from tests.people import WORD, add_person, problem_of

NOW = 1_800_000_000


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The time that codes are made of; a test moves it."""
    now = [NOW]
    monkeypatch.setattr("data.identity.second_factor.time.time", lambda: now[0])
    return now


@pytest.fixture
def siti(scratch: Store) -> Person:
    add_person(scratch, "siti", "Siti", "bnnp", [""], WORD)
    return check_password(scratch, "siti", WORD)


def _code(secret: str, at: int) -> str:
    """By the library itself, as a phone makes it."""
    return pyotp.TOTP(secret).at(at)


def test_codes_are_those_of_rfc_6238() -> None:
    """Appendix B: SHA-1, secret 12345678901234567890, the last six of eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert _code(secret, at) == code


def test_it_is_set_up_by_a_code_of_the_secret_that_was_shown(scratch: Store, siti: Person, clock: list[int]) -> None:
    secret = second_factor.new_secret()
    for wrong in ("", "000000", "abc", _code(second_factor.new_secret(), NOW), _code(secret, NOW - 3600)):
        assert problem_of(lambda code=wrong: set_second_factor(scratch, siti, secret, code)) is Problem.BAD_CODE
    now = find_person(scratch, "siti")
    assert now is not None
    assert not now.second_factor
    assert set_second_factor(scratch, siti, secret, _code(secret, NOW)).second_factor


def test_a_code_is_good_once_and_for_neighbours_of_the_moment(scratch: Store, siti: Person, clock: list[int]) -> None:
    secret = second_factor.new_secret()
    siti = set_second_factor(scratch, siti, secret, _code(secret, NOW))
    assert problem_of(lambda: check_code(scratch, siti, _code(secret, NOW))) is Problem.BAD_CODE, "used when it was set up"
    clock[0] += 60
    check_code(scratch, siti, " ".join(_code(secret, NOW + 30)))  # a slow clock, and as phones write it
    assert problem_of(lambda: check_code(scratch, siti, _code(secret, NOW + 30))) is Problem.BAD_CODE
    check_code(scratch, siti, _code(secret, NOW + 90))  # a fast one
    assert problem_of(lambda: check_code(scratch, siti, _code(secret, NOW + 60))) is Problem.BAD_CODE, "older than one used"
    clock[0] += 300
    assert problem_of(lambda: check_code(scratch, siti, _code(secret, NOW + 240))) is Problem.BAD_CODE


def test_after_wrong_codes_the_right_code_waits_but_not_the_password(scratch: Store, siti: Person, clock: list[int]) -> None:
    secret = second_factor.new_secret()
    siti = set_second_factor(scratch, siti, secret, _code(secret, NOW))
    clock[0] += 60
    tries = [problem_of(lambda: check_code(scratch, siti, "000000")) for _ in range(5)]
    assert tries == [Problem.BAD_CODE] * 5
    assert problem_of(lambda: check_code(scratch, siti, _code(secret, clock[0]))) is Problem.LOCKED_OUT
    assert check_password(scratch, "siti", WORD) == siti


def test_the_store_holds_no_secret_that_anybody_could_use(scratch: Store, siti: Person, clock: list[int]) -> None:
    secret = second_factor.new_secret()
    siti = set_second_factor(scratch, siti, secret, _code(secret, NOW))
    with scratch.writing() as connection:
        kept = bytes(connection.scalar(sa.select(schema.person.c.totp).where(schema.person.c.username == "siti")) or b"")
        everything = str(connection.execute(sa.text("select * from akses.person")).all())
    assert kept
    assert secret not in everything
    assert secret.encode() not in kept
    clock[0] += 60
    other = replace(scratch, factor_key=_other_key())
    assert problem_of(lambda: check_code(other, siti, _code(secret, clock[0]))) is Problem.FACTOR_LOST
    none = replace(scratch, factor_key="")
    assert problem_of(lambda: check_code(none, siti, _code(secret, clock[0]))) is Problem.FACTOR_LOST


def _other_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def test_it_is_taken_away_by_its_owner_or_by_a_reset_and_by_nobody_else(scratch: Store, siti: Person, clock: list[int]) -> None:
    secret = second_factor.new_secret()
    siti = set_second_factor(scratch, siti, secret, _code(secret, NOW))
    for nobody in (Scope.public(), Scope("orang-lain", "bnn_pusat")):
        second_factor.drop(scratch, nobody)
    still = find_person(scratch, "siti")
    assert still is not None
    assert still.second_factor
    drop_second_factor(scratch, siti)
    gone = find_person(scratch, "siti")
    assert gone is not None
    assert not gone.second_factor
    set_second_factor(scratch, siti, secret, _code(secret, NOW))
    accounts.reset(scratch, "siti", Giver())
    again = find_person(scratch, "siti")
    assert again is not None
    assert not again.second_factor
