"""What a provider did not say, secrets that are guessed, and a second factor taken away where it is wanted."""

import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard.cache import runtime
from dashboard.web import session
from dashboard.web.signin import sso
from data.identity import second_factor
from data.identity.people import find_person, set_second_factor
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from tests.attack.serving import serving
from tests.people import WORD
from tests.stores import Run

SECRET = "s" * 32
HTML = {"accept": "text/html"}


def _toml(home: Path, secret: str = SECRET) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "sso.toml").write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1/oauth2callback"
cookie_secret = "{secret}"
client_id = "dasbor"
client_secret = "rahasia"
server_metadata_url = "http://127.0.0.1/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    _toml(tmp_path)
    monkeypatch.setattr(sso, "get_cookie_secret", lambda: SECRET)
    return Settings(home=tmp_path, DATABASE_URL="postgresql://x@127.0.0.1/x")  # type: ignore[call-arg]


def _said(claims: str) -> Request:
    body = '{"iss": "https://sso.example", "sub": "7", "email": "siti@bnn.example"' + claims + "}"
    signed = create_signed_value(SECRET, sso.USER_COOKIE_NAME, body).decode()
    return Request({"type": "http", "headers": [(b"cookie", f"{sso.USER_COOKIE_NAME}={signed}".encode())]})


@pytest.mark.parametrize(
    "verified", ["", *(f', "email_verified": {said}' for said in ('"false"', '"true"', "false", "null", "1"))]
)
def test_an_email_counts_only_where_it_was_verified(shared: Settings, verified: str) -> None:
    assert sso.identity(_said(verified), shared) is None
    trusted = shared.model_copy(update={"sso_unverified": True})
    assert sso.identity(_said(verified), trusted) == sso.Identity("siti@bnn.example", "https://sso.example 7")


def test_a_verified_email_opens_its_account(shared: Settings) -> None:
    found = sso.identity(_said(', "email_verified": true'), shared)
    assert found == sso.Identity("siti@bnn.example", "https://sso.example 7")


@pytest.mark.parametrize("secret", ["x", "s" * 31])
def test_a_secret_that_can_be_guessed_is_refused_with_a_sentence(shared: Settings, secret: str) -> None:
    _toml(shared.home, secret)
    for act in (lambda: sso.address(shared), lambda: sso.identity(_said(', "email_verified": true'), shared)):
        with pytest.raises(Fault, match="sedikitnya 32") as fault:
            act()
        assert fault.value.problem is Problem.SSO_BROKEN
    assert sso.secrets_of(shared) == {}, "Streamlit is not told of such a provider either"


@pytest.fixture
def client(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The app's own addresses over a shared store with one account, which has a second factor."""
    with serving(run, tmp_path / "app", monkeypatch) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/", "/masuk", "/akun/sandi"])
def test_what_the_provider_said_is_not_left_behind(client: TestClient, path: str) -> None:
    """Streamlit keeps its cookies, an access token among them, for thirty days."""
    client.post("/masuk", data={"username": "siti", "password": WORD})
    left = (sso.USER_COOKIE_NAME, f"{sso.USER_COOKIE_NAME}_1", sso.TOKENS_COOKIE_NAME)
    for name in left:
        client.cookies.set(name, "x")
    answer = client.get(path, headers=HTML)
    dropped = [cookie for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" in cookie]
    assert {cookie.partition("=")[0] for cookie in dropped} == set(left)


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
