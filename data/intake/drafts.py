"""What somebody has filled in and not sent: kept in the store, so that it outlives the page and opens on another device."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from data.feeds import Contract
from data.intake.entry import MOST_ROWS, TOKEN_MARK, Row, check_rows
from data.intake.read.privacy import IdentityFound
from data.intake.read.tokens import Keyring
from data.intake.submit.report import Sender
from data.model import schema
from data.model.clock import now
from data.model.errors import Fault, Problem
from data.model.roles import Act, check_act, may
from data.store import Store
from data.store.scope import Scope

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Draft:
    """The rows of a form that was not sent; `supersedes` is the submission it was opened from, which it will replace."""

    rows: tuple[Row, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    supersedes: int | None = None
    changed_at: datetime | None = None

    def with_row(self, row: Row, links: Mapping[str, str], at: int | None = None) -> "Draft":
        """With a row added, or put in the place of the one at `at`."""
        before, after = (self.rows, ()) if at is None else (self.rows[:at], self.rows[at + 1 :])
        return replace(self, rows=(*before, row, *after), links={**self.links, **links})

    def without_row(self, at: int) -> "Draft":
        """Without the row at `at`."""
        return replace(self, rows=self.rows[:at] + self.rows[at + 1 :])

    @property
    def token_links(self) -> dict[bytes, bytes]:
        """Tokens of one person by two keys, as `submit` takes them."""
        return {bytes.fromhex(newer): bytes.fromhex(older) for newer, older in self.links.items()}


def read_draft(store: Store, scope: Scope, office: str, contract: Contract, keyring: Keyring) -> Draft:
    """The person's own draft; an empty one where there is none.

    Tokens made before the key was changed are left out: under them a person would be counted as somebody else.
    """
    table = schema.draf
    with store.reading(scope) as connection:
        row = connection.execute(sa.select(table).where(table.c.office == office, table.c.feed == contract.name)).first()
    if row is None:
        return Draft()
    stale = row.edition != _edition(keyring)
    tokens = [column.name for column in contract.columns if column.type == "token"] if stale else []
    rows = tuple({name: value for name, value in one.items() if name not in tokens} for one in row.rows)
    return Draft(rows, {} if stale else row.links, row.answers, row.supersedes, row.changed_at)


def keep_draft(store: Store, sender: Sender, contract: Contract, draft: Draft, keyring: Keyring) -> None:
    """Store a draft in place of the one before; an empty one is removed. Raises `Fault` for one that holds an identity."""
    check_act(sender, Act.SEND)
    if not draft.rows:
        drop_draft(store, sender, contract)
        return
    if len(draft.rows) > MOST_ROWS:
        raise Fault(Problem.FORM_TOO_LONG, most=MOST_ROWS)
    try:
        check_rows(contract, draft.rows, draft.answers if may(sender, Act.DECLARE) else {})
    except IdentityFound as found:
        where = f"isian {found.row + 1}, '{found.column}'"
        raise Fault(Problem.IDENTITY_FOUND, what=found.what, where=where) from None
    with store.writing() as connection:
        connection.execute(schema.draf.delete().where(*_own(sender, contract)))
        connection.execute(
            schema.draf.insert().values(
                person=sender.person,
                office=sender.office,
                feed=contract.name,
                rows=list(draft.rows),
                links=dict(draft.links),
                answers=dict(draft.answers),
                edition=_edition(keyring),
                supersedes=draft.supersedes,
                changed_at=now(),
            )
        )


def drop_draft(store: Store, sender: Sender, contract: Contract) -> None:
    """Remove the sender's draft of a feed, if there is one."""
    with store.writing() as connection:
        connection.execute(schema.draf.delete().where(*_own(sender, contract)))


def prune_drafts(store: Store) -> int:
    """Remove drafts that nobody changed for `KEPT`; returns how many."""
    with store.writing() as connection:
        return connection.execute(schema.draf.delete().where(schema.draf.c.changed_at < now() - KEPT)).rowcount


def is_filled(row: Row, name: str) -> bool:
    """Whether a token stands in a row: shown in place of it."""
    return str(row.get(name, "")).startswith(TOKEN_MARK)


def _edition(keyring: Keyring) -> int:
    return keyring.keys[-1][0]


def _own(sender: Sender, contract: Contract) -> tuple[sa.ColumnElement[bool], ...]:
    table = schema.draf.c
    return table.person == sender.person, table.office == sender.office, table.feed == contract.name
