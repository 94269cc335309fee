"""FastAPI under /api/v1, over `data.queries` and `data.intake`; its documentation pages need no internet."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from fastapi import Depends, FastAPI, Query, Request
from fastapi import Path as PathNumber
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from data import queries
from data.api.limits import Callers, body_of
from data.api.shapes import ErrorOut, FactOut, FactsOut, FeedOut, ReportOut, SubmissionOut, report_out
from data.facts.indicators import indicator, registry
from data.feeds import Contract, Mapping, feeds
from data.feeds.requests import MOST_ROWS, request_schema
from data.identity.api_tokens import ApiCaller, caller
from data.identity.audit import note
from data.intake import workers
from data.intake.read.files import Workbook, rows_of
from data.intake.sheets import template
from data.intake.submit import history
from data.intake.submit.report import Report, Sender, answers_of
from data.intake.submit.submission import SIMULATED_MARK, check_sender
from data.log import logged
from data.model.errors import Fault, Problem
from data.model.roles import Act, check_act
from data.store import Store
from geo.regions.codes import NATION, level_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = ("application/json", "text/csv", _XLSX)
_EITHER = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("ReportOut", "ErrorOut")]}
_SAID = {
    401: "Token tidak ada, salah, dicabut atau berakhir", 403: "Di luar wewenang token", 404: "Tidak ada", 413: "Terlalu besar",
    415: "Jenis isi tidak dikenal", 422: "Ada yang harus dibetulkan", 429: "Terlalu sering",
}  # fmt: skip


def _errors(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": ErrorOut, "description": _SAID[code]} for code in (401, 429, *codes)}


def make_api(store: Callable[[], Store], home: Callable[[], Path]) -> FastAPI:
    """The API over a store that is opened when first needed; `home` holds the keys of tokens."""
    api = FastAPIOffline(
        title="Dasbor Bersinar",
        version="1",
        description="Kirim dan baca data di bawah wewenang token instansi.",
        openapi_url="/openapi.json",
        redoc_url=None,
        responses=_errors(),
    )
    api.add_middleware(GZipMiddleware, minimum_size=1_000)
    bearer, count = HTTPBearer(auto_error=False), Callers()

    def who(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> ApiCaller:
        said = (*request.query_params.values(), *map(str, request.path_params.values()))
        if any(_unwritable(word) for word in said):
            raise Fault(Problem.BAD_JSON, reason="ada huruf yang tidak dapat disimpan")
        address = request.client.host if request.client else "-"
        word = given.credentials if given is not None else ""
        count(address, word)
        known = caller(store(), word) if word else None
        if known is None:
            raise Fault(Problem.NO_API_TOKEN)
        count.knows(word, known.name)
        return known

    caller_of = Annotated[ApiCaller, Depends(who)]

    @api.exception_handler(Fault)
    async def said(_: Request, fault: Fault) -> JSONResponse:
        headers = {401: {"www-authenticate": "Bearer"}, 429: {"retry-after": "60"}}.get(fault.status, {})
        return JSONResponse({"detail": logged(fault, where="/api")}, fault.status, headers)

    @api.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        where = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()[:5])
        return JSONResponse({"detail": f"Permintaan tidak sah ({where}). Lihat /api/v1/docs."}, 422)

    @api.exception_handler(HTTPException)
    async def other(_: Request, error: HTTPException) -> JSONResponse:
        words = {404: "Alamat ini tidak ada.", 405: "Cara ini tidak dikenal di alamat ini."}.get(
            error.status_code, str(error.detail)
        )
        return JSONResponse({"detail": f"{words} Lihat /api/v1/docs."}, error.status_code, error.headers)

    @api.get("/feeds", tags=["umpan"])
    def list_feeds(me: caller_of) -> list[FeedOut]:
        """Semua umpan, dan apakah token ini boleh mengirimnya."""
        return [
            FeedOut(
                name=one.name,
                title=one.title,
                periodicity=one.periodicity,
                deadline_days=one.deadline_days,
                sensitivity=one.sensitivity,
                edition=one.version,
                may_send=_may_send(me, one),
            )
            for one in feeds().values()
        ]

    @api.get("/feeds/{feed}/schema", tags=["umpan"], responses=_errors(404, 422))
    def feed_schema(feed: str, me: caller_of) -> dict[str, Any]:
        """Skema JSON isi sebuah umpan."""
        return request_schema(_contract(feed))

    @api.get(
        "/feeds/{feed}/template.xlsx",
        tags=["umpan"],
        response_class=Response,
        responses={200: {"content": {_XLSX: {}}}, **_errors(404, 422)},
    )
    def feed_template(feed: str, me: caller_of) -> Response:
        """Templat Excel sebuah umpan."""
        return Response(template(_contract(feed)), media_type=_XLSX)

    for contract in feeds().values():
        _add_submission(api, contract, store, home, caller_of)

    @api.get("/submissions", tags=["kiriman"], responses=_errors(422))
    def list_submissions(
        me: caller_of, feed: str = "", limit: Annotated[int, Query(ge=1, le=1000)] = 100
    ) -> list[SubmissionOut]:
        """Kiriman di wilayah token, yang terbaru dahulu."""
        return [_sent(row) for row in queries.submissions(store(), me.scope, feed, limit=limit).to_dict("records")]

    reason_body = {"type": "object", "required": ["reason"], "properties": {"reason": {"type": "string", "minLength": 1}}}

    @api.post(
        "/submissions/{number}/withdrawal",
        tags=["kiriman"],
        responses=_errors(403, 404, 413, 415, 422),
        openapi_extra={"requestBody": _body(reason_body)},
    )
    async def withdraw(number: Annotated[int, PathNumber(ge=1, le=2**62)], me: caller_of, request: Request) -> dict[str, int]:
        """Tarik sebuah kiriman sendiri. Isi: {"reason": "..."}."""
        tree = _json(await body_of(request))
        reason = tree.get("reason") if isinstance(tree, dict) else None
        if not isinstance(reason, str):
            raise Fault(Problem.NEEDS_REASON)
        gone = await run_in_threadpool(history.withdraw, store(), number, _sender(me), reason)
        return {"gone": gone.gone, "back": gone.changed}

    @api.get("/indicators", tags=["baca"])
    def list_indicators(me: caller_of) -> list[dict[str, Any]]:
        """Semua indikator dengan arti, satuan dan tingkatnya."""
        return [
            {
                "code": one.code,
                "name": one.name,
                "definition": one.definition,
                "unit": one.unit,
                "levels": list(one.levels),
                "sensitivity": one.sensitivity.name.lower(),
                "source": one.source,
                "caveats": list(one.caveats),
            }
            for one in registry().values()
        ]

    @api.get("/facts", tags=["baca"], responses=_errors(404, 422))
    def facts(
        me: caller_of,
        indicator_code: Annotated[str, Query(alias="indicator")],
        level: Annotated[int, Query(ge=0, le=4)],
        period: str,
        within: str = NATION,
    ) -> FactsOut:
        """Angka satu indikator, tingkat dan periode di dalam sebuah wilayah, seperti yang boleh dilihat token ini."""
        return _facts(store(), me, indicator_code, level, period, within)

    @api.get(
        "/regions",
        tags=["baca"],
        response_class=Response,
        responses={200: {"content": {"application/geo+json": {}}}, **_errors(404, 422)},
    )
    def regions(me: caller_of, level: Annotated[int, Query(ge=1, le=4)], within: str = NATION) -> Response:
        """Batas wilayah sebagai GeoJSON (EPSG:4326); desa hanya di dalam sebuah provinsi atau lebih kecil."""
        if level >= 3 and within == NATION:
            raise Fault(Problem.TOO_WIDE)
        known = queries.regions(store(), me.scope, level).set_index("code")
        _known_region(store(), me, within)
        shapes = queries.shapes(store(), me.scope, level, within)
        frame = shapes.to_frame("geometry").join(known[["name", "kind"]]).rename_axis("code").reset_index()
        return Response(frame.to_json(), media_type="application/geo+json")

    return api


def _add_submission(
    api: FastAPI, contract: Contract, store: Callable[[], Store], home: Callable[[], Path], caller_of: Any
) -> None:
    async def send(
        request: Request,
        me: caller_of,
        dry_run: bool = False,
        replaces: Annotated[int | None, Query(ge=1, le=2**62)] = None,
        answer: Annotated[list[str] | None, Query(max_length=50)] = None,
        complete: Annotated[bool, Query(description="Daftar ini lengkap: yang tidak ada di dalamnya terhitung 0")] = False,
    ) -> Response:
        check_act(me, Act.SEND)
        if contract.name not in me.feeds:
            raise Fault(Problem.NOT_A_SENDER, office=me.office, feed=contract.title["id"], known=", ".join(contract.senders))
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES:
            raise Fault(Problem.BAD_CONTENT_TYPE, found=kind or "-", known=", ".join(_TYPES))
        body = await body_of(request)
        report = await run_in_threadpool(
            _submit, store(), home(), contract, body, kind, me, dry_run, replaces, answer or [], complete
        )
        made = report_out(report)
        status = 422 if not report.accepted else 201 if report.kiriman_id is not None else 200
        return Response(made.model_dump_json(), status, media_type="application/json")

    said = {"model": ReportOut}
    api.add_api_route(
        f"/feeds/{contract.name}/submissions",
        send,
        methods=["POST"],
        tags=["umpan"],
        name=contract.name,
        response_class=Response,
        operation_id=f"send_{contract.name}",
        summary=contract.title["id"],
        description=contract.purpose["id"],
        responses={
            200: said | {"description": "Sudah ada, atau hanya diperiksa"},
            201: said | {"description": "Tersimpan"},
            **_errors(403, 404, 413, 415),
            422: {
                "description": "Ada kesalahan; tidak ada yang disimpan",
                "content": {"application/json": {"schema": _EITHER}},
            },
        },
        openapi_extra={"requestBody": _body(request_schema(contract), files=True)},
    )


def _body(schema: dict[str, Any], *, files: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if files:
        content |= {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _TYPES[1:]}
    return {"required": True, "content": content}


def _submit(
    store: Store,
    home: Path,
    contract: Contract,
    body: bytes,
    kind: str,
    me: ApiCaller,
    dry_run: bool,
    replaces: int | None,
    answers: list[str],
    complete: bool,
) -> Report:
    file: bytes | Workbook = body if kind != "application/json" else _rows(body)
    return workers.submit(
        store,
        home,
        contract,
        file,
        sender=_sender(me),
        commit=not dry_run,
        file_name=f"api:{me.name}",
        mapping=Mapping(feed=contract.name, answers=answers_of(answers)) if answers else None,
        supersedes=replaces,
        complete=complete,
    )


def _rows(body: bytes) -> Workbook:
    tree = _json(body)
    rows = tree.get("rows") if isinstance(tree, dict) and set(tree) == {"rows"} else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Fault(Problem.BAD_JSON, reason='perlu {"rows": [{...}, ...]} dengan sedikitnya satu baris')
    if len(rows) > MOST_ROWS:
        raise Fault(Problem.TOO_MANY_ROWS, most=MOST_ROWS)
    return rows_of(rows)


def _json(body: bytes) -> Any:
    try:
        tree = json.loads(body.decode())  # strictly: Python's own decoder lets half of a surrogate pair through
        if b"\\u" in body and _unwritable(json.dumps(tree, ensure_ascii=False)):
            raise ValueError
        return tree
    except (ValueError, RecursionError) as error:
        raise Fault(Problem.BAD_JSON, reason=type(error).__name__) from None


def _unwritable(text: str) -> bool:
    """Whether a text holds NUL or half of a surrogate pair, which the store cannot hold."""
    return "\x00" in text or "\\u0000" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _may_send(me: ApiCaller, contract: Contract) -> bool:
    """Whether this caller may send a feed: by the token's feeds, its role, and whether its office sends such a feed."""
    try:
        check_sender(contract, _sender(me))
    except Fault:
        return False
    return contract.name in me.feeds


def _sender(me: ApiCaller) -> Sender:
    return Sender(me.office, f"api:{me.name}", me.role, me.prefixes)


def _contract(name: str) -> Contract:
    found = feeds().get(name)
    if found is None:
        raise Fault(Problem.UNKNOWN_FEED, name=name, known=", ".join(feeds()))
    return found


def _known_region(store: Store, me: ApiCaller, code: str) -> None:
    try:
        known = queries.regions(store, me.scope, int(level_of(code)))
    except ValueError:
        known = pd.DataFrame({"code": []})
    if code not in set(known["code"]):
        raise Fault(Problem.UNKNOWN_REGION, code=code)


def _sent(row: dict[str, Any]) -> SubmissionOut:
    rows, new, changed = (None if pd.isna(row[name]) else int(row[name]) for name in ("row_count", "new_rows", "changed_rows"))
    return SubmissionOut(
        id=row["id"],
        feed=row["feed"],
        sender=row["sender"],
        region=row["region_code"],
        periods=list(row["periods"]),
        state=row["state"],
        sha256=row["sha256"],
        received_at=row["received_at"],
        rows=rows,
        new=new,
        changed=changed,
    )


def _facts(store: Store, me: ApiCaller, code: str, level: int, period: str, within: str) -> FactsOut:
    item = indicator(code)
    if level not in item.levels:
        raise Fault(Problem.NO_SUCH_LEVEL, level=level, known=", ".join(map(str, item.levels)))
    _known_region(store, me, within)
    if item.tells_more(me.scope.clearance, level):
        note(store, me.scope, "baca", code, jalan="api", tingkat=level, periode=period, wilayah=within)
    found = queries.layer(store, me.scope, code, level, period)
    known = queries.regions(store, me.scope, level)
    rows = []
    for number, (region, name) in enumerate(zip(known["code"], known["name"], strict=True)):
        if within != NATION and not region.startswith(within):
            continue
        byte = int(found.classes[number])
        nothing = queries.Nothing(byte) if byte in set(queries.Nothing) else None
        rows.append(
            FactOut(
                region=region,
                name=name,
                numerator=_number(found.numerator[number]),
                denominator=_number(found.denominator[number]),
                value=_number(found.value[number]),
                class_=None if nothing else byte % queries.UNSTABLE,
                status=nothing.name.lower() if nothing else "",
                reported=int(found.reported[number]),
                expected=int(found.expected[number]),
            )
        )
    state = queries.freshness(store, me.scope)
    waiting = sum(state.provisional.get(feed, 0) for feed in item.feeds)
    return FactsOut(mark=SIMULATED_MARK if state.simulated else "", provisional=waiting, facts=rows)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
