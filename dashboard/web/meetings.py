"""Routes of meetings: the slides, what is written down from them, and their files."""

import json
from collections.abc import Callable
from datetime import date
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.analysis.decisions import Followed, followed
from dashboard.cache import answers
from dashboard.cache.runtime import here, store
from dashboard.meeting.compose_meeting import projected
from dashboard.meeting.outcome import decisions_of, outcome_slides, written_rows
from dashboard.meeting.screen import Writing, screen_of, seconds_of
from dashboard.meeting.writers import WRITERS, handout_of
from dashboard.web.caller import who_asks
from dashboard.web.entrance import of_our_origin, place_of
from dashboard.web.where import base
from dashboard.words.assets import asset_version
from dashboard.words.texts import PARAMETER, speaking
from data import queries
from data.feeds import agencies
from data.identity.audit import note
from data.identity.people import Person
from data.log import logged
from data.meetings.decisions import LONGEST, SHORTEST, Decided, decide
from data.meetings.snapshots import write_minute
from data.model.clock import now, today
from data.model.errors import Fault, Problem
from data.model.roles import Act, Sensitivity, may
from data.queries import Meeting

_NEVER = {"cache-control": "no-store"}
_MOST_BYTES = 8192  # of one decision or note
_OFFICES = 40
_DEMO = "sebagai"


def meeting_routes() -> list[Route]:
    """The routes under ``/layar``."""
    return [
        Route("/layar/{meeting}", slides),
        Route("/layar/{meeting}/catatan", written, methods=["GET"]),
        Route("/layar/{meeting}/catatan", write, methods=["POST"]),
        Route("/layar/{meeting}/berkas/{suffix}", file),
    ]


async def slides(request: Request) -> Response:
    """A meeting's slides with its frozen figures, for somebody who may see the meeting."""

    def make() -> Response:
        person, found = _asked(request)
        note(store(), person.scope, "rapat", f"tampil {found.id}")
        with speaking(found.frozen.body["language"]):
            made = decided(person, found)
            page = screen_of(
                found,
                _again(found),
                here(f"/assets/{asset_version()}"),
                seconds_of(request.query_params.get("detik", "")),
                outcome_slides(found, made, today()),
                _writing(request, person, found),
            )
        return HTMLResponse(page, headers=_NEVER)

    return await _answered(request, make)


async def written(request: Request) -> Response:
    """What was written down in a meeting, as JSON."""

    def make() -> Response:
        return _written(*_asked(request))

    return await _answered(request, make)


async def write(request: Request) -> Response:
    """Store a decision or a line of the minutes, sent as JSON; the answer is everything written down so far."""
    length = request.headers.get("content-length", "")
    fits = length.isdecimal() and int(length) <= _MOST_BYTES
    body = await request.body() if fits and request.headers.get("content-type", "") == "application/json" else b""

    def make() -> Response:
        if not of_our_origin(request):
            raise Fault(Problem.OTHER_ORIGIN)
        person, found = _asked(request)
        try:
            sent = {str(name): str(value) for name, value in json.loads(body).items()}
        except (ValueError, AttributeError):
            raise Fault(Problem.BAD_DECISION, least=SHORTEST, most=LONGEST) from None
        if "slide" in sent:
            write_minute(store(), person.scope, found.id, sent["slide"], sent.get("words", ""), now())
        else:
            decide(store(), person.scope, _decided(found, sent))
        return _written(person, queries.meeting(store(), person.scope, found.id))

    return await _answered(request, make)


async def file(request: Request) -> Response:
    """The slides or the minutes as a file; taking one is noted, and that exact figures of people are in it."""

    def make() -> Response:
        person, found = _asked(request)
        suffix = request.path_params["suffix"]
        if suffix not in WRITERS:
            raise Fault(Problem.NO_SUCH_FILE)
        with speaking(found.frozen.body["language"]):
            made = decided(person, found)
            body = WRITERS[suffix][0](handout_of(found, made, today(), _again(found)))
        simulated = "SIMULASI_" if found.frozen.body["marks"] else ""
        name = f"{simulated}rapat_{found.id}.{suffix}"
        exact = {"angka": "kerja"} if found.frozen.sensitivity >= Sensitivity.TERBATAS else {}
        note(store(), person.scope, "unduh", name, byte=len(body), **exact)
        saved = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(body, media_type=WRITERS[suffix][1], headers=_NEVER | saved)

    return await _answered(request, make)


def decided(person: Person, found: Meeting) -> list[Followed]:
    """The decisions of a meeting, with figures as exact as its slides are."""
    scope = projected(person.scope, exact=found.frozen.sensitivity >= Sensitivity.TERBATAS)
    return decisions_of(found, scope, answers.freshness(scope), today())


def _asked(request: Request) -> tuple[Person, Meeting]:
    name = request.path_params["meeting"]
    person = who_asks(request, request.query_params.get(_DEMO, ""))
    if person is None:
        raise Fault(Problem.UNKNOWN_MEETING, name=name)
    return person, queries.meeting(store(), person.scope, name)


def _written(person: Person, found: Meeting) -> Response:
    with speaking(found.frozen.body["language"]):
        return JSONResponse(written_rows(found, decided(person, found)), headers=_NEVER)


def _decided(found: Meeting, sent: dict[str, str]) -> Decided:
    try:
        until = date.fromisoformat(sent.get("until", ""))
    except ValueError:
        raise Fault(Problem.BAD_UNTIL, day=today()) from None
    return Decided(found.frozen.region_code, sent.get("what", ""), sent.get("who", ""), until, today(), meeting_id=found.id)


def _again(found: Meeting) -> str:
    home = base(str(found.frozen.body["url"]))
    return f"{home}/layar/{found.id}" if home else ""


def _writing(request: Request, person: Person, found: Meeting) -> Writing | None:
    """Where to write to; ``None`` for who may only read."""
    if not may(person.scope, Act.DECIDE, found.frozen.region_code):
        return None
    kept = {name: value for name in (_DEMO, PARAMETER) if (value := request.query_params.get(name))}
    asked = f"?{urlencode(kept)}" if kept else ""
    known = followed(person.scope, answers.freshness(person.scope), found.frozen.region_code, today(), below=False)
    offices = dict.fromkeys([*(str(one.row["who"]) for one in known), *agencies()])
    files = [(suffix, here(f"/layar/{found.id}/berkas/{suffix}") + asked) for suffix in WRITERS]
    return Writing(here(f"/layar/{found.id}/catatan") + asked, list(offices)[:_OFFICES], files)


async def _answered(request: Request, make: Callable[[], Response]) -> Response:
    try:
        return await run_in_threadpool(make)
    except Fault as fault:
        sentence = logged(fault, where=place_of(request.scope))
        return PlainTextResponse(sentence, status_code=fault.status, headers=_NEVER)
