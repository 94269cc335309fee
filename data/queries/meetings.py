"""Meetings with their frozen figures, and their decisions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION

_COLUMNS = (
    "id", "region_code", "meeting_id", "decided_on", "what", "who", "until", "indicator", "aim", "baseline",
    "baseline_period", "entered_by", "outcome", "closed_on", "closed_by", "closing_note",
)  # fmt: skip
_LENGTH = 6  # letters of a meeting's number after its year


@dataclass(frozen=True)
class Frozen:
    """The stored content of a meeting: `body` is anything that JSON holds."""

    region_code: str
    period: str
    sensitivity: int
    data_version: int
    boundary_version: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Arrangement:
    """The presenter's order of slides, by name, those that are hidden, and notes on some of them."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def of(self, slides: Sequence[str]) -> list[str]:
        """`slides` in this order, without the hidden ones; what it does not name comes after its neighbour, else last."""
        made = [name for name in self.order if name in slides]
        for at, name in enumerate(slides):
            if name not in made:
                before = slides[at - 1] if at else ""
                made.insert(made.index(before) + 1 if before in made else len(made), name)
        return [name for name in made if name not in self.hidden]


@dataclass(frozen=True)
class Minute:
    """A line of the minutes: the slide's name, the words, who wrote them and when."""

    slide: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Meeting:
    """A meeting with its frozen figures, and the minutes in the order in which they were written."""

    id: str
    started_at: datetime
    started_by: str
    frozen: Frozen
    arrangement: Arrangement
    digest: str
    minutes: tuple[Minute, ...] = ()


def meetings(store: Store, scope: Scope, region_code: str, most: int = 50) -> pd.DataFrame:
    """Meetings of a region and of those inside it that the scope may see, the newest first: ``id, region_code, place, period,
    started_at, started_by, sensitivity, data_version, decisions`` (how many were made). One query."""
    kept, decision = schema.meeting.c, schema.decision.c
    made = sa.select(sa.func.count()).where(decision.meeting_id == kept.id).correlate(schema.meeting).scalar_subquery()
    statement = (
        sa.select(
            kept.id,
            kept.region_code,
            kept.body["place"].astext.label("place"),
            kept.period,
            kept.started_at,
            kept.started_by,
            kept.sensitivity,
            kept.data_version,
            made.label("decisions"),
        )
        .where(_inside(kept.region_code, region_code))
        .order_by(kept.started_at.desc())
        .limit(most)
    )
    return as_frame(store, scope, statement)


def last_arrangement(store: Store, scope: Scope, region_code: str) -> Arrangement:
    """Order and hidden slides of the newest meeting of a region; its notes were about that meeting alone. One query."""
    kept = schema.meeting.c
    statement = sa.select(kept.arrangement).where(kept.region_code == region_code).order_by(kept.started_at.desc()).limit(1)
    with store.reading(scope) as connection:
        found = connection.scalar(statement)
    return Arrangement(tuple(found["order"]), tuple(found["hidden"])) if found else Arrangement()


def _inside(column: sa.ColumnElement[str], region_code: str) -> sa.ColumnElement[bool]:
    if region_code == NATION:
        return sa.true()
    # a range and no pattern: only leakproof conditions may use an index ahead of the policies; '/' follows '.'
    return sa.or_(column == region_code, sa.and_(column > region_code + ".", column < region_code + "/"))


def meeting(store: Store, scope: Scope, name: str) -> Meeting:
    """A meeting by its id. Raises `Fault` for one that is not there for this scope, or whose figures were tampered with."""
    with store.reading(scope) as connection:
        row = connection.execute(sa.select(schema.meeting).where(schema.meeting.c.id == name)).first()
    if row is None:
        raise Fault(Problem.UNKNOWN_MEETING, name=name)
    if digest_of(json.dumps(row.body, ensure_ascii=False, sort_keys=True)) != row.digest:
        raise Fault(Problem.MEETING_CHANGED, name=name)
    seen = Frozen(row.region_code, row.period, row.sensitivity, row.data_version, row.boundary_version, row.body)
    kept = row.arrangement
    arrangement = Arrangement(tuple(kept["order"]), tuple(kept["hidden"]), dict(kept["notes"]))
    minutes = tuple(
        Minute(one["slide"], one["words"], one["by"], datetime.fromisoformat(one["at"])) for one in kept.get("minutes", [])
    )
    return Meeting(row.id, row.started_at, row.started_by, seen, arrangement, row.digest, minutes)


def decisions(store: Store, scope: Scope, region_code: str, *, below: bool = True) -> pd.DataFrame:
    """Decisions of a region, and of those inside it, that the scope may see, the nearest date first. One query.

    ``id, region_code, meeting_id, decided_on, what, who, until, indicator, aim, baseline, baseline_period, entered_by,
    outcome`` (``selesai``, ``batal``, or ``None`` while open), ``closed_on, closed_by, closing_note, simulated``.
    """
    decision = schema.decision.c
    inside = _inside(decision.region_code, region_code) if below else decision.region_code == region_code
    statement = (
        sa.select(*(decision[name] for name in _COLUMNS), decision.source_id.is_not(None).label("simulated"))
        .where(inside)
        .order_by(decision.until, decision.id)
    )
    return as_frame(store, scope, statement).astype({"aim": float, "baseline": float})


def number_of(typed: str, year: int) -> str:
    """The number of a meeting as somebody typed or read it aloud: small letters, blanks, O for 0, I or L for 1, and without the
    year that `year` is.
    """
    plain = "".join(one for one in typed.upper() if one.isalnum()).translate(str.maketrans("OIL", "011"))
    if len(plain) == _LENGTH:
        return "-".join((f"R{year}", plain))
    return f"{plain[:5]}-{plain[5:]}" if plain[:1] == "R" and len(plain) == 5 + _LENGTH else plain


def digest_of(body: str) -> str:
    """SHA-256 (hex) of a body as `freeze` writes it."""
    return hashlib.sha256(body.encode()).hexdigest()
