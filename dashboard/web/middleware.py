"""Middleware around every answer: sign-in on a shared store, and security headers."""

import base64
import hashlib
import re

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.cache.runtime import here, settings
from dashboard.web import preparing
from dashboard.web.caller import who_asks
from dashboard.web.entrance import Doors, KnownHost, Numbered, UnderPath, place_of
from dashboard.web.lost import Pages
from dashboard.web.page_server import PageServer
from dashboard.web.preparing.page import page
from dashboard.web.signin.sso import CALLBACK
from dashboard.web.static import Compressed
from dashboard.words.assets import asset_version
from data.log import logged
from data.model.errors import Fault


def _inline_scripts(page: str) -> str:
    """The scripts inside the server's own page, each by its digest: no other script in a page runs."""
    found = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.S)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in found)


# Nothing is loaded from outside this app. Each exception to 'self' and why:
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' blob: {inline}",  # blob: Streamlit loads the map component's script from memory
        "worker-src 'self' blob:",  # the map's worker
        "style-src 'self' 'unsafe-inline'",  # Streamlit's styles are made in the page
        "img-src 'self' data: blob:",  # icons, and pictures of maps and charts
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",  # pages, tiles and values; data: charts that are saved as a picture
        "media-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "frame-src 'self'",  # folium's maps, which come with a policy of their own
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(self), payment=(), usb=()"),
)
# sent only where the app is reached by TLS: a browser that received it uses nothing else for a year
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


_OPEN = ("/masuk", "/keluar", "/healthz", "/readyz", CALLBACK)  # none of them shows data


class Headers:
    """Adds the headers above to every HTTP answer that does not bring its own."""

    def __init__(self, app: ASGIApp, server: PageServer) -> None:
        self.app = app
        self._policy = _POLICY.format(inline=_inline_scripts(server.page))
        # Swagger's page holds a script that starts it; it shows the API's own words, nobody's data
        self._of_api_docs = _POLICY.format(inline="").replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = self._of_api_docs if scope["path"] == "/api/v1/docs" else self._policy
                more = (*_HEADERS, (b"content-security-policy", policy.encode()), *((_HSTS,) if settings().https else ()))
                own = {name for name, _ in message.get("headers", [])}  # framed pages have a stricter policy of their own
                message["headers"] = [*message.get("headers", []), *(one for one in more if one[0] not in own)]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class SignInFirst:
    """On a shared store, redirects a page requested without a session to the sign-in form."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and settings().is_shared and _wants_page(scope):
            if preparing.status().served is None:  # nobody can sign in yet
                said = page(preparing.status(), here(f"/assets/{asset_version()}"))
                await HTMLResponse(said, status_code=503, headers={"cache-control": "no-store"})(scope, receive, send)
                return
            try:
                person = await run_in_threadpool(who_asks, Request(scope), "")
            except Fault as fault:
                sentence = logged(fault, where=place_of(scope))
                await PlainTextResponse(sentence, status_code=fault.status)(scope, receive, send)
                return
            if person is None:
                await RedirectResponse("/masuk", status_code=303)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _wants_page(scope: Scope) -> bool:
    accepts = dict(scope["headers"]).get(b"accept", b"")
    return (
        scope["method"] == "GET"
        and b"text/html" in accepts
        and scope["path"] not in _OPEN
        and not scope["path"].startswith(("/api/", "/masuk/", "/akun/"))
    )


def middleware(server: PageServer) -> list[Middleware]:
    """The middleware, in the order in which it wraps `server`."""
    return [
        Middleware(Numbered),
        Middleware(UnderPath),
        Middleware(Headers, server=server),
        Middleware(KnownHost, server=server),
        Middleware(SignInFirst),
        Middleware(Pages),
        Middleware(Doors, server=server),
        Middleware(Compressed, server=server),
    ]
