"""The routes of signing in: password, further steps, single sign-on, the owner's own changes, and signing out."""

import asyncio
import contextlib
import io
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from urllib.parse import parse_qsl

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.cache.runtime import here, settings, store
from dashboard.web import session
from dashboard.web.caller import who_asks
from dashboard.web.entrance import of_our_origin, place_of
from dashboard.web.signin import sso, steps
from dashboard.web.signin.form import Field, page
from dashboard.web.signin.steps import Step
from dashboard.words.texts import text
from data.api.limits import limiter
from data.identity import second_factor
from data.identity.people import (
    Person,
    change_password,
    check_code,
    check_password,
    drop_second_factor,
    held_up,
    note_sign_in,
    person_of_provider,
    set_second_factor,
)
from data.log import logged
from data.model.errors import Fault, Problem

_NEVER = {"cache-control": "no-store"}
_MOST_OF_A_FORM = 20_000  # bytes
_tries = limiter()  # forms a minute from one address, right or wrong: each costs a hash; the store counts failures
_PASSWORD = Field("password", "password", "current-password")
_NEW = [Field("new", "password", "new-password"), Field("again", "password", "new-password")]
_CODE = Field("code", "text", "one-time-code")
Given = dict[str, str]


def sign_in_routes() -> list[BaseRoute]:
    """All routes of signing in. Where there are no accounts they redirect to the app."""
    return [
        Route("/masuk", _form(_sign_in), methods=["GET", "POST"]),
        Route("/masuk/lanjut", _form(_go_on), methods=["GET", "POST"]),
        Route("/masuk/sso", _form(_to_provider), methods=["GET"]),
        Route(sso.CALLBACK, _form(_by_provider), methods=["GET"]),
        Route("/akun/sandi", _form(_own_password), methods=["GET", "POST"]),
        Route("/akun/faktor", _form(_own_factor), methods=["GET", "POST"]),
        Route("/keluar", _sign_out, methods=["GET", "POST"]),
    ]


def _form(
    answer: Callable[[Request, Given | None], Response | Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """A form's route: forms are small, sent from our own pages, limited in rate, and never cached by the browser.

    `answer` gets the submitted fields, or ``None`` when the page is requested; it may raise `Fault`.
    """

    async def endpoint(request: Request) -> Response:
        if not settings().is_shared:
            return RedirectResponse("/", status_code=303)
        try:
            given = None
            if request.method == "POST":
                if not of_our_origin(request):
                    return _shown(_front(), status=403)
                given = await _few_words(request)
                _tries(_address(request), True)
                if "username" in given:
                    # here and not in a thread: waiting takes only a connection
                    await asyncio.sleep(await run_in_threadpool(held_up, store(), given["username"]))
            if iscoroutinefunction(answer):
                made = await answer(request, given)
            else:
                made = await run_in_threadpool(answer, request, given)
        except Fault as fault:
            made = _shown(_front(logged(fault, where=place_of(request.scope))), status=fault.status)
        made.headers.update(_NEVER)
        return made

    return endpoint


def _address(request: Request) -> str:
    return request.client.host if request.client else "-"


async def _few_words(request: Request) -> Given:
    """The fields of a small form. Raises `Fault` once more bytes arrive than allowed."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_OF_A_FORM:
            raise Fault(Problem.FILE_TOO_LARGE, most=1)
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _front(fault: str = "") -> str:
    way = f'<a class="way" href="{here("/masuk/sso")}">{text("signin.sso")}</a>' if sso.is_offered(settings()) else ""
    return page("signin", "/masuk", [Field("username", "text", "username"), _PASSWORD], fault=fault, extra=way)


def _shown(html: str, *, status: int = 200) -> Response:
    return HTMLResponse(html, status_code=status)


def _sign_in(request: Request, given: Given | None) -> Response:
    if given is None:
        return _shown(_front())
    person = check_password(store(), given.get("username", ""), given.get("password", ""), _address(request))
    return _next(person, code_given=False)


def _next(person: Person, *, code_given: bool) -> Response:
    """A redirect to the next step, or into the app."""
    if steps.wanted(person, settings(), code_given=code_given) is None:
        return _enter(person, way="sandi dan kode" if person.second_factor else "sandi")
    answer = RedirectResponse("/masuk/lanjut", status_code=303)
    _keep(answer, steps.COOKIE, steps.issue(store(), person, code_given=code_given), steps.LIFE_S)
    return answer


def _enter(person: Person, to: str = "/", way: str = "") -> Response:
    """Open a session and redirect into the app; the sign-in is noted with its `way` once the session exists."""
    answer = RedirectResponse(to, status_code=303)
    hours = settings().session_hours
    _keep(answer, session.COOKIE, session.issue(store(), person, hours), int(hours * 3600))
    if way:
        note_sign_in(store(), person, way)
    answer.delete_cookie(steps.COOKIE, path=_cookie_path())
    return answer


def _cookie_path() -> str:
    """The path of our cookies, so that other applications on a shared host do not get them."""
    return settings().path or "/"


def _keep(answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(name, value, max_age=seconds, path=_cookie_path(), httponly=True, samesite="lax", secure=settings().https)


def _go_on(request: Request, given: Given | None) -> Response:
    """The form of the next step after a correct password, or the redirect after its answer."""
    found = steps.underway(store(), request.cookies.get(steps.COOKIE))
    if found is None:
        raise Fault(Problem.STEP_ENDED)
    person, code_given = found
    step = steps.wanted(person, settings(), code_given=code_given)
    if step is None:
        return _next(person, code_given=code_given)
    if given is None:
        return _shown(_step_page(step, person))
    try:
        if step is Step.CODE:
            check_code(store(), person, given.get("code", ""))
            code_given = True
        elif step is Step.PASSWORD:
            person = change_password(store(), person, _twice(given))
        else:
            person, code_given = _enrolled(person, given), True
    except Fault as fault:
        if fault.problem is Problem.LOCKED_OUT:
            raise
        return _shown(_step_page(step, person, logged(fault, where="/masuk")), status=fault.status)
    return _next(person, code_given=code_given)


def _step_page(step: Step, person: Person, fault: str = "") -> str:
    if step is Step.CODE:
        return page("code", "/masuk/lanjut", [_CODE], fault=fault, links={text("code.back"): "/masuk"})
    if step is Step.PASSWORD:
        return page("change", "/masuk/lanjut", _NEW, fault=fault)
    return _enrol_page(person, "/masuk/lanjut", [], fault)


def _enrol_page(person: Person, action: str, before: list[Field], fault: str, links: dict[str, str] | None = None) -> str:
    secret = second_factor.new_secret()
    picture = io.BytesIO()
    segno.make(second_factor.uri(secret, person.username), micro=False).save(
        picture, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, title="QR"
    )
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    drawn = f"<figure>{picture.getvalue().decode()}</figure><code>{spaced}</code>"
    kept = Field("secret", "hidden", value=steps.seal_secret(store(), person, secret))
    return page("factor", action, [*before, _CODE, kept], fault=fault, extra=drawn, links=links)


def _enrolled(person: Person, given: Given) -> Person:
    secret = steps.sealed_secret(store(), person, given.get("secret", ""))
    if secret is None:
        raise Fault(Problem.STEP_ENDED)
    return set_second_factor(store(), person, secret, given.get("code", ""))


def _twice(given: Given) -> str:
    if given.get("new", "") != given.get("again", ""):
        raise Fault(Problem.UNLIKE_PASSWORDS)
    return given.get("new", "")


def _own_password(request: Request, given: Given | None) -> Response:
    """A signed-in person changes their password; their other sessions end."""
    return _own(request, given, lambda person, fault: _changed_page(fault), lambda person, said: _changed(person, said))


def _changed_page(fault: str) -> str:
    return page("change", "/akun/sandi", [_PASSWORD, *_NEW], fault=fault, links={text("field.back"): "/"})


def _changed(person: Person, given: Given) -> Person:
    return change_password(store(), person, _twice(given))


def _own_factor(request: Request, given: Given | None) -> Response:
    """A signed-in person sets up a second factor, or removes it."""

    required = settings().second_factor == "wajib"

    def drawn(person: Person, fault: str) -> str:
        back = {text("field.back"): "/"}
        if person.second_factor:
            fault = str(Fault(Problem.FACTOR_REQUIRED)) if required else fault
            return page("unfactor", "/akun/faktor", [_PASSWORD, _CODE], fault=fault, links=back)
        return _enrol_page(person, "/akun/faktor", [_PASSWORD], fault, back)

    def done(person: Person, said: Given) -> Person:
        if not person.second_factor:
            return _enrolled(person, said)
        if required:
            raise Fault(Problem.FACTOR_REQUIRED)
        check_code(store(), person, said.get("code", ""))
        return drop_second_factor(store(), person)

    return _own(request, given, drawn, done)


def _own(
    request: Request, given: Given | None, drawn: Callable[[Person, str], str], done: Callable[[Person, Given], Person]
) -> Response:
    """A change of one's own account: the password is required again, because a session may have been left open."""
    person = who_asks(request, "")
    if person is None:
        return RedirectResponse("/masuk", status_code=303)
    if given is None:
        return _shown(drawn(person, ""))
    try:
        check_password(store(), person.username, given.get("password", ""), _address(request))
        return _enter(done(person, given))
    except Fault as fault:
        if fault.problem is Problem.LOCKED_OUT:
            raise
        return _shown(drawn(person, logged(fault, where="/akun")), status=fault.status)


async def _to_provider(request: Request, _: Given | None) -> Response:
    if not sso.is_offered(settings()):
        return RedirectResponse("/masuk", status_code=303)
    _tries(_address(request), True)
    return await sso.begin(request, settings())


async def _by_provider(request: Request, _: Given | None) -> Response:
    """Sign in with the provider's answer."""
    if not sso.is_offered(settings()):
        return RedirectResponse("/masuk", status_code=303)
    try:
        _tries(_address(request), True)
        said = await sso.identity(request, settings())
        answer = await run_in_threadpool(_vouched, said)
    except Fault as fault:
        answer = _shown(_front(logged(fault, where=sso.CALLBACK)), status=fault.status)
    sso.forget(answer, settings())
    return answer


def _vouched(said: sso.Identity) -> Response:
    return _enter(person_of_provider(store(), said.name, said.subject), way="sso")


async def _sign_out(request: Request) -> Response:
    """End this session, in the store and in the browser."""
    await run_in_threadpool(_leave, request.cookies.get(session.COOKIE))
    answer = RedirectResponse("/masuk", status_code=303)
    for name in (session.COOKIE, steps.COOKIE):
        answer.delete_cookie(name, path=_cookie_path())
    return answer


def _leave(cookie: str | None) -> None:
    # signing out must also work where the store does not answer
    with contextlib.suppress(Fault):
        session.end(store(), settings(), cookie)
