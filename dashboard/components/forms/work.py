"""The form that a person is at: the draft behind it, which row is open, and what was wrong with it. Rows live in the store."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from dashboard.cache.runtime import settings, store
from dashboard.components.sending.session import sender
from data.feeds import Column, Contract
from data.identity.people import Person
from data.intake.drafts import Draft, drop_draft, keep_draft, read_draft
from data.intake.entry import CellSaid, Row, entered, is_periodic, lacking
from data.intake.read.tokens import Keyring
from data.intake.submit.report import Sender
from data.model.clock import latest_day
from data.model.errors import Fault, Problem
from data.queries import Freshness


@dataclass
class Work:
    """One person's form of one feed and office, in one run of the page."""

    person: Person
    contract: Contract
    office: str
    draft: Draft
    keyring: Keyring
    today: date
    boundaries: str

    @classmethod
    def open(cls, person: Person, contract: Contract, office: str, state: Freshness) -> "Work":
        """The draft as it is in the store, and the row that this session has open."""
        keyring = Keyring.open(settings().home)
        draft = read_draft(store(), person.scope, office, contract, keyring)
        work = cls(person, contract, office, draft, keyring, latest_day(), state.boundary_version)
        if not work._state:  # on another day or device: go on where something is lacking
            work.turn_to(work._next_unfinished(None))
        return work

    @property
    def sender(self) -> Sender:
        """The person as a sender for the office."""
        return sender(self.person, self.office)

    def key(self, name: str) -> str:
        """Key of a widget; another one for each row, so that no field keeps what the row before it said."""
        return f"{self.key_of_draft}_{self._state.get('turn', 0)}_{name}"

    @property
    def place(self) -> int | None:
        """The row that is open to be changed; ``None`` while a new one is filled in."""
        at = self._state.get("at")
        return at if at is not None and at < len(self.draft.rows) else None

    @property
    def begun(self) -> Row:
        """What the fields begin with: the open row, or what a new one has in common with the last."""
        if self.place is not None:
            return self.draft.rows[self.place]
        last = self.draft.rows[-1] if self.draft.rows else {}
        return {name: last[name] for name in kept_between(self.contract) & last.keys()}

    @property
    def faults(self) -> Mapping[str, CellSaid]:
        """What was wrong with the row when it was last to be saved, by column."""
        return self._state.get("faults", {})

    def items(self, column: Column) -> int:
        """How many items of a list are asked for."""
        there = self.begun.get(column.name)
        least = len(there) if isinstance(there, list) else 0
        return int(self._state.get(f"items_{column.name}", max(least, 1 if column.required else 0)))

    def one_more(self, column: Column) -> None:
        """Ask for one more item of a list."""
        self._state[f"items_{column.name}"] = self.items(column) + 1

    def turn_to(self, at: int | None) -> None:
        """Open a row, or a new one."""
        opened = hash_of(self.draft.rows[at : at + 1]) if at is not None else ""
        st.session_state[self.key_of_draft] = {"turn": self._state.get("turn", 0) + 1, "at": at, "opened": opened}

    def save(self, values: Mapping[str, object], answers: Mapping[str, str]) -> bool:
        """Keep a row in the draft and go on to the next; where something is wrong with it, it stays open with its faults.

        Raises `Fault` where the row that is open was changed on another device, and opens a new one.
        """
        at = self.place
        if self._state.get("at") != at or (at is not None and self._state["opened"] != hash_of(self.draft.rows[at : at + 1])):
            self.turn_to(None)
            raise Fault(Problem.DRAFT_CHANGED)
        others = [row for other, row in enumerate(self.draft.rows) if other != at]
        said = {**self.draft.answers, **answers}
        made = entered(self.contract, values, self.keyring, self.today, others, said)
        self._state["faults"] = made.faults
        if made.faults:
            return False
        self.keep(replace(self.draft.with_row(made.row, made.links, at), answers=said))
        self.turn_to(self._next_unfinished(at))
        return True

    def keep(self, draft: Draft) -> None:
        """Store the draft."""
        keep_draft(store(), self.sender, self.contract, draft, self.keyring)
        self.draft = draft

    def drop(self) -> None:
        """Remove the draft, and forget what was open."""
        drop_draft(store(), self.sender, self.contract)
        self.draft = Draft()
        self.turn_to(None)

    def _next_unfinished(self, after: int | None) -> int | None:
        order = range(len(self.draft.rows))
        later = [at for at in order if after is not None and at > after]
        return next((at for at in (*later, *order) if lacking(self.contract, self.draft.rows[at])), None)

    @property
    def key_of_draft(self) -> str:
        """One key for the draft, whatever row is open."""
        return f"isian_{self.contract.name}_{self.office}"

    @property
    def _state(self) -> dict[str, object]:
        return st.session_state.setdefault(self.key_of_draft, {})


def is_of_area(contract: Contract, column: Column) -> bool:
    """Whether a column says where a row belongs."""
    return any(column.name in words_of(expression) for expression in contract.area)


def kept_between(contract: Contract) -> set[str]:
    """The columns that the next row begins with: place and period of a report that repeats. The place of one event, case or
    client is never that of the next.
    """
    if not is_periodic(contract):
        return set()
    return {contract.period_from} | {
        column.name for column in contract.columns if column.type == "region" and is_of_area(contract, column)
    }


def hash_of(rows: Sequence[Row]) -> str:
    """A short digest of rows."""
    return hashlib.sha256(json.dumps(list(rows), sort_keys=True, default=str).encode()).hexdigest()[:12]


def words_of(expression: str) -> set[str]:
    """The names in an expression of a contract."""
    return set("".join(letter if letter.isalnum() or letter == "_" else " " for letter in expression).split())
