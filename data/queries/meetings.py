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
        """`slides` in this order, without the hidden ones; what it does not name comes last."""
        places = {name: at for at, name in enumerate(self.order)}
        return sorted((name for name in slides if name not in self.hidden), key=lambda name: places.get(name, len(places)))


@dataclass(frozen=True)
class Meeting:
    """A meeting with its frozen figures."""

    id: str
    started_at: datetime
    started_by: str
    frozen: Frozen
    arrangement: Arrangement
    digest: str


def meetings(store: Store, scope: Scope, region_code: str, most: int = 50) -> pd.DataFrame:
    """Meetings of a region that the scope may see, the newest first: ``id, period, started_at, started_by, sensitivity,
    data_version``. One query."""
    kept = schema.meeting.c
    statement = (
        sa.select(kept.id, kept.period, kept.started_at, kept.started_by, kept.sensitivity, kept.data_version)
        .where(kept.region_code == region_code)
        .order_by(kept.started_at.desc())
        .limit(most)
    )
    return as_frame(store, scope, statement)


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
    return Meeting(row.id, row.started_at, row.started_by, seen, arrangement, row.digest)


def decisions(store: Store, scope: Scope, region_code: str, *, below: bool = True) -> pd.DataFrame:
    """Decisions of a region, and of those inside it, that the scope may see, the nearest date first. One query.

    ``id, region_code, meeting_id, decided_on, what, who, until, indicator, aim, baseline, baseline_period, entered_by,
    outcome`` (``selesai``, ``batal``, or ``None`` while open), ``closed_on, closed_by, closing_note, simulated``.
    """
    decision = schema.decision.c
    inside = decision.region_code == region_code
    if below and region_code == NATION:
        inside = sa.true()
    elif below:
        # a range and no pattern: only leakproof conditions may use an index ahead of the policies; '/' follows '.'
        inside = sa.and_(decision.region_code >= region_code, decision.region_code < region_code + "/")
    statement = (
        sa.select(*(decision[name] for name in _COLUMNS), decision.source_id.is_not(None).label("simulated"))
        .where(inside)
        .order_by(decision.until, decision.id)
    )
    return as_frame(store, scope, statement).astype({"aim": float, "baseline": float})


def digest_of(body: str) -> str:
    """SHA-256 (hex) of a body as `freeze` writes it."""
    return hashlib.sha256(body.encode()).hexdigest()
