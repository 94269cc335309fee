"""Frozen figures of a meeting: they do not change during it, nor in the months after."""

import json
import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from data.identity.audit import note_within, seal
from data.meetings.rights import check_holder, check_nobody_named
from data.model import schema
from data.model.errors import Fault, Problem
from data.queries.meetings import Arrangement, Frozen, digest_of, meeting
from data.store import Store
from data.store.scope import Scope

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that can be mistaken for another when read aloud
LONGEST_NOTE = 400


def freeze(store: Store, scope: Scope, seen: Frozen, arrangement: Arrangement, now: datetime) -> str:
    """Store the body of a meeting; returns the id that opens it again. Raises `Fault` for who may not hold it."""
    check_holder(scope, seen.region_code)
    _check(arrangement)
    body = json.dumps(seen.body, ensure_ascii=False, sort_keys=True, allow_nan=False)
    name = f"R{now.year}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"
    with store.writing() as connection:
        connection.execute(
            schema.meeting.insert().values(
                id=name,
                region_code=seen.region_code,
                period=seen.period,
                sensitivity=seen.sensitivity,
                data_version=seen.data_version,
                boundary_version=seen.boundary_version,
                started_at=now,
                started_by=scope.person,
                body=json.loads(body),
                digest=digest_of(body),
                arrangement=_written(arrangement),
            )
        )
        note_within(
            connection,
            scope.person,
            scope.role,
            "rapat",
            f"mulai {name}",
            wilayah=seen.region_code,
            periode=seen.period,
            versi=seen.data_version,
            sensitivitas=seen.sensitivity,
        )
    seal(store)
    return name


def arrange(store: Store, scope: Scope, name: str, arrangement: Arrangement) -> None:
    """Change order, hidden slides and notes of a meeting; its figures stay. Raises `Fault` for who may not hold it."""
    found = meeting(store, scope, name)
    check_holder(scope, found.frozen.region_code)
    _check(arrangement)
    with store.writing() as connection:
        kept = schema.meeting.c
        changed = kept.arrangement.concat(sa.cast(_written(arrangement), JSONB))  # minutes are kept beside it
        connection.execute(schema.meeting.update().where(kept.id == name).values(arrangement=changed))
        note_within(connection, scope.person, scope.role, "rapat", f"susun {name}", wilayah=found.frozen.region_code)
    seal(store)


def write_minute(store: Store, scope: Scope, name: str, slide: str, words: str, now: datetime) -> None:
    """Add a line to the minutes of a meeting, about one of its slides. Lines are added and never replaced, so that several
    people may write; the same line of the same person on the same slide is added once.

    Raises `Fault` for who may not hold the meeting, a slide that it does not have, and words that are empty, too long or
    name somebody.
    """
    found = meeting(store, scope, name)
    check_holder(scope, found.frozen.region_code)
    words = " ".join(words.split())
    check_nobody_named(words)
    if not words or len(words) > LONGEST_NOTE:
        raise Fault(Problem.NOTE_TOO_LONG, most=LONGEST_NOTE)
    if slide not in {one["name"] for one in found.frozen.body["slides"]}:
        raise Fault(Problem.UNKNOWN_MEETING, name=slide)
    kept = schema.meeting.c
    with store.writing() as connection:
        known = connection.scalar(sa.select(kept.arrangement).where(kept.id == name).with_for_update())
        assert known is not None
        lines = known.get("minutes", [])
        if any((one["slide"], one["words"], one["by"]) == (slide, words, scope.person) for one in lines):
            return
        lines = [*lines, {"slide": slide, "words": words, "by": scope.person, "at": now.isoformat()}]
        connection.execute(schema.meeting.update().where(kept.id == name).values(arrangement=known | {"minutes": lines}))
        note_within(connection, scope.person, scope.role, "rapat", f"catat {name}", wilayah=found.frozen.region_code)
    seal(store)


def _check(arrangement: Arrangement) -> None:
    check_nobody_named(*arrangement.notes.values())
    if any(len(note) > LONGEST_NOTE for note in arrangement.notes.values()):
        raise Fault(Problem.NOTE_TOO_LONG, most=LONGEST_NOTE)


def _written(arrangement: Arrangement) -> dict[str, object]:
    return {"order": list(arrangement.order), "hidden": list(arrangement.hidden), "notes": dict(arrangement.notes)}
