"""Addresses that name no page, or a page without an area: where they lead. Middleware around the server of pages."""

import difflib
from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.cache.runtime import here
from dashboard.web import preparing
from dashboard.web.caller import who_asks
from dashboard.web.pages import FORMER, MAP, PAGES, home_region, landing, listed, page_at
from dashboard.words.assets import asset_version
from dashboard.words.texts import LANGUAGES, PARAMETER, language, speaking, text
from data.identity.people import Person
from data.model.errors import Fault

AREA = "w"
# who reads and how it looks: an address with these alone names no view
_READER = (PARAMETER, "sebagai", "layar", "angka")
_NEVER = {"cache-control": "no-store"}
_SERVERS = ("_stcore", "media", "component", "static", "app", "auth", "oauth2callback")

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Dasbor Bersinar</title><link rel="stylesheet" href="{assets}/app.css">
<link rel="stylesheet" href="{assets}/preparing.css"></head><body class="bs-alone"><main><p class="bs-brand">Dasbor Bersinar</p>
<section class="bs-lost"><h1>{title}</h1><p class="bs-lead">{lead}</p>{near}<ul>{links}</ul></section></main></body></html>"""


class Pages:
    """Sends the bare address to the page where the reader begins, and former pages to what they became; gives a page without an
    area the reader's own, so that every address can be passed on; an address that is no page gets a page that says so.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await _answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)


async def _answer(scope: Scope) -> Response | None:
    accepts = dict(scope["headers"]).get(b"accept", b"")
    if scope["method"] != "GET" or b"text/html" not in accepts:
        return None
    path = scope["path"].strip("/")
    entry, request = page_at(path), Request(scope)
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    if path in FORMER:
        to = f"/{FORMER[path].path}" + (f"?{urlencode(asked)}" if asked else "")
        return RedirectResponse(to, status_code=308)
    if path and entry is None:
        return None if _is_served(scope, path) else _lost(path, request)
    if entry is not None and AREA in asked:
        return None
    person = await run_in_threadpool(_person, request, asked.get("sebagai", ""))
    if entry is None:
        entry = landing(person) if person is not None and not asked.keys() - set(_READER) else MAP
    elif person is None:
        return None
    area = {AREA: home_region(person)} if person is not None and AREA not in asked else {}
    return RedirectResponse(f"/{entry.path}?{urlencode(asked | area)}", status_code=307, headers=_NEVER)


def _person(request: Request, demo: str) -> Person | None:
    if preparing.status().served is None:
        return None
    try:
        return who_asks(request, demo)
    except Fault:  # the page itself says what is wrong
        return None


def _is_served(scope: Scope, path: str) -> bool:
    """Whether something else answers: a route of ours, or a file or address of the server of pages."""
    first, last = path.split("/")[0], path.split("/")[-1]
    ours = {getattr(route, "path", "").strip("/").split("/")[0] for route in scope["app"].routes}
    return first in ours or first in _SERVERS or "." in last or any(part in _SERVERS for part in path.split("/"))


def _lost(path: str, request: Request) -> Response:
    asked = dict(request.query_params)
    said = asked.get(PARAMETER, "")
    with speaking(said if said in LANGUAGES else LANGUAGES[0]):
        open_to_all = [one for group in ("home", "map", "villages", "cities", "meet", "method") for one in listed(group, None)]
        close = difflib.get_close_matches(path, [one.path for one in PAGES], 1, 0.7)
        near = next((one for one in PAGES if one.path in close), None)
        suggested = (
            f"<p>{_link(near.path, text('unknown.page_near', name=text(f'page.{near.name}')), asked)}</p>" if near else ""
        )
        page = _PAGE.format(
            language=language(),
            title=escape(text("unknown.page")),
            lead=escape(text("unknown.page_lead")),
            assets=escape(here(f"/assets/{asset_version()}")),
            near=suggested,
            links="".join(f"<li>{_link(one.path, text(f'page.{one.name}'), asked)}</li>" for one in open_to_all),
        )
    return HTMLResponse(page, status_code=404, headers=_NEVER)


def _link(path: str, label: str, asked: dict[str, str]) -> str:
    kept = urlencode({name: asked[name] for name in (AREA, *_READER) if name in asked})
    return f'<a href="{escape(here(f"/{path}") + (f"?{kept}" if kept else ""))}">{escape(label)}</a>'
