"""Forged and replayed answers of a provider, and a second factor removed where it is required."""

import itertools
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pyotp
import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from dashboard.cache import runtime
from dashboard.web import session
from dashboard.web.signin import routes, sso
from data.api.limits import limiter
from data.identity import accounts, second_factor
from data.identity.accounts import Giver, Wanted
from data.identity.people import find_person, set_second_factor
from tests.attack.provider import Provider, providing
from tests.attack.serving import serving
from tests.people import WORD
from tests.stores import Run

NAME = "rahmat@bnn.example"
HOME = "http://testserver"
STEP_ENDED = "Coba masuk sekali lagi"
UNVERIFIED = "tidak menyatakan"
SILENT = "Penyedia SSO tidak menjawab, atau jawabannya tidak sah."


@pytest.fixture
def client(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The app's own addresses over a shared store with one account, which has a second factor."""
    monkeypatch.setattr(routes, "_tries", limiter())
    with serving(run, tmp_path / "app", monkeypatch) as opened:
        yield opened


@pytest.fixture
def provider(client: TestClient) -> Iterator[Provider]:
    """A provider that the app of `client` trusts; it vouches for ``rahmat``, who has an account."""
    wanted = Wanted("rahmat", "Rahmat", "kepala_daerah", ("",), sso_name=NAME)
    accounts.add_account(runtime.store(), wanted, Giver())
    with providing() as opened:
        opened.claims["email"] = NAME
        _write(opened.settings(home=HOME))
        yield opened


def _write(toml: str) -> None:
    (runtime.settings().home / sso.FILE).write_text(toml, encoding="utf-8")


def _begin(client: TestClient) -> str:
    begun = client.get("/masuk/sso")
    assert begun.status_code == 302, begun.text
    return begun.headers["location"]


def _come_back(client: TestClient, address: str) -> httpx2.Response:
    back = urlsplit(address)
    return client.get(f"{back.path}?{back.query}")


def _sign_in(client: TestClient, provider: Provider) -> httpx2.Response:
    return _come_back(client, provider.approve(_begin(client)))


def _is_inside(client: TestClient, answer: httpx2.Response) -> bool:
    inside = answer.status_code == 303 and answer.headers["location"] == "/"
    assert inside == (session.COOKIE in client.cookies)
    return inside


def _refused(client: TestClient, answer: httpx2.Response, sentence: str) -> bool:
    assert sentence in answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code >= 400 and not _is_inside(client, answer)


def test_a_verified_email_opens_its_account_and_keeps_no_provider_token(client: TestClient, provider: Provider) -> None:
    begun = client.get("/masuk/sso")
    kept = begun.headers["set-cookie"]
    for rule in ("HttpOnly", "Path=/oauth2callback", "SameSite=lax", "Max-Age=300"):
        assert rule in kept
    answer = _come_back(client, provider.approve(begun.headers["location"]))
    assert _is_inside(client, answer)
    set_there = {cookie.partition("=")[0]: cookie for cookie in answer.headers.get_list("set-cookie")}
    assert {name for name, cookie in set_there.items() if "Max-Age=0" not in cookie} == {session.COOKIE}
    assert set(client.cookies) == {session.COOKIE}
    assert not any("kunci-penyedia" in text for text in (*set_there.values(), answer.text))
    assert set(provider.asked) == {"/.well-known/openid-configuration", "/token", "/jwks"}


def test_an_email_counts_only_where_it_was_verified(
    client: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in ({}, *({"email_verified": value} for value in (None, "false", "true", False, 1))):
        provider.claims = {"sub": "7", "email": NAME, **said}
        assert _refused(client, _sign_in(client, provider), UNVERIFIED), said
    monkeypatch.setattr(runtime.settings(), "sso_unverified", True)
    assert _is_inside(client, _sign_in(client, provider))


def test_another_claim_may_name_the_account(client: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime.settings(), "sso_claim", "preferred_username")
    assert _refused(client, _sign_in(client, provider), UNVERIFIED)
    provider.claims |= {"preferred_username": NAME, "email": "lain@bnn.example", "email_verified": False}
    assert _is_inside(client, _sign_in(client, provider))


def test_an_account_belongs_to_its_first_subject_and_none_is_created(client: TestClient, provider: Provider) -> None:
    assert _is_inside(client, _sign_in(client, provider))
    client.cookies.clear()
    provider.claims["sub"] = "8"
    assert _refused(client, _sign_in(client, provider), "sudah terikat pada orang lain")
    provider.claims |= {"sub": "9", "email": "tamu@bnn.example"}
    assert _refused(client, _sign_in(client, provider), "tidak terdaftar")


def test_an_answer_is_good_for_the_browser_that_asked_for_it(client: TestClient, provider: Provider) -> None:
    answer = provider.approve(_begin(client))
    asked = len(provider.asked)
    kept = client.cookies.get(sso.COOKIE)
    client.cookies.clear()
    assert _refused(client, _come_back(client, answer), STEP_ENDED)
    for forged in ("x", "", "e30.x.y", f"{kept}x", f"x{kept}"):
        client.cookies.set(sso.COOKIE, forged)
        assert _refused(client, _come_back(client, answer), STEP_ENDED), forged
    client.cookies.clear()
    assert len(provider.asked) == asked, "the provider is not troubled with what nobody asked for"
    _begin(client)  # this browser waits for an answer, but to another question
    assert _refused(client, _come_back(client, answer), STEP_ENDED)
    assert _refused(client, client.get("/oauth2callback?code=x"), STEP_ENDED)
    assert "/token" not in provider.asked


def test_an_answer_is_good_for_five_minutes(client: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, kept = provider.approve(_begin(client)), client.cookies.get(sso.COOKIE)
    began = time.time()
    client.cookies.clear()
    client.cookies.set(sso.COOKIE, str(kept))  # a browser that keeps it longer than it was asked to
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: began + 303)
    assert _refused(client, _come_back(client, answer), STEP_ENDED)


def test_an_answer_is_good_once(client: TestClient, provider: Provider) -> None:
    answer, kept = provider.approve(_begin(client)), client.cookies.get(sso.COOKIE)
    assert _is_inside(client, _come_back(client, answer))
    client.cookies.clear()
    assert _refused(client, _come_back(client, answer), STEP_ENDED)
    client.cookies.set(sso.COOKIE, str(kept))  # copied while it was there: the provider knows that its code was used
    assert _refused(client, _come_back(client, answer), STEP_ENDED)


def test_a_token_made_for_another_purpose_opens_nothing(client: TestClient, provider: Provider) -> None:
    good = provider.claims
    for forged in (
        {"aud": "aplikasi-lain"},
        {"aud": ["aplikasi-lain", "lagi"], "azp": "dasbor"},
        {"iss": "https://lain.example"},
        {"nonce": "lain"},
        {"nonce": None},
        {"exp": 1},
        {"exp": "besok"},
        {"sub": None},
    ):
        provider.claims = good | forged
        assert _refused(client, _sign_in(client, provider), SILENT), forged


def test_a_token_that_another_key_signed_opens_nothing(client: TestClient, provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "satu"})
    assert _refused(client, _sign_in(client, provider), SILENT)


def test_a_provider_that_gives_no_id_token_opens_nothing(client: TestClient, provider: Provider) -> None:
    provider.answers["/token"] = (200, b'{"token_type": "Bearer", "access_token": "x"}')
    assert _refused(client, _sign_in(client, provider), SILENT)


def test_a_broken_provider_gives_a_sentence(client: TestClient, provider: Provider, log: pytest.LogCaptureFixture) -> None:
    garbage = (
        (500, b"{}"),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b"\xff"),
        (400, b'{"error": "invalid_client"}'),
    )
    for path, answer in itertools.product(("/.well-known/openid-configuration", "/token", "/jwks"), garbage):
        provider.answers = {}
        way = _begin(client)
        provider.answers[path] = answer
        assert _refused(client, _come_back(client, provider.approve(way)), SILENT), (path, answer)
    provider.answers = {"/.well-known/openid-configuration": (200, b"[]")}
    assert _refused(client, client.get("/masuk/sso"), SILENT)
    assert not [one for one in log.records if one.exc_info]
    assert log.text.count("SSO_SILENT") == 19


def test_a_provider_out_of_reach_gives_a_sentence(client: TestClient, provider: Provider, free_port: int) -> None:
    _write(provider.settings(home=HOME).replace(provider.address, f"http://127.0.0.1:{free_port}"))
    answer = client.get("/masuk/sso")
    assert answer.status_code == 502
    assert SILENT in answer.text
    assert "Nama pengguna" in answer.text, "a password is still a way in"


def test_what_a_stranger_writes_into_an_answer_is_not_shown_nor_logged(
    client: TestClient, provider: Provider, log: pytest.LogCaptureFixture
) -> None:
    log.set_level(logging.DEBUG)
    hostile = "/oauth2callback?error=access_denied&error_description=siti%0Aberbohong&state=y"
    for _ in range(2):
        answer = client.get(hostile)
        assert _refused(client, answer, STEP_ENDED)
        assert "berbohong" not in answer.text
        _begin(client)
    assert not [one for one in log.records if "berbohong" in one.getMessage() and not one.name.startswith("httpx2")]


def test_a_secret_that_can_be_guessed_is_refused_with_a_sentence(client: TestClient, provider: Provider) -> None:
    answer = provider.approve(_begin(client))
    for secret in ("x", "s" * 31):
        _write(provider.settings(home=HOME, secret=secret))
        assert _refused(client, client.get("/masuk/sso"), "sedikitnya 32")
        assert _refused(client, _come_back(client, answer), "sedikitnya 32")
    assert len(provider.asked) == 1


def test_a_file_that_lacks_something_is_named(client: TestClient) -> None:
    for written, named in (("[auth]", "tanpa redirect_uri"), ("[auth", "TOML"), ("", "tanpa redirect_uri")):
        _write(written)
        assert _refused(client, client.get("/masuk/sso"), named)


def test_the_provider_is_not_asked_without_end(client: TestClient, provider: Provider) -> None:
    answers = [client.get("/masuk/sso").status_code for _ in range(121)]
    assert set(answers[:120]) == {302}
    assert answers[120] == 429
    assert len(provider.asked) == 120


def test_a_redirect_to_another_address_is_refused_with_a_sentence(client: TestClient, provider: Provider) -> None:
    _write(provider.settings(home=HOME).replace("/oauth2callback", "/kembali"))
    assert _refused(client, client.get("/masuk/sso"), "/oauth2callback")


def test_below_a_path_of_a_shared_host(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERSINAR_ADDRESS", "https://dasbor.example/bersinar")
    monkeypatch.setenv("BERSINAR_HTTPS", "true")
    with serving(run, tmp_path / "app", monkeypatch) as client, providing() as provider:
        accounts.add_account(runtime.store(), Wanted("rahmat", "Rahmat", "bnnp", ("",), sso_name=NAME), Giver())
        provider.claims["email"] = NAME
        _write(provider.settings(home="https://dasbor.example/bersinar"))
        client.base_url = "https://dasbor.example"
        begun = client.get("/bersinar/masuk/sso")
        assert "Path=/bersinar/oauth2callback" in begun.headers["set-cookie"]
        assert "Secure" in begun.headers["set-cookie"]
        answer = _come_back(client, provider.approve(begun.headers["location"]))
        assert answer.status_code == 303
        assert answer.headers["location"] == "/bersinar/"
        assert set(client.cookies) == {session.COOKIE}


def test_a_second_factor_stays_where_it_is_wanted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    store = runtime.store()
    siti = find_person(store, "siti")
    assert siti is not None
    secret = second_factor.new_secret()
    siti = set_second_factor(store, siti, secret, pyotp.TOTP(secret).now())
    client.cookies.set(session.COOKIE, session.issue(store, siti, 12))
    monkeypatch.setattr(runtime.settings(), "second_factor", "wajib")
    later = time.time() + 30  # a code that was not used when it was set up
    monkeypatch.setattr("data.identity.second_factor.time.time", lambda: later)
    answer = client.post("/akun/faktor", data={"password": WORD, "code": pyotp.TOTP(secret).at(int(later))})
    assert answer.status_code == 403
    assert "tidak dapat dilepas" in answer.text
    assert "tidak dapat dilepas" in client.get("/akun/faktor").text
    still = find_person(store, "siti")
    assert still is not None
    assert still.second_factor
