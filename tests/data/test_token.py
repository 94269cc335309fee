"""Who asks is proved in the database: only a fresh token signed with the store's key counts."""

import json
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.access.roles import GRANTABLE, ROLES, Act, may
from data.access.token import Scope, Signer, pads
from data.store import Store
from data.store.connect import backend_of

SCOPE = sa.text("select (akses.scope()).person, (akses.scope()).role, (akses.scope()).clearance, (akses.scope()).prefixes")


def _ask(store: Store, make: Callable[[int], str]) -> tuple[object, ...]:
    """Who the database takes somebody for whose token is made for the connection's own server process."""
    with store.app.connect() as connection, connection.begin():
        token = make(backend_of(connection))
        connection.execute(sa.text("select set_config('akses.token', :token, true)"), {"token": token})
        return tuple(connection.execute(SCOPE).one())


NOBODY = (None, None, None, None)


def test_a_good_token_is_read_as_it_was_written(scratch: Store) -> None:
    scope = Scope("siti \"quote\" 'tanda'", "bnnp", ("75", "71.02"), opened=True)
    assert _ask(scratch, partial(scratch.signer.sign, scope)) == (scope.person, "bnnp", 2, ["75", "71.02"])


def test_forged_expired_and_broken_tokens_are_nobody(scratch: Store) -> None:
    scope = Scope("siti", "bnnp", ("75",))

    def tokens(backend: int) -> list[str]:
        good = scratch.signer.sign(scope, backend)
        body, mac = good[:-65], good[-64:]
        wider, elsewhere = (
            json.dumps(json.loads(body) | change, separators=(",", ":"))
            for change in ({"prefixes": [""]}, {"backend": backend + 1})
        )
        return [
            "", "x", "." * 80, body, f"{wider}.{mac}", f"{elsewhere}.{mac}", f"{body}.{mac[::-1]}", f"{body}!{mac}",
            good.upper(), good + "0", Signer("00" * 32).sign(scope, backend), scratch.signer.sign(scope, backend, now=0),
            "{}." + "0" * 64,            body + "." + "'" * 64,
        ]  # fmt: skip

    tried = [_ask(scratch, lambda backend, at=at: tokens(backend)[at]) for at in range(len(tokens(0)))]
    assert tried == [NOBODY] * 14


def test_a_token_that_was_overheard_opens_nothing_on_another_connection(scratch: Store) -> None:
    scope = Scope("siti", "bnn_pusat")
    with scratch.reading(scope) as connection:
        overheard = str(connection.scalar(sa.text("select current_setting('akses.token')")))
        assert connection.execute(SCOPE).one()[0] == "siti"
        assert _ask(scratch, lambda _: overheard) == NOBODY


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=66, max_size=300))
def test_no_text_passes_for_a_token(scratch: Store, text: str) -> None:
    assert _ask(scratch, lambda _: text) == NOBODY


def test_a_token_ends_with_its_transaction(scratch: Store) -> None:
    with scratch.reading(Scope("siti", "bnn_pusat")) as connection:
        assert connection.execute(SCOPE).one()[1] == "bnn_pusat"
    with scratch.app.connect() as connection:
        assert tuple(connection.execute(SCOPE).one()) == NOBODY


def test_a_retired_key_signs_nothing(scratch: Store) -> None:
    assert scratch.admin is not None
    with scratch.admin.begin() as connection:  # not the owner: the key is the signer's
        connection.execute(sa.text("update akses.signing_key set retired_at = now()"))
    assert _ask(scratch, partial(scratch.signer.sign, Scope("siti", "bnn_pusat"))) == NOBODY


def test_pads_are_those_of_hmac() -> None:
    inner, outer = pads("ff" * 32)
    assert inner == bytes([0xFF ^ 0x36] * 32 + [0x36] * 32)
    assert outer == bytes([0xFF ^ 0x5C] * 32 + [0x5C] * 32)


def test_nobody_can_be_granted_the_systems_role() -> None:
    assert set(ROLES) - set(GRANTABLE) == {"sistem", "publik"}


@pytest.mark.parametrize("role", GRANTABLE)
def test_cache_keys_differ_where_rows_may_differ(role: str) -> None:
    assert Scope("a", role, ("75",)).cache_key == Scope("b", role, ("75",)).cache_key
    assert Scope("a", role, ("75",)).cache_key != Scope("a", role, ("71",)).cache_key
    assert Scope("a", role, ("75",)).cache_key != Scope("a", "publik", ("75",)).cache_key
    opened = Scope("a", role, ("75",), opened=True)
    assert (Scope("a", role, ("75",)).cache_key == opened.cache_key) == (not may(role, Act.OPEN_NUMBERS))
    assert Scope("a", role, ()).cache_key != Scope("a", role, ("",)).cache_key, "no region is not the nation"


def test_a_long_load_outlives_the_token_of_a_page(scratch: Store) -> None:
    """A load of minutes must not lose its rights half way."""
    with scratch.writing() as connection:
        body = str(connection.scalar(sa.text("select current_setting('akses.token')")))[:-65]
        now = connection.scalar(sa.text("select extract(epoch from now())"))
    assert json.loads(body)["expires"] - float(now) > 3600 > scratch.signer.seconds
