"""Working off differences: taken up, closed with an outcome, linked or kept apart; every decision is kept and can be undone.

The database decides who reads an entry, and only who reads it decides about it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from data.cases.run import count_differences
from data.identity.audit import note_within
from data.identity.people import Person, find_person
from data.jobs.queue import LINKS, ask
from data.model import schema
from data.model.clock import ZONE, now
from data.model.errors import Fault, Problem
from data.model.identities import check_no_identity
from data.model.roles import Act, Role, check_act
from data.store import Store
from data.store.locks import take_turn

OPEN = ("terbuka", "dikerjakan")
# what a person may say when closing; linking and refusing set their own
OUTCOMES = ("mended", "both_right", "typing_error", "no_counterpart", "other")
SAME, NOT_SAME = "same_case", "not_same"
LONGEST_REASON = 400


@dataclass(frozen=True)
class Seen:
    """An entry as somebody saw it: a decision about another edition of it is refused."""

    number: int
    edition: int


def take(store: Store, seen: Seen, by: Person) -> None:
    """Take an entry up. Raises `Fault`."""
    with _deciding(store, seen, by) as work:
        work.must_be(*OPEN)
        work.set("take", state="dikerjakan")


def close(store: Store, seen: Seen, outcome: str, reason: str, by: Person) -> None:
    """Close an entry with an outcome and a reason. Raises `Fault`."""
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    with _deciding(store, seen, by, reason) as work:
        work.must_be(*OPEN)
        work.set("close", state="ditutup", outcome=outcome)


def accept(store: Store, seen: Seen, reason: str, by: Person) -> None:
    """Say that a suggestion is one case: its records are linked. Raises `Fault`."""
    with _deciding(store, seen, by, reason) as work:
        work.must_be(*OPEN, kind="suggested")
        work.link("accepted", "near", work.row.left_key, work.row.right_key)
        work.set("accept", state="ditutup", outcome=SAME)


def refuse(store: Store, seen: Seen, reason: str, by: Person) -> None:
    """Say that a suggestion is two cases: it is made no more. Raises `Fault`."""
    with _deciding(store, seen, by, reason) as work:
        work.must_be(*OPEN, kind="suggested")
        work.link("refused", "near", work.row.left_key, work.row.right_key)
        work.set("refuse", state="ditutup", outcome=NOT_SAME)


def link_by_hand(store: Store, seen: Seen, other: Seen, reason: str, by: Person) -> None:
    """Link the records of two entries of one pair, each known to one side alone. Raises `Fault`."""
    with _deciding(store, seen, by, reason, other) as work:
        work.must_be(*OPEN)
        partner = _Work(work.connection, other, by, reason)
        partner.must_be(*OPEN)
        left, right = (work, partner) if work.row.kind == "only_left" else (partner, work)
        if (left.row.kind, right.row.kind, left.row.pair) != ("only_left", "only_right", right.row.pair):
            raise Fault(Problem.NO_TWO_SIDES)
        work.link("accepted", "hand", left.row.left_key, right.row.right_key)
        for one in (work, partner):
            one.set("link", state="ditutup", outcome=SAME)


def undo(store: Store, seen: Seen, reason: str, by: Person) -> None:
    """Undo the decision about a closed or taken entry: it is open again, and a link made by it is gone. Raises `Fault`."""
    with _deciding(store, seen, by, reason) as work:
        work.must_be("ditutup", "dikerjakan")
        for other in work.unlink():
            _Work(work.connection, other, by, reason).set("undo", state="terbuka", outcome=None)
        work.set("undo", state="terbuka", outcome=None)


@contextmanager
def _deciding(store: Store, seen: Seen, by: Person, reason: str | None = None, other: Seen | None = None) -> Iterator["_Work"]:
    """A transaction that decides about one entry, or two. Raises `Fault` for somebody who may not, or does not read them."""
    check_act(by, Act.RECONCILE)
    by = _as_now(store, by)
    if by.role == Role.AGENCY and not by.office:
        raise Fault(Problem.NO_OFFICE)
    if reason is not None and not reason.strip():
        raise Fault(Problem.NEEDS_REASON)
    check_no_identity(reason or "")
    for one in (seen, other):
        if one is not None:
            _check_reads(store, one.number, by)
    with store.writing() as connection:
        take_turn(connection, "cases")
        yield _Work(connection, seen, by, (reason or "").strip()[:LONGEST_REASON])
        count_differences(connection)


def _as_now(store: Store, by: Person) -> Person:
    """Who decides, with the office of this moment: a page may have been open since before it changed."""
    known = find_person(store, by.username)
    return by if known is None else replace(by, full_name=known.full_name, agency=known.agency, office=known.office)


def _check_reads(store: Store, number: int, by: Person) -> None:
    with store.reading(by.scope) as connection:
        if connection.scalar(sa.select(schema.case_difference.c.id).where(schema.case_difference.c.id == number)) is None:
            raise Fault(Problem.UNKNOWN_DIFFERENCE, number=number)


class _Work:
    """One entry, locked until the transaction ends. Raises `Fault` where it is not as it was seen."""

    def __init__(self, connection: sa.Connection, seen: Seen, by: Person, reason: str) -> None:
        table = schema.case_difference
        self.connection, self.by, self.reason = connection, by, reason
        self.row: Any = connection.execute(sa.select(table).where(table.c.id == seen.number).with_for_update()).first()
        if self.row is None:
            raise Fault(Problem.UNKNOWN_DIFFERENCE, number=seen.number)
        if self.row.edition != seen.edition:
            raise self._moved()

    def must_be(self, *states: str, kind: str = "") -> None:
        """Raises `Fault` where the entry is in another state, or of another kind."""
        if self.row.state not in states or (kind and self.row.kind != kind):
            raise self._moved()

    def _moved(self) -> Fault:
        at = self.row.changed_at.astimezone(ZONE)
        who = self.row.office or self.row.person or "pencocokan otomatis"
        return Fault(Problem.DIFFERENCE_MOVED, number=self.row.id, who=who, at=f"{at:%d-%m-%Y %H:%M}")

    def set(self, act: str, *, state: str, outcome: str | None = None) -> None:
        """Write the decision, and keep it in the history and the audit trail."""
        table, step = schema.case_difference, schema.case_difference_step
        mine = {"person": self.by.username, "office": self.by.office or self.by.full_name}
        self.connection.execute(
            table.update()
            .where(table.c.id == self.row.id)
            .values(
                **mine, state=state, outcome=outcome, reason=self.reason, edition=table.c.edition + 1, changed_at=sa.func.now()
            )
        )
        self.connection.execute(
            step.insert().values(difference_id=self.row.id, act=act, outcome=outcome, reason=self.reason, **mine)
        )
        subject = f"rekonsiliasi {self.row.pair} {self.row.id}"
        said = {"tindakan": act, "menjadi": state, "hasil": outcome or ""}  # reasons may name cases
        note_within(self.connection, self.by.username, self.by.role, "temuan", subject, **said)

    def link(self, state: str, way: str, left_key: str, right_key: str) -> None:
        """Keep a link that a person decided about, and ask for the run that follows it."""
        values = {
            "state": state,
            "way": way,
            "score": None,
            "decided_by": self.by.username,
            "office": self.by.office or self.by.full_name,
            "decided_at": now(),
            "reason": self.reason,
        }
        made = insert(schema.case_link).values(pair=self.row.pair, left_key=left_key, right_key=right_key, **values)
        made = made.on_conflict_do_update(index_elements=["pair", "left_key", "right_key"], set_=values)
        try:
            with self.connection.begin_nested():
                self.connection.execute(made)
        except sa.exc.IntegrityError:
            raise Fault(Problem.ALREADY_LINKED, number=self.row.id) from None
        ask(self.connection, LINKS)

    def unlink(self) -> list[Seen]:
        """Delete the link that this entry's decision made; returns the other entry that it closed, if one."""
        link, table, row = schema.case_link, schema.case_difference, self.row
        if row.outcome not in (SAME, NOT_SAME):
            return []
        # a record of this link may have been kept apart from others: that is decided elsewhere, and stays
        mine = [link.c.pair == row.pair, link.c.state == ("accepted" if row.outcome == SAME else "refused")]
        mine += [link.c.left_key == row.left_key] if row.left_key else []
        mine += [link.c.right_key == row.right_key] if row.right_key else []
        gone = self.connection.execute(link.delete().where(*mine).returning(link.c.left_key, link.c.right_key)).all()
        ask(self.connection, LINKS)
        found = []
        for one in gone if row.kind in ("only_left", "only_right") else ():
            same = (table.c.left_key == "", table.c.right_key == one.right_key)
            if row.kind == "only_right":
                same = (table.c.left_key == one.left_key, table.c.right_key == "")
            closed = (table.c.state == "ditutup", table.c.outcome == SAME)
            statement = sa.select(table.c.id, table.c.edition).where(table.c.pair == row.pair, *same, *closed)
            found += [Seen(other.id, other.edition) for other in self.connection.execute(statement)]
        return found
