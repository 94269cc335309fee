"""The app's own routes. Shapes, names, words and assets are public; exact values need the person's session."""

import gzip
import hashlib
import json
import mimetypes
import threading
import time
from collections.abc import Callable
from functools import lru_cache, partial
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as ASGIScope

from dashboard.cache.runtime import settings, store
from dashboard.web import indicator_list, map_values, preparing
from dashboard.web.downloads import Offer, asked_for
from dashboard.web.entrance import place_of
from dashboard.web.meetings import meeting_routes
from dashboard.web.preparing.page import strip
from dashboard.web.search import suggest
from dashboard.web.signin.routes import sign_in_routes
from dashboard.words.assets import ASSETS
from dashboard.words.texts import LANGUAGES, PARAMETER, catalogue, speaking
from data import queries
from data.api import make_api
from data.log import logged
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.scope import Scope

_NEVER = {"cache-control": "no-store"}
_FRAMED = (
    "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
)
_FOREVER = "public, max-age=31536000, immutable"
_KINDS = mimetypes.MimeTypes()  # Python's own list: those of machines differ, and packages add to the common one
for _ending in (".js", ".mjs"):
    _KINDS.add_type("text/javascript", _ending)


def routes() -> list[BaseRoute]:
    """All routes of the app beside Streamlit's own."""
    return [
        Route("/tiles/{version}/{level:int}/{z:int}/{x:int}/{y:int}", tile),
        Route("/names/{version}/{level:int}", names),
        Route("/cari/{version}", searched),
        Route("/nilai/{signed}/{index:int}", value_block),
        Route("/titik/{signed}", facility_points),
        Route("/unduh/{ticket}", handed_out),
        Route("/bingkai/{ticket}", framed),
        *meeting_routes(),
        Route("/words/{version}/{language}", words),
        Route("/indikator/{version}/{language}", indicators),
        Route("/assets/{version}/{path:path}", asset),
        *sign_in_routes(),
        Route("/persiapan", prepared),
        Route("/healthz", alive),
        Route("/readyz", ready),
        Mount("/api/v1", app=_under_our_path(make_api(_whole_store, lambda: settings().home))),
    ]


def _whole_store() -> Store:
    """The store for programs, to which a preview looks complete: none before everything is loaded."""
    if not preparing.status().ready:
        raise Fault(Problem.PREPARING)
    return store()


def _under_our_path(app: ASGIApp) -> ASGIApp:
    """The API with the proxy's path as its root: it writes full addresses into its documentation page."""

    async def under(scope: ASGIScope, receive: Receive, send: Send) -> None:
        path = settings().path
        if path and scope["type"] == "http":
            scope = {**scope, "root_path": path + scope.get("root_path", ""), "path": path + scope["path"]}
        await app(scope, receive, send)

    return under


async def tile(request: Request) -> Response:
    """A vector tile; 204 where the level has no land, 404 for a version that is not there."""
    place = request.path_params
    if not await run_in_threadpool(_is_version, place["version"]):
        return Response(status_code=404, headers={"cache-control": "no-store"})
    body = await run_in_threadpool(_tile, place["version"], place["level"], place["z"], place["x"], place["y"])
    if body is None:
        return Response(status_code=204, headers={"cache-control": _FOREVER})
    return _stored(request, body, "application/vnd.mapbox-vector-tile")


@lru_cache(maxsize=600)
def _tile(version: str, level: int, z: int, x: int, y: int) -> bytes | None:
    if not (0 <= z <= 22 and 0 <= level <= 4 and 0 <= x < 2**z and 0 <= y < 2**z):
        return None
    return queries.tile(store(), version, level, z, x, y)


_known_versions: set[str] = set()
_asking = threading.Lock()
_asked_at = -1.0


def _is_version(version: str) -> bool:
    """Whether a boundary version is in the store: browsers may still show the previous one. A "no" is not cached."""
    global _asked_at
    with _asking:  # concurrent requests wait for one query
        # an invented version must not cost a connection each time
        if version not in _known_versions and time.monotonic() - _asked_at > 1:
            _known_versions.update(queries.boundary_versions(store(), Scope.public())["id"])
            _asked_at = time.monotonic()
    return version in _known_versions


async def names(request: Request) -> Response:
    """Names of a level in number order, as a JSON list."""
    version, level = request.path_params["version"], request.path_params["level"]
    if not 0 <= level <= 4 or not await run_in_threadpool(_is_version, version):
        return Response(status_code=404)
    return _stored(request, await run_in_threadpool(_names, version, level), "application/json")


@lru_cache(maxsize=10)
def _names(version: str, level: int) -> bytes:
    return gzip.compress(json.dumps(map_values.names(version, level), ensure_ascii=False).encode(), 6, mtime=0)


async def searched(request: Request) -> Response:
    """Regions that match `q`, the text being typed; names are public."""
    version, words = request.path_params["version"], request.query_params.get("q", "")[:80]
    if not await run_in_threadpool(_is_version, version):
        return Response(status_code=404)
    found = await run_in_threadpool(suggest, version, words)
    return JSONResponse(found, headers={"cache-control": "public, max-age=300"})


async def value_block(request: Request) -> Response:
    """Exact values of some regions, for the person whom the address names and the session proves."""

    def find() -> bytes | None:
        found = map_values.asked_by(request, request.path_params["signed"])
        return map_values.block(*found, request.path_params["index"]) if found else None

    return await _personal(find)


async def facility_points(request: Request) -> Response:
    """Facilities as points, for the person whom the address names and the session proves, in the language of the query."""
    words = request.query_params.get(PARAMETER)

    def find() -> bytes | None:
        found = map_values.asked_by(request, request.path_params["signed"])
        with speaking(words if words in LANGUAGES else LANGUAGES[0]):
            return map_values.points(found[0]) if found else None

    return await _personal(find)


async def _personal(find: Callable[[], bytes | None]) -> Response:
    try:
        body = await run_in_threadpool(find)
    except Fault as fault:
        logged(fault, where="/nilai")
        return Response(status_code=fault.status, headers=_NEVER)
    if body is None:
        return Response(status_code=403, headers=_NEVER)
    return Response(
        await run_in_threadpool(gzip.compress, body, 5),
        media_type="application/json",
        headers=_NEVER | {"content-encoding": "gzip"},
    )


async def handed_out(request: Request) -> Response:
    """A file that a page offers to this person; the address reveals nothing, and stops working when the session ends."""
    return await _offered(
        request,
        framed=False,
        more=lambda found: {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.file_name)}"},
    )


async def framed(request: Request) -> Response:
    """A page of folium's in a frame. Its inline scripts run in a sandbox that cannot reach the app around it."""
    return await _offered(request, framed=True, more=lambda _: {"content-security-policy": _FRAMED})


async def _offered(request: Request, *, framed: bool, more: Callable[[Offer], dict[str, str]]) -> Response:
    try:
        found = await run_in_threadpool(partial(asked_for, framed=framed), request, request.path_params["ticket"])
        if found is None:
            raise Fault(Problem.NO_SUCH_FILE)
        body = await run_in_threadpool(found.body)
    except Fault as fault:
        sentence = logged(fault, where=place_of(request.scope))
        return PlainTextResponse(sentence, status_code=fault.status, headers=_NEVER)
    return Response(body, media_type=found.mime, headers=_NEVER | more(found))


async def words(request: Request) -> Response:
    """The map's words in one language; their address carries the version of all assets and texts."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return Response(status_code=404)
    return _stored(request, _words(language), "application/json")


@lru_cache(maxsize=2)
def _words(language: str) -> bytes:
    own = {key.partition(".")[2]: said for key, said in catalogue(language).items() if key.startswith("map_ui.")}
    return gzip.compress(json.dumps(own, ensure_ascii=False).encode(), 9, mtime=0)


async def indicators(request: Request) -> Response:
    """The list of all indicators in one language; its address carries the version of what is in it."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return Response(status_code=404)
    return _stored(request, _indicators(language), "application/json")


@lru_cache(maxsize=len(LANGUAGES))
def _indicators(language: str) -> bytes:
    return gzip.compress(indicator_list.listed(language), 6, mtime=0)


async def asset(request: Request) -> Response:
    """A file of `dashboard/assets`, compressed once."""
    body = _asset(request.path_params["path"])
    if body is None:
        return Response(status_code=404)
    kind = _KINDS.guess_type(request.path_params["path"])[0] or "application/octet-stream"
    return _stored(request, body, kind)


@lru_cache(maxsize=64)
def _asset(path: str) -> bytes | None:
    file = (ASSETS / path).resolve()
    if not file.is_relative_to(ASSETS.resolve()) or not file.is_file():
        return None
    return gzip.compress(file.read_bytes(), 9, mtime=0)


def _stored(request: Request, body: bytes, kind: str) -> Response:
    """An answer that is gzip already, kept by the browser for ever because its address carries a version."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"cache-control": _FOREVER, "etag": etag, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(body), media_type=kind, headers=headers)
    return Response(body, media_type=kind, headers=headers | {"content-encoding": "gzip"})


async def alive(_: Request) -> Response:
    """200 as long as this process answers; the store is not queried."""
    return JSONResponse({"status": "ok"}, headers=_NEVER)


async def prepared(request: Request) -> Response:
    """Which store an embedded app shows, and the line above its pages while that is a province."""
    if settings().is_shared:
        return Response(status_code=404)
    status, words = preparing.status(), request.query_params.get(PARAMETER, "")
    with speaking(words if words in LANGUAGES else LANGUAGES[0]):
        line = strip(status, exact=True) if status.served == "pratinjau" else ""
    return JSONResponse({"served": status.served, "strip": line}, headers=_NEVER)


async def ready(_: Request) -> Response:
    """200 when pages can be served, 503 when not; the reason is only in the log."""
    fault = await run_in_threadpool(_readiness.fault)
    if fault is None:
        return JSONResponse({"status": "ok"}, headers=_NEVER)
    return JSONResponse({"status": fault}, status_code=503, headers=_NEVER)


class _Readiness:
    """Whether the store answers, checked once for requests within a moment: strangers must not use up its connections."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[float, str | None] = (0.0, None)

    def fault(self) -> str | None:
        """``None``, or a sentence without names. Blocking."""
        with self._lock:
            if time.monotonic() > self._known[0]:
                self._known = time.monotonic() + _READY_FOR_S, self._ask()
            return self._known[1]

    def _ask(self) -> str | None:
        if not preparing.status().ready:
            return str(Fault(Problem.PREPARING))
        try:
            store().check()
        except Exception as error:  # whatever it is, this process cannot serve
            logged(error, where="/readyz")
            return str(Fault(Problem.NOT_READY))
        return None


_READY_FOR_S = 2.0
_readiness = _Readiness()
