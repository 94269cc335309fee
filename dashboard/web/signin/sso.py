"""Single sign-on by OpenID Connect: Streamlit asks the provider, as `st.login` does; an account of ours is what it opens.

The provider is named in ``BERSINAR_HOME/sso.toml``, written as Streamlit's ``[auth]`` section. Streamlit's cookie only carries
what the provider said to us, once: it is dropped as soon as our own session begins.
"""

import contextlib
import json
import tomllib
from base64 import b64decode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response
from streamlit import config
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.user_info import AUTH_LOGIN_ENDPOINT
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import SESSION_COOKIE_NAME, TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from data.model.errors import Fault, Problem
from data.model.settings import Settings

FILE = "sso.toml"
_SHORTEST_SECRET = 32  # letters: a secret that can be guessed lets anybody forge the provider's answers
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_FRESH_DAYS = 5 / 1440  # what the provider said opens a session within five minutes, not within Streamlit's thirty days


@dataclass(frozen=True)
class Identity:
    """What the provider vouches for: `name` under which the account was registered, `subject` for ever."""

    name: str
    subject: str


def secrets_of(settings: Settings) -> dict[str, Any]:
    """What `st.App` needs to know of the provider, read when the app starts; nothing where there is none."""
    with contextlib.suppress(Fault):
        return {"auth": _section(settings)} if is_offered(settings) else {}
    return {}


def is_offered(settings: Settings) -> bool:
    """Whether a provider is named."""
    return settings.is_shared and (settings.home / FILE).exists()


def address(settings: Settings) -> str:
    """Where signing in begins. Raises `Fault` for a file that lacks something."""
    _section(settings)
    return f"{AUTH_LOGIN_ENDPOINT}?{urlencode({'provider': encode_provider_token('default')})}"


def _section(settings: Settings) -> dict[str, Any]:
    try:
        given: dict[str, Any] = tomllib.loads((settings.home / FILE).read_text(encoding="utf-8")).get("auth", {})
    except (OSError, ValueError):
        raise Fault(Problem.SSO_BROKEN, reason="bukan TOML yang sah") from None
    if missing := [key for key in _NEEDED if not given.get(key)]:
        raise Fault(Problem.SSO_BROKEN, reason=f"[auth] tanpa {', '.join(missing)}")
    if len(str(given["cookie_secret"])) < _SHORTEST_SECRET:
        raise Fault(Problem.SSO_BROKEN, reason=f"cookie_secret perlu sedikitnya {_SHORTEST_SECRET} huruf acak")
    return given


def is_back(request: Request) -> bool:
    """Whether the browser brings an answer of the provider."""
    return USER_COOKIE_NAME in request.cookies


def is_awaited(request: Request) -> bool:
    """Whether this browser was sent to the provider and comes back with the state it was given."""
    state, cookie = request.query_params.get("state", ""), request.cookies.get(SESSION_COOKIE_NAME, "")
    kept: dict[str, Any] = {}
    # Streamlit signs this cookie with the key it had before it read the provider's section
    for secret in (config.get_option("server.cookieSecret"), get_cookie_secret()):
        with contextlib.suppress(BadSignature, ValueError):
            kept |= json.loads(b64decode(TimestampSigner(secret).unsign(cookie)))
    return bool(state) and any(key.startswith("_state_") and key.endswith(f"_{state}") for key in kept)


def identity(request: Request, settings: Settings) -> Identity | None:
    """What the provider said a moment ago; ``None`` when nothing, too long ago, forged, or an e-mail nobody verified.

    A provider that says nothing of the e-mail, or says it in other words than JSON's true, has not verified it, unless the
    setting `sso_unverified` trusts it all the same. Raises `Fault` for a file that lacks something.
    """
    _section(settings)  # an answer signed with a secret that is too short is worth nothing
    claim = settings.sso_claim

    def one(name: str) -> bytes | None:
        given = request.cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, given, _FRESH_DAYS) if given else None

    body = get_cookie_with_chunks(one, USER_COOKIE_NAME)
    said = json.loads(body) if body else {}
    if not (said.get(claim) and said.get("iss") and said.get("sub")):
        return None
    if claim == "email" and said.get("email_verified") is not True and not settings.sso_unverified:
        return None
    return Identity(str(said[claim]), f"{said['iss']} {said['sub']}")


def forget(request: Request, response: Response) -> None:
    """Drop Streamlit's cookies, chunks as well, under the path they were set for."""
    for name in request.cookies:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            for path in {"/", "/" + str(config.get_option("server.baseUrlPath") or "").strip("/")}:
                response.delete_cookie(name, path=path)
