"""Single sign-on by OpenID Connect: a provider vouches for a name, which opens an account of ours.

The provider is named in ``BERSINAR_HOME/sso.toml``. Its tokens are read once and never stored: meanwhile a browser holds only
what the answer must match, signed and for five minutes.
"""

import hashlib
import ssl
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError, StarletteOAuth2App
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from data.model.errors import Fault, Problem
from data.model.settings import Settings

FILE = "sso.toml"
CALLBACK = "/oauth2callback"  # what installations have registered at their providers
COOKIE = "bersinar_sso"
LIFE_S = 300
_SHORTEST_SECRET = 32  # characters: a secret that can be guessed lets anybody forge what an answer must match
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_OVER = ("mismatching_state", "access_denied", "invalid_grant")  # another browser's answer, cancelled, used already or expired


@dataclass(frozen=True)
class Identity:
    """What the provider vouches for: `name` under which the account was registered, `subject` as its permanent identifier."""

    name: str
    subject: str


def is_offered(settings: Settings) -> bool:
    """Whether a provider is named."""
    return settings.is_shared and (settings.home / FILE).exists()


async def begin(request: Request, settings: Settings) -> Response:
    """A redirect to the provider with state, nonce and PKCE. Raises `Fault` for a bad file or a provider that does
    not answer.
    """
    section = _section(settings)
    asked = _with_session(request, {})
    try:
        answer = await _client(section).authorize_redirect(asked, section["redirect_uri"])
    except Exception as error:  # whatever comes from outside
        raise Fault(Problem.SSO_SILENT) from error
    answer.set_cookie(
        COOKIE,
        _signer(section).dumps(asked.session),
        max_age=LIFE_S,
        path=settings.path + CALLBACK,
        httponly=True,
        samesite="lax",
        secure=settings.https,
    )
    return answer


async def identity(request: Request, settings: Settings) -> Identity:
    """The identity in the provider's answer.

    Raises `Fault` for a bad file, a provider that fails or lies, an answer that this browser did not ask for within five
    minutes, and an unverified e-mail: only JSON's true counts as verified, unless the setting `sso_unverified` accepts the
    e-mail without it.
    """
    section = _section(settings)
    try:
        kept = _signer(section).loads(request.cookies.get(COOKIE, ""), max_age=LIFE_S)
    except BadSignature:
        raise Fault(Problem.STEP_ENDED) from None
    try:
        client = _client(section)
        issuer = (await client.load_server_metadata())["issuer"]
        wanted = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": section["client_id"]}}
        said = (await client.authorize_access_token(_with_session(request, kept), claims_options=wanted))["userinfo"]
    except OAuthError as error:
        raise Fault(Problem.STEP_ENDED if error.error in _OVER else Problem.SSO_SILENT) from error
    except Exception as error:  # whatever comes from outside
        raise Fault(Problem.SSO_SILENT) from error
    claim = settings.sso_claim
    verified = claim != "email" or said.get("email_verified") is True or settings.sso_unverified
    if not said.get(claim) or not verified:
        raise Fault(Problem.SSO_UNVERIFIED, claim=claim)
    return Identity(str(said[claim]), f"{said['iss']} {said['sub']}")


def forget(answer: Response, settings: Settings) -> None:
    """Drop what an answer must match, so that it is valid once."""
    answer.delete_cookie(COOKIE, path=settings.path + CALLBACK)


def _section(settings: Settings) -> dict[str, Any]:
    try:
        given: dict[str, Any] = tomllib.loads((settings.home / FILE).read_text(encoding="utf-8")).get("auth", {})
    except (OSError, ValueError):
        raise Fault(Problem.SSO_BROKEN, reason="bukan TOML yang sah") from None
    if missing := [key for key in _NEEDED if not given.get(key)]:
        raise Fault(Problem.SSO_BROKEN, reason=f"[auth] tanpa {', '.join(missing)}")
    if len(str(given["cookie_secret"])) < _SHORTEST_SECRET:
        raise Fault(Problem.SSO_BROKEN, reason=f"cookie_secret perlu sedikitnya {_SHORTEST_SECRET} huruf acak")
    if not str(given["redirect_uri"]).endswith(CALLBACK):
        raise Fault(Problem.SSO_BROKEN, reason=f"redirect_uri tidak berakhir dengan {CALLBACK}")
    return given


def _client(section: dict[str, Any]) -> StarletteOAuth2App:
    usual = {"scope": "openid email profile", "prompt": "select_account", "verify": _trusted()}
    return OAuth().register(
        "sso",
        **{key: section[key] for key in ("client_id", "client_secret", "server_metadata_url")},
        client_kwargs={**usual, **section.get("client_kwargs", {}), "code_challenge_method": "S256"},
    )


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The certificates that this machine trusts; reading them takes longer than asking the provider."""
    return httpx2.create_ssl_context()


def _with_session(request: Request, session: dict[str, Any]) -> Request:
    """The request with a session of our own: Streamlit has one of that name, which stays as it is."""
    return Request({**request.scope, "session": session})


def _signer(section: dict[str, Any]) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(section["cookie_secret"]), salt=COOKIE, signer_kwargs={"digest_method": hashlib.sha256})
