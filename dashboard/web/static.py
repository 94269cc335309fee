"""What every reader loads before the first picture: pages and scripts of the server of pages, compressed once.

Streamlit sends them as they are, 2.9 MB for a first visit. Copies are kept in `BERSINAR_HOME/static` by release, so that
the next start finds them.
"""

import contextlib
import gzip
import hashlib
import os
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.cache.runtime import settings
from dashboard.web.page_server import PageServer
from dashboard.web.pages import page_at
from dashboard.words.assets import ASSETS

_AT = "/static/"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
_FOREVER = "public, immutable, max-age=31536000"  # as Streamlit: a name holds a digest of its file
# all 4,300 icons weigh 375 kB; these are the ones that occur
_ICONS, _OUR_ICONS = "media/MaterialSymbols-Rounded.", ASSETS / "icons" / "icons.woff2"


class Compressed:
    """Answers pages and files below `/static/` that gain by it; the rest, and clients without gzip, get the server's own."""

    def __init__(self, app: ASGIApp, server: PageServer) -> None:
        self.app, self._server = app, server
        self._page = Body(server.page.encode(), "text/html", "no-cache")
        self._packed_page = Body(gzip.compress(self._page.content, 9, mtime=0), "text/html", "no-cache", packed=True)
        self._icons = Body(_OUR_ICONS.read_bytes(), "font/woff2", _FOREVER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        request, path = Request(scope), scope["path"]
        takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
        if page_at(path.strip("/")) is not None:
            return (self._packed_page if takes_gzip else self._page).answer(request)
        if not path.startswith(_AT) or "range" in request.headers:
            return None
        if path.startswith(_AT + _ICONS):
            return self._icons.answer(request)
        if not takes_gzip or Path(path).suffix not in _KINDS:
            return None
        body = await run_in_threadpool(compressed, self._server, path[len(_AT) :])
        return None if body is None else body.answer(request)


class Body:
    """An answer that is the same for everybody; `packed` where its content is gzip."""

    def __init__(self, content: bytes, kind: str, cache: str, *, packed: bool = False) -> None:
        self.content, self._kind = content, kind
        etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
        self._headers = {"cache-control": cache, "etag": etag, "vary": "accept-encoding"}
        self._packed = {"content-encoding": "gzip"} if packed else {}

    def answer(self, request: Request) -> Response:
        """The whole of it, or 304 to a browser that has it."""
        if request.headers.get("if-none-match") == self._headers["etag"]:
            return Response(status_code=304, headers=self._headers)
        return Response(self.content, media_type=self._kind, headers=self._headers | self._packed)


def compress_all(server: PageServer) -> None:
    """Make the copies that are not there yet: what a first visit needs, then the rest. About two seconds, once a release."""
    names = [file.relative_to(server.files).as_posix() for file in server.files.rglob("*") if file.suffix in _KINDS]
    for name in sorted(names, key=lambda one: (one not in server.page, one)):
        if not _copy_of(server, name).exists():
            compressed(server, name)


@lru_cache(maxsize=512)
def compressed(server: PageServer, name: str) -> Body | None:
    """A file of the server, from its copy or made now; ``None`` where there is none of that name. Blocking."""
    if "\0" in name:
        return None
    file = (server.files / name).resolve()
    if not file.is_relative_to(server.files.resolve()) or not file.is_file():
        return None
    copy = _copy_of(server, name)
    try:
        content = copy.read_bytes()
    except OSError:
        content = gzip.compress(file.read_bytes(), 9, mtime=0)
        _keep(copy, content)
    return Body(content, _KINDS[file.suffix], _FOREVER, packed=True)


def _copy_of(server: PageServer, name: str) -> Path:
    return settings().home / "static" / server.release / f"{name}.gz"


def _keep(copy: Path, content: bytes) -> None:
    """Written whole or not at all; a folder that cannot be written to costs time at each start, nothing else."""
    part = copy.with_name(f"{copy.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        copy.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(copy)
