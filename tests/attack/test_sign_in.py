"""Guessing passwords, probing names, and locking other people out."""

import base64
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters

from data.identity import accounts, second_factor
from data.identity.accounts import Giver
from data.identity.people import check_code, check_password, find_person, hash_password, held_up, set_second_factor
from data.model import schema
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.scope import Scope
from tests.people import WORD, add_person, problem_of, sign_in

pytestmark = pytest.mark.usefixtures("people")
WRONG = bytes(32)


@pytest.fixture
def people(scratch: Store) -> None:
    for username in ("siti", "budi"):
        add_person(scratch, username, username.title(), "bnnp", [""], WORD)


def _try(store: Store, username: str, address: str, raw: bytes = WRONG) -> tuple[int, str | None]:
    """One try without the time that argon2 takes: seconds to wait, and the account where it was right."""
    with store.acting(Scope.public()) as connection:
        question = sa.text("select wait, username from akses.sign_in(:name, :raw, :address)")
        return tuple(connection.execute(question, {"name": username, "raw": raw, "address": address}).one())  # type: ignore[return-value]


def _answer(store: Store, username: str, password: str, address: str = "10.0.0.1") -> Problem | None:
    try:
        check_password(store, username, password, address)
    except Fault as fault:
        return fault.problem
    return None


def test_no_function_gives_the_apps_login_a_hash(scratch: Store) -> None:
    """Every function that it may call with a name, without a token and with any that the app signs."""
    with scratch.writing() as connection:
        found = connection.execute(
            sa.text(
                "select p.oid::regprocedure::text as name, p.proargtypes::regtype[]::text[] as types from pg_proc p "
                "where p.pronamespace = 'akses'::regnamespace and has_function_privilege(:app, p.oid, 'execute')"
            ),
            {"app": scratch.app.url.username},
        ).all()
        kept = str(connection.scalar(sa.select(schema.person.c.password_hash).where(schema.person.c.username == "siti")))
    assert len(found) > 15
    given = {"text": "'siti'", "integer": "1", "bigint": "1", "boolean": "true", "bytea": "'\\x00'"}
    for name, types in found:
        call = f"select * from {name.partition('(')[0]}({', '.join(given[kind] for kind in types)})"
        with scratch.app.connect() as connection:
            said = str(connection.exec_driver_sql(call).all())
            assert "argon2id" not in said, call
            assert "siti" not in said, call
        for scope in (Scope.system(), Scope("siti", "bnnp"), Scope.public()):
            try:
                with scratch.acting(scope) as connection:
                    said = str(connection.exec_driver_sql(call).all())
            except sa.exc.DBAPIError:  # arguments that some function refuses
                continue
            assert kept.rpartition("$")[2] not in said, call


def test_a_salt_is_the_same_kind_of_answer_for_any_name(scratch: Store) -> None:
    with scratch.acting(Scope.public()) as connection:
        ask = sa.text("select akses.password_salt(:name)")
        said = [str(connection.scalar(ask, {"name": name})) for name in ("siti", "siapa", "siapa", "SIAPA", "lain")]
    usual = extract_parameters(hash_password(WORD))
    assert all(extract_parameters(f"{one}${'A' * 43}") == usual for one in said)
    assert {len(one) for one in said} == {len(said[0])}
    assert said[1] == said[2] == said[3]
    assert len(set(said)) == 3


def test_hashes_kept_before_go_on_working(scratch: Store) -> None:
    older = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(WORD)
    with scratch.writing() as connection:
        connection.execute(schema.person.update().where(schema.person.c.username == "siti").values(password_hash=older))
    assert sign_in(scratch, "siti").username == "siti"
    assert _answer(scratch, "siti", "salah") is Problem.SIGN_IN_FAILED


def test_a_known_and_an_unknown_name_get_the_same_answers(scratch: Store) -> None:
    answers = {
        name: [_answer(scratch, name, "salah") for _ in range(7)] + [_answer(scratch, name, "salah", "10.0.0.2")]
        for name in ("siti", "tidak-ada")
    }
    assert answers["siti"] == answers["tidak-ada"]
    assert Problem.LOCKED_OUT in answers["siti"]
    assert held_up(scratch, "siti") == held_up(scratch, "tidak-ada") > 0


def test_tries_at_the_same_time_do_not_all_pass(scratch: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: _try(scratch, "siti", "10.0.0.1")[0], range(24)))
    assert sum(wait == 0 for wait in waits) == 5, "so many are looked at, and the others refused"


def test_the_wait_of_a_pair_grows_and_ends_at_five_minutes(scratch: Store) -> None:
    waits = []
    for _ in range(14):
        assert _try(scratch, "siti", "10.0.0.1") == (0, None)
        with scratch.writing() as connection:  # as if the time had passed
            rest = schema.sign_in_try.c.until - sa.func.clock_timestamp()
            longest = connection.scalar(sa.select(sa.func.max(sa.extract("epoch", rest))))
            connection.execute(schema.sign_in_try.update().values(until=sa.func.now()))
        waits.append(max(0, round(float(longest or 0))))
    assert waits == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]


def test_strangers_lock_nobody_out_of_a_name(scratch: Store) -> None:
    for at in range(60):
        for _ in range(3):
            _try(scratch, "siti", f"203.0.113.{at}")
    assert 0 < held_up(scratch, "siti") <= 5
    assert sign_in(scratch, "siti").username == "siti"


def test_an_address_has_a_ceiling_over_all_names(scratch: Store) -> None:
    answers = Counter(_try(scratch, f"nama-{at}", "10.0.0.1")[0] > 0 for at in range(120))
    assert answers == {False: 100, True: 20}
    assert _answer(scratch, "siti", WORD, "10.0.0.1") is Problem.LOCKED_OUT
    assert _answer(scratch, "siti", WORD, "10.0.0.2") is None


def test_right_passwords_do_not_use_an_address_up(scratch: Store) -> None:
    with scratch.writing() as connection:
        kept = str(connection.scalar(sa.select(schema.person.c.password_hash).where(schema.person.c.username == "siti")))
    raw = base64.b64decode(kept.rpartition("$")[2] + "=")
    assert all(_try(scratch, "siti", "10.0.0.1", raw) == (0, "siti") for _ in range(150))


def test_codes_tried_at_the_same_time_do_not_all_pass(scratch: Store) -> None:
    siti = find_person(scratch, "siti")
    assert siti is not None
    secret = second_factor.new_secret()
    siti = set_second_factor(scratch, siti, secret, pyotp.TOTP(secret).now())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: problem_of(lambda: check_code(scratch, siti, "000000")), range(16)))
    assert Counter(found) == {Problem.BAD_CODE: 5, Problem.LOCKED_OUT: 11}
    accounts.reset(scratch, "siti", Giver())
    with scratch.writing() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.sign_in_try)) == 0, "forgotten with that factor"


def test_names_of_nobody_can_be_no_account(scratch: Store) -> None:
    """Tokens are signed for `publik` and `sistem`; an account of that name would be changed by anybody."""
    for name in ("publik", "sistem", " PUBLIK "):
        assert problem_of(lambda name=name: add_person(scratch, name, "X", "bnnp", [""], WORD)) is Problem.BAD_USERNAME  # type: ignore[misc]
