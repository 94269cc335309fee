"""Frozen figures of a meeting: they do not change during it, nor in the months after."""

import json
import secrets
from datetime import datetime

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
        connection.execute(schema.meeting.update().where(schema.meeting.c.id == name).values(arrangement=_written(arrangement)))
        note_within(connection, scope.person, scope.role, "rapat", f"susun {name}", wilayah=found.frozen.region_code)
    seal(store)


def _check(arrangement: Arrangement) -> None:
    check_nobody_named(*arrangement.notes.values())
    if any(len(note) > LONGEST_NOTE for note in arrangement.notes.values()):
        raise Fault(Problem.NOTE_TOO_LONG, most=LONGEST_NOTE)


def _written(arrangement: Arrangement) -> dict[str, object]:
    return {"order": list(arrangement.order), "hidden": list(arrangement.hidden), "notes": dict(arrangement.notes)}
