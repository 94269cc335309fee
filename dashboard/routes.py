"""The app's own addresses: tiles, names, assets, sign-in, health. Shapes and names are public; numbers never pass here."""

import gzip
import hashlib
import json
import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard import session
from dashboard.runtime import settings, store
from dashboard.signin import form
from data import queries
from data.access.people import sign_in
from data.access.token import Scope
from data.errors import Fault

ASSETS = Path(__file__).with_name("assets")
_FOREVER = "public, max-age=31536000, immutable"
mimetypes.add_type("text/javascript", ".mjs")


def routes() -> list[BaseRoute]:
    """All routes of the app beside Streamlit's own."""
    return [
        Route("/tiles/{version}/{level:int}/{z:int}/{x:int}/{y:int}", tile),
        Route("/names/{version}/{level:int}", names),
        Route("/assets/{version}/{path:path}", asset),
        Route("/masuk", sign_in_page, methods=["GET", "POST"]),
        Route("/keluar", sign_out, methods=["GET", "POST"]),
        Route("/healthz", health),
    ]


@lru_cache(maxsize=1)
def asset_version() -> str:
    """Changes when any asset does; part of their address, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for file in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


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


def _is_version(version: str) -> bool:
    """Any version in the store: browsers may still show the one before. A "no" is asked again, a version may come."""
    if version not in _known_versions:
        _known_versions.update(queries.boundary_versions(store(), Scope.public())["id"])
    return version in _known_versions


async def names(request: Request) -> Response:
    """Names of a level in number order, as a JSON list."""
    version, level = request.path_params["version"], request.path_params["level"]
    if not 0 <= level <= 4 or not await run_in_threadpool(_is_version, version):
        return Response(status_code=404)
    return _stored(request, await run_in_threadpool(_names, version, level), "application/json")


@lru_cache(maxsize=10)
def _names(version: str, level: int) -> bytes:
    frame = queries.regions(store(), Scope.public(), level)
    return gzip.compress(json.dumps(frame["name"].tolist(), ensure_ascii=False).encode(), 6, mtime=0)


async def asset(request: Request) -> Response:
    """A file of `dashboard/assets`, compressed once."""
    body = _asset(request.path_params["path"])
    if body is None:
        return Response(status_code=404)
    kind = mimetypes.guess_type(request.path_params["path"])[0] or "application/octet-stream"
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


async def sign_in_page(request: Request) -> Response:
    """The form, and what it sends. The embedded store has no accounts and leads to the app."""
    if not settings().is_shared:
        return RedirectResponse("/", status_code=303)
    if request.method == "GET":
        return HTMLResponse(form())
    origin = request.headers.get("origin")
    if origin and origin.split("//")[-1] != request.headers.get("host"):
        return HTMLResponse(form(), status_code=403)
    fields = await request.form()
    try:
        person = await run_in_threadpool(
            sign_in, store(), str(fields.get("username", "")).strip(), str(fields.get("password", ""))
        )
    except Fault as fault:
        return HTMLResponse(form(str(fault)), status_code=fault.status)
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(
        session.COOKIE,
        session.issue(store(), person),
        max_age=int(settings().session_hours * 3600),
        httponly=True,
        samesite="lax",
        secure=settings().https,
    )
    return answer


async def sign_out(_: Request) -> Response:
    """Forget the session."""
    answer = RedirectResponse("/masuk", status_code=303)
    answer.delete_cookie(session.COOKIE)
    return answer


async def health(_: Request) -> Response:
    """200 when the store answers, 503 when not."""
    try:
        state = await run_in_threadpool(lambda: queries.freshness(store(), Scope.public()))
    except Fault as fault:
        return JSONResponse({"status": str(fault)}, status_code=503)
    return JSONResponse({"status": "ok", "data_version": state.data_version})
