"""Who asks is proved in the database by a fresh token signed with the store's key; the rights are looked up there."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.identity import api_tokens
from data.model import schema
from data.model.clock import today
from data.model.errors import Fault, Problem
from data.model.roles import GRANTABLE, Role
from data.store import Store
from data.store.connect import backend_of
from data.store.scope import Scope, Signer, pads
from tests.people import as_person, scope_of

SCOPE = sa.text("select (akses.scope()).person, (akses.scope()).role, (akses.scope()).clearance, (akses.scope()).prefixes")
NOBODY = (None, None, None, None)


def _ask(store: Store, make: Callable[[int], str]) -> tuple[object, ...]:
    """Who the database takes somebody for whose token is made for the connection's own server process."""
    with store.app.connect() as connection, connection.begin():
        token = make(backend_of(connection))
        connection.execute(sa.text("select set_config('akses.token', :token, true)"), {"token": token})
        return tuple(connection.execute(SCOPE).one())


def _worth(store: Store, scope: Scope) -> tuple[object, ...]:
    return _ask(store, partial(store.signer.sign, scope))


def _signed(signer: Signer, scope: Scope, backend: int, **more: Any) -> str:
    """A token with a right signature over a payload of the test's own."""
    body = json.dumps(json.loads(signer.sign(scope, backend)[:-65]) | more)
    return f"{body}.{hmac.new(bytes.fromhex(signer.key), body.encode(), hashlib.sha256).hexdigest()}"


def test_a_token_is_worth_what_the_account_has(scratch: Store) -> None:
    scope = as_person(scratch, "bnnp", "75", "71.02")
    assert _worth(scratch, scope) == (scope.person, "bnnp", 2, ["75", "71.02"])
    assert _worth(scratch, as_person(scratch, "bnnk")) == ("uji-bnnk-nihil", "bnnk", 2, [])
    assert _worth(scratch, Scope.public()) == ("publik", "publik", 0, [])


@pytest.mark.parametrize("role", GRANTABLE)
def test_the_store_and_the_app_give_a_role_the_same_clearance(scratch: Store, role: str) -> None:
    scope = as_person(scratch, role, "75")
    for published in (False, True):
        asked = Scope(scope.person, role, ("75",), published)
        assert _worth(scratch, asked)[2] == asked.clearance == min(Role(role).clearance, 1 if published else 2)


@pytest.mark.parametrize("role", ["sistem", "publik", "peran-baru"])
def test_an_account_with_a_role_that_nobody_is_granted_is_nobody(scratch: Store, role: str) -> None:
    scope = as_person(scratch, "bnnp", "75")
    with scratch.writing() as connection:
        connection.execute(schema.person.update().values(role=role))
    assert _worth(scratch, scope) == NOBODY


def test_what_a_payload_claims_beside_the_person_gains_nothing(scratch: Store) -> None:
    scope = as_person(scratch, "instansi", "75")
    claims = {"role": "bnn_pusat", "clearance": 2, "prefixes": [""], "patterns": ["%"]}
    worth = (scope.person, "instansi", 1, ["75"])
    assert _ask(scratch, lambda backend: _signed(scratch.signer, scope, backend, **claims)) == worth
    assert _worth(scratch, Scope(scope.person, "bnn_pusat", ("",))) == worth, "nor does what the app believes"
    for kind in ("administrator", "", None):
        assert _ask(scratch, lambda backend, kind=kind: _signed(scratch.signer, scope, backend, kind=kind)) == NOBODY
    public = _ask(scratch, lambda backend: _signed(scratch.signer, scope, backend, kind="publik"))
    assert public == (scope.person, "publik", 0, [])


def test_published_narrows_and_never_widens(scratch: Store) -> None:
    for role, clearance in (("bnnp", 1), ("instansi", 1), ("auditor", 0)):
        scope = as_person(scratch, role, "75")
        assert _worth(scratch, Scope(scope.person, role, ("75",), published=True)) == (scope.person, role, clearance, ["75"])
        for said in (False, None, "false"):
            full = _ask(scratch, partial(_signed, scratch.signer, scope, published=said))
            assert full[2] == Role(role).clearance


def test_a_right_ends_with_the_next_statement(scratch: Store) -> None:
    scope = as_person(scratch, "bnnp", "75", "71.02")
    person, grants = schema.person, schema.region_grant
    steps: list[tuple[sa.Update | sa.Delete, tuple[object, ...]]] = [
        (
            grants.update().where(grants.c.prefix == "71.02").values(until=today() - timedelta(days=2)),
            (scope.person, "bnnp", 2, ["75"]),
        ),
        (person.update().values(role="kepala_daerah"), (scope.person, "kepala_daerah", 1, ["75"])),
        (grants.delete(), (scope.person, "kepala_daerah", 1, [])),
        (person.update().values(active=False), NOBODY),
    ]
    with scratch.reading(scope) as open_all_the_time:
        assert open_all_the_time.execute(SCOPE).one()[3] == ["75", "71.02"]
        for change, worth in steps:
            with scratch.writing() as connection:
                connection.execute(change)
            assert tuple(open_all_the_time.execute(SCOPE).one()) == worth
    with scratch.writing() as connection:
        connection.execute(person.delete())
    assert _worth(scratch, scope) == NOBODY


def test_an_account_that_is_not_there_or_switched_off_gets_no_rows(scratch: Store) -> None:
    scope = as_person(scratch, "bnn_pusat", "")
    with scratch.writing() as connection:
        connection.execute(schema.person.update().values(active=False))
    for nobody in (scope, scope_of("bnnp", "75"), Scope("api:tiada", "bnnp")):
        assert _worth(scratch, nobody) == NOBODY
        with scratch.acting(nobody) as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(schema.source)) == 0
    with scratch.reading(Scope.public()) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.source)) == 1


@pytest.mark.parametrize(
    "believed",
    [("bnnp", ("",)), ("bnn_pusat", ("75",)), ("instansi", ("75",)), ("bnnp", ("75", "71")), ("bnnp", ())],
    ids=lambda said: f"{said[0]} {said[1]}",
)  # fmt: skip
def test_nothing_is_cached_under_rights_that_the_store_does_not_confirm(
    scratch: Store, believed: tuple[str, tuple[str, ...]]
) -> None:
    scope = as_person(scratch, "bnnp", "75")
    for published in (False, True):
        with scratch.reading(replace(scope, published=published)) as connection:
            assert connection.execute(SCOPE).one()[1] == "bnnp"
    role, prefixes = believed
    with pytest.raises(Fault) as fault, scratch.reading(Scope(scope.person, role, prefixes)):
        pass
    assert fault.value.problem is Problem.RIGHTS_CHANGED


def test_an_api_token_reads_published_figures_until_it_is_revoked(scratch: Store) -> None:
    word = api_tokens.issue(
        scratch, "ukur", "BNNP Gorontalo", "bnnp", [""], ["kasus"], timedelta(hours=1), by="uji", by_role="sistem"
    )
    caller = api_tokens.caller(scratch, word)
    assert caller is not None
    with scratch.reading(caller.scope) as open_all_the_time:
        assert tuple(open_all_the_time.execute(SCOPE).one()) == ("api:ukur", "bnnp", 1, [""])
        assert caller.scope.clearance == 1
        api_tokens.revoke(scratch, "ukur")
        assert tuple(open_all_the_time.execute(SCOPE).one()) == NOBODY
    assert api_tokens.caller(scratch, word) is None


def test_an_api_token_that_ended_or_asks_for_more_is_worth_nothing(scratch: Store) -> None:
    api_tokens.issue(scratch, "ukur", "BNNP", "bnnp", [""], [], timedelta(seconds=-1), by="uji", by_role="sistem")
    assert _worth(scratch, Scope("api:ukur", "bnnp")) == NOBODY
    api_tokens.issue(scratch, "lain", "BNNP", "bnnp", [""], [], timedelta(hours=1), by="uji", by_role="sistem")
    exact = Scope("api:lain", "bnnp", published=False)
    assert _worth(scratch, exact) == ("api:lain", "bnnp", 1, [""]), "the store narrows it, not the app"


def test_the_system_is_nobody_over_the_apps_login(scratch: Store) -> None:
    assert _worth(scratch, Scope.system()) == NOBODY
    with scratch.acting(Scope.system()) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.source)) == 0
    with scratch.writing() as connection:
        assert tuple(connection.execute(SCOPE).one()) == ("sistem", "sistem", 2, [""])


def test_forged_expired_and_broken_tokens_are_nobody(scratch: Store) -> None:
    scope = as_person(scratch, "bnnp", "75")

    def tokens(backend: int) -> list[str]:
        good = scratch.signer.sign(scope, backend)
        body, mac = good[:-65], good[-64:]
        other, elsewhere = (
            json.dumps(json.loads(body) | change, separators=(",", ":"))
            for change in ({"person": "siti"}, {"backend": backend + 1})
        )
        return [
            "",
            "x",
            "." * 80,
            body,
            f"{other}.{mac}",
            f"{elsewhere}.{mac}",
            f"{body}.{mac[::-1]}",
            f"{body}!{mac}",
            good.upper(),
            good + "0",
            Signer("00" * 32).sign(scope, backend),
            scratch.signer.sign(scope, backend, now=0),
            "{}." + "0" * 64,
            body + "." + "'" * 64,
        ]

    tried = [_ask(scratch, lambda backend, at=at: tokens(backend)[at]) for at in range(len(tokens(0)))]
    assert tried == [NOBODY] * 14


def test_a_token_that_was_overheard_opens_nothing_on_another_connection(scratch: Store) -> None:
    scope = as_person(scratch, "bnn_pusat", "")
    with scratch.reading(scope) as connection:
        overheard = str(connection.scalar(sa.text("select current_setting('akses.token')")))
        assert connection.execute(SCOPE).one()[0] == scope.person
        assert _ask(scratch, lambda _: overheard) == NOBODY


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=66, max_size=300))
def test_no_text_passes_for_a_token(scratch: Store, text: str) -> None:
    assert _ask(scratch, lambda _: text) == NOBODY


def test_a_token_ends_with_its_transaction(scratch: Store) -> None:
    with scratch.reading(as_person(scratch, "bnn_pusat", "")) as connection:
        assert connection.execute(SCOPE).one()[1] == "bnn_pusat"
    with scratch.app.connect() as connection:
        assert tuple(connection.execute(SCOPE).one()) == NOBODY


def test_a_retired_key_signs_nothing(scratch: Store) -> None:
    scope = as_person(scratch, "bnn_pusat", "")
    assert scratch.admin is not None
    with scratch.admin.begin() as connection:  # not the owner: the key is the signer's
        connection.execute(sa.text("update akses.signing_key set retired_at = now()"))
    assert _worth(scratch, scope) == NOBODY


def test_pads_are_those_of_hmac() -> None:
    inner, outer = pads("ff" * 32)
    assert inner == bytes([0xFF ^ 0x36] * 32 + [0x36] * 32)
    assert outer == bytes([0xFF ^ 0x5C] * 32 + [0x5C] * 32)


def test_nobody_can_be_granted_the_systems_role() -> None:
    assert set(Role) - set(GRANTABLE) == {"sistem", "publik"}


@pytest.mark.parametrize("role", GRANTABLE)
def test_cache_keys_differ_where_rows_may_differ(role: str) -> None:
    assert Scope("a", role, ("75",)).cache_key == Scope("b", role, ("75",)).cache_key
    assert Scope("a", role, ("75",)).cache_key != Scope("a", role, ("71",)).cache_key
    assert Scope("a", role, ("75",)).cache_key != Scope("a", "publik", ("75",)).cache_key
    assert Scope("a", role, ("75",)).cache_key != Scope("a", role, ("75",), published=True).cache_key
    assert Scope("a", role, ()).cache_key != Scope("a", role, ("",)).cache_key, "no region is not the nation"


def test_a_long_load_outlives_the_token_of_a_page(scratch: Store) -> None:
    """A load of minutes must not lose its rights half way."""
    with scratch.writing() as connection:
        body = str(connection.scalar(sa.text("select current_setting('akses.token')")))[:-65]
        now = connection.scalar(sa.text("select extract(epoch from now())"))
    assert json.loads(body)["expires"] - float(now) > 3600 > scratch.signer.seconds
