"""What wraps every answer: sign-in on a shared store, and headers that keep the browser at home."""

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import session
from dashboard.runtime import settings, store
from data.errors import Fault

# Streamlit's front end needs inline styles and eval; nothing needs an address outside this app.
_POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws: wss: data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)


class Headers:
    """Adds the headers above to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class SignInFirst:
    """On a shared store a page asked for without a session leads to the sign-in form."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and settings().is_shared and _wants_page(scope):
            cookie = Request(scope).cookies.get(session.COOKIE)
            try:
                person = await run_in_threadpool(lambda: session.person_of(store(), settings(), cookie))
            except Fault as fault:
                await PlainTextResponse(str(fault), status_code=fault.status)(scope, receive, send)
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
        and scope["path"] not in ("/masuk", "/healthz")
        and not scope["path"].startswith("/api/")
    )


def middleware() -> list[Middleware]:
    """In the order in which they wrap."""
    return [Middleware(Headers), Middleware(SignInFirst)]
