"""Middleware around every request, before a page or route: its number in the log, proxies, path, host, session and origin."""

import contextlib
import ipaddress
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard.cache.runtime import settings, store
from dashboard.web.caller import who_asks
from dashboard.web.page_server import PageServer
from dashboard.web.uploads import Ledger
from data.identity.demo import DEMO
from data.identity.people import Person
from data.log import logged, new_number
from data.model.errors import Fault, Problem
from data.ops.bootstrap import holds_real_rows

_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104
_NOBODYS = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent", "/auth/")  # the last: st.login
# what a browser requests before anybody signed in; none of it is data
_ANYBODYS = ("/_stcore/health", "/_stcore/host-config", "/_stcore/bidi-components/")
_PEOPLES = ("/_stcore/", "/media/")
_UPLOADS = "/_stcore/upload_file/"


def behind_proxies(app: ASGIApp, trusted_hosts: object = None) -> ProxyHeadersMiddleware:
    """Replaces uvicorn's own handling, which trusts any program of this machine: only the configured proxies are trusted."""
    return ProxyHeadersMiddleware(app, settings().trusted_proxies)  # type: ignore[arg-type]


class Numbered:
    """Gives each request its number in the log, and answers errors that nothing else caught."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        number, begun = new_number(), False

        async def send_with_number(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message.get("headers", []), (b"x-request-id", number.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_number)
        except Exception as error:  # the last place where it can be logged
            sentence = logged(error, where=place_of(scope))
            if scope["type"] == "http" and not begun:
                await PlainTextResponse(sentence, status_code=500)(scope, receive, send_with_number)
            elif scope["type"] == "websocket":
                with contextlib.suppress(RuntimeError):  # closed already
                    await send({"type": "websocket.close", "code": 1011})


class UnderPath:
    """Below a path of a shared host: takes the path off requests and puts it on redirects."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = settings().path if scope["type"] in ("http", "websocket") else ""
        if not path:
            await self.app(scope, receive, send)
            return

        async def send_below(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, path.encode() + value if name == b"location" and _is_ours(value, path) else value)
                    for name, value in message.get("headers", [])
                ]
            await send(message)

        asked = scope["path"]
        if asked == path or asked.startswith(f"{path}/"):  # some proxies remove the path themselves
            scope = {**scope, "path": asked[len(path) :] or "/", "raw_path": b""}
        await self.app(scope, receive, send_below)


def _is_ours(location: bytes, path: str) -> bool:
    return location[:1] == b"/" and location[:2] != b"//" and not location.startswith(path.encode() + b"/")


class KnownHost:
    """The embedded store has no sign-in, so requests are accepted only under our own names: another site could use its own name
    for us.
    """

    def __init__(self, app: ASGIApp, server: PageServer) -> None:
        self.app, self._server = app, server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] in ("http", "websocket") and scope["path"] not in ("/healthz", "/readyz")
        if asks and not settings().is_shared:
            host, bound = HTTPConnection(scope).headers.get("host", ""), self._server.address()
            refusal = None
            if not is_ours(host, bound):
                refusal = Problem.WRONG_HOST
            elif not stays_here(host, bound, scope.get("client")) and await run_in_threadpool(_holds_real_rows):
                refusal = Problem.REAL_ROWS_STAY_HERE
            if refusal is not None:
                await _refused(Fault(refusal), scope, receive, send)
                return
        await self.app(scope, receive, send)


def stays_here(host: str, bound: str, client: tuple[str, int] | None) -> bool:
    """Whether a request neither comes from another machine nor was passed on under the name of one: without accounts, real
    rows are read here only.
    """
    names = [urlsplit(f"//{host}").hostname or ""]
    if not _is_loopback(bound):
        names.append(client[0] if client else "")
    return all(_is_loopback(name) for name in names)


def _is_loopback(name: str) -> bool:
    return name.rstrip(".") == "localhost" or (_is_number(name) and ipaddress.ip_address(name).is_loopback)


def _holds_real_rows() -> bool:
    try:
        return holds_real_rows(store())
    except Fault as fault:
        if fault.problem == Problem.NOT_PREPARED:  # nothing of it can be read yet, by anybody
            return False
        raise


def is_ours(host: str, bound: str) -> bool:
    """Whether a Host header names this machine, the address `bound` we listen at, or the one of `BERSINAR_ADDRESS`."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    known = {"localhost", "127.0.0.1", "::1", bound, urlsplit(settings().address).hostname} - {"", None}
    if name in known:
        return True
    # open to all networks: only by IP address, because a stranger's name could be made to resolve to this machine
    return bound in _EVERYWHERE and _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Doors:
    """Refuses requests without a session, and from pages of another origin, to Streamlit's own files and websockets."""

    def __init__(self, app: ASGIApp, server: PageServer) -> None:
        self.app = app
        self.ledger = Ledger(server)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, receive, send)
        except Fault as fault:
            await _refused(fault, scope, receive, send)
            return
        if answer is not None:
            await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """Pass the request on to the app. Raises `Fault` where it is refused."""
        path, request = scope["path"], HTTPConnection(scope)
        if path.startswith(_NOBODYS):
            return Response(status_code=404)
        inside = scope["type"] == "websocket" or (path.startswith(_PEOPLES) and not path.startswith(_ANYBODYS))
        if inside:
            if not of_our_origin(request):
                raise Fault(Problem.OTHER_ORIGIN)
            person = await run_in_threadpool(_person, request)
            if path.startswith(_UPLOADS) and scope["type"] == "http" and scope["method"] == "PUT":
                size = request.headers.get("content-length", "")
                with self.ledger.room(person.username, path[len(_UPLOADS) :], int(size) if size.isdecimal() else None):
                    await self.app(scope, receive, send)
                return None
        await self.app(scope, receive, send)
        return None


def of_our_origin(request: HTTPConnection) -> bool:
    """Whether the request is not from a page of another site or port. Programs that are no browser send no origin."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    asked = urlsplit(origin).netloc
    return bool(asked) and asked in (request.headers.get("host"), urlsplit(settings().address).netloc)


def _person(request: HTTPConnection) -> Person:
    if not settings().is_shared:
        return DEMO[0]  # one machine, one ledger
    found = who_asks(request, "")
    if found is None:
        raise Fault(Problem.SIGN_IN_FIRST)
    return found


async def _refused(fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    sentence = logged(fault, where=place_of(scope))
    if scope["type"] == "websocket":  # before it was accepted: the server answers 403
        await send({"type": "websocket.close", "code": 1013 if fault.status >= 500 else 1008})
        return
    await PlainTextResponse(sentence, status_code=fault.status, headers={"cache-control": "no-store"})(scope, receive, send)


def place_of(scope: Scope) -> str:
    """The first part of a path, for the log: the rest may name people or grant access."""
    return "/" + str(scope["path"]).lstrip("/").partition("/")[0]
