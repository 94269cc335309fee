"""Decisions of meetings: recorded and closed."""

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from data.facts.indicators import indicator as find_indicator
from data.identity.audit import note_within, seal
from data.meetings.rights import check_holder, check_nobody_named
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.roles import Act
from data.store import Store
from data.store.scope import Scope
from geo.regions.codes import level_of

OUTCOMES = ("selesai", "batal")
SHORTEST, LONGEST = 10, 400  # characters of a decision's text
_SHORTEST_OFFICE, _LONGEST_OFFICE = 3, 120


@dataclass(frozen=True)
class Decided:
    """A decision to be recorded.

    `who` is an office, never a person. With `indicator` the data shows when it is done: at `aim`, in its unit. `baseline` is
    its value in `baseline_period`, as everybody who may read the decision is shown it; ``None`` where none was known.
    """

    region_code: str
    what: str
    who: str
    until: date
    decided_on: date
    indicator: str | None = None
    aim: float | None = None
    baseline: float | None = None
    baseline_period: str | None = None
    meeting_id: str | None = None


def decide(store: Store, scope: Scope, wanted: Decided) -> int:
    """Record a decision; returns its number. Raises `Fault` for one that is incomplete, or not this person's to make.

    The same words of the same person in the same meeting are one decision, however often they arrive: what is written down in
    a meeting is sent again when an answer was lost.
    """
    what, who = " ".join(wanted.what.split()), " ".join(wanted.who.split())
    check_holder(scope, wanted.region_code, Act.DECIDE)
    check_nobody_named(what, who)
    if not SHORTEST <= len(what) <= LONGEST:
        raise Fault(Problem.BAD_DECISION, least=SHORTEST, most=LONGEST)
    if not _SHORTEST_OFFICE <= len(who) <= _LONGEST_OFFICE:
        raise Fault(Problem.NEEDS_OFFICE)
    if wanted.until < wanted.decided_on:
        raise Fault(Problem.BAD_UNTIL, day=wanted.decided_on)
    if (wanted.indicator is None) != (wanted.aim is None):
        raise Fault(Problem.NEEDS_AIM)
    if wanted.indicator is not None and level_of(wanted.region_code) not in find_indicator(wanted.indicator).levels:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=wanted.indicator)
    with store.writing() as connection:
        if not connection.scalar(sa.select(schema.region.c.code).where(schema.region.c.code == wanted.region_code)):
            raise Fault(Problem.UNKNOWN_REGION, code=wanted.region_code)
        if wanted.meeting_id is not None:
            known = _known(connection, scope, replace(wanted, what=what, who=who))
            if known is not None:
                return known
        number = connection.scalar(
            schema.decision.insert()
            .values(
                region_code=wanted.region_code,
                what=what,
                who=who,
                until=wanted.until,
                decided_on=wanted.decided_on,
                indicator=wanted.indicator,
                aim=wanted.aim,
                baseline=wanted.baseline,
                baseline_period=wanted.baseline_period,
                meeting_id=wanted.meeting_id,
                entered_by=scope.person,
            )
            .returning(schema.decision.c.id)
        )
        assert number is not None
        note_within(
            connection,
            scope.person,
            scope.role,
            "putuskan",
            f"keputusan {number}",
            wilayah=wanted.region_code,
            sampai=str(wanted.until),
            rapat=wanted.meeting_id or "",
        )
    seal(store)
    return int(number)


def _known(connection: sa.Connection, scope: Scope, wanted: Decided) -> int | None:
    """The number of the same decision of this meeting; the meeting is locked, so that two of them wait for each other."""
    decision, meeting = schema.decision.c, schema.meeting.c
    found = connection.scalar(sa.select(meeting.region_code).where(meeting.id == wanted.meeting_id).with_for_update())
    if found != wanted.region_code:
        raise Fault(Problem.UNKNOWN_MEETING, name=wanted.meeting_id)
    number: int | None = connection.scalar(
        sa.select(decision.id).where(
            decision.meeting_id == wanted.meeting_id,
            decision.what == wanted.what,
            decision.who == wanted.who,
            decision.until == wanted.until,
            decision.entered_by == scope.person,
        )
    )
    return number


def close_decision(store: Store, scope: Scope, number: int, outcome: str, note: str, on: date) -> None:
    """Record how an open decision ended. Raises `Fault` for one that is not there, not theirs, or closed already."""
    note = " ".join(note.split())
    check_nobody_named(note)
    if outcome not in OUTCOMES or len(note) > LONGEST:
        raise Fault(Problem.BAD_DECISION, least=SHORTEST, most=LONGEST)
    decision = schema.decision
    with store.writing() as connection:
        region = connection.scalar(
            sa.select(decision.c.region_code).where(decision.c.id == number, decision.c.outcome.is_(None)).with_for_update()
        )
        if region is None:
            raise Fault(Problem.UNKNOWN_DECISION, number=number)
        check_holder(scope, region, Act.DECIDE)
        connection.execute(
            decision.update()
            .where(decision.c.id == number)
            .values(outcome=outcome, closed_on=on, closed_by=scope.person, closing_note=note)
        )
        note_within(connection, scope.person, scope.role, "putuskan", f"keputusan {number} {outcome}", wilayah=region)
    seal(store)
