"""Subscriptions to the bulletin: to whom, to which address, how often."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from data.identity.accounts import COMMAND_LINE
from data.identity.audit import note_within
from data.identity.people import Person, find_person
from data.model import schema
from data.model.clock import ZONE
from data.model.errors import Fault, Problem
from data.store import Store

EVERY = ("mingguan", "bulanan")


@dataclass(frozen=True)
class Subscription:
    """A bulletin that is due: the account as it is now, the address and the interval."""

    person: Person
    every: str
    address: str


def subscribe(store: Store, username: str, every: str, address: str) -> None:
    """Subscribe an account from now on; another address replaces the previous one. Raises `Fault`."""
    if address.count("@") != 1 or any(sign.isspace() or ord(sign) < 33 for sign in address) or address[0] in "@-":
        raise Fault(Problem.BAD_ADDRESS, address=address)
    bulletin = schema.bulletin
    with store.writing() as connection:
        person_id = _number(connection, username)
        connection.execute(bulletin.delete().where(bulletin.c.person_id == person_id, bulletin.c.every == every))
        connection.execute(bulletin.insert().values(person_id=person_id, every=every, address=address, added_by=COMMAND_LINE))
        note_within(connection, COMMAND_LINE, "", "buletin", f"langganan {username}", tiap=every)


def unsubscribe(store: Store, username: str) -> int:
    """End subscriptions of an account; returns how many."""
    with store.writing() as connection:
        person_id = _number(connection, username)
        gone = connection.execute(schema.bulletin.delete().where(schema.bulletin.c.person_id == person_id)).rowcount
        note_within(connection, COMMAND_LINE, "", "buletin", f"berhenti {username}", jumlah=gone)
    return int(gone)


def subscriptions(store: Store) -> list[tuple[str, str, str, datetime | None]]:
    """All subscriptions: username, interval, address, when the last bulletin was sent."""
    person, bulletin = schema.person.c, schema.bulletin.c
    statement = (
        sa.select(person.username, bulletin.every, bulletin.address, bulletin.last_sent)
        .join_from(schema.bulletin, schema.person, person.id == bulletin.person_id)
        .order_by(person.username, bulletin.every)
    )
    with store.writing() as connection:
        return [(row.username, row.every, row.address, row.last_sent) for row in connection.execute(statement)]


def due(store: Store, day: date, *, again: bool = False) -> list[Subscription]:
    """Bulletins due on a day: those not sent yet for this week or month; `again` takes all of them.

    Accounts that are switched off or whose rights have ended are left out.
    """
    made = []
    for username, every, address, last_sent in subscriptions(store):
        began = day - timedelta(days=day.weekday()) if every == "mingguan" else day.replace(day=1)
        if not again and last_sent is not None and last_sent.astimezone(ZONE).date() >= began:
            continue
        person = find_person(store, username)
        if person is not None and person.prefixes:
            made.append(Subscription(person, every, address))
    return made


def note_sent(store: Store, sent: Subscription, way: str, areas: list[str], at: datetime) -> None:
    """Record that a bulletin was sent, so that it is not sent twice."""
    bulletin = schema.bulletin
    with store.writing() as connection:
        person_id = _number(connection, sent.person.username)
        connection.execute(
            bulletin.update().where(bulletin.c.person_id == person_id, bulletin.c.every == sent.every).values(last_sent=at)
        )
        note_within(
            connection,
            sent.person.username,
            sent.person.role,
            "buletin",
            f"{sent.every} {sent.person.username}",
            wilayah=areas,
            cara=way,
        )


def _number(connection: sa.Connection, username: str) -> int:
    found = connection.scalar(sa.select(schema.person.c.id).where(schema.person.c.username == username.lower()))
    if found is None:
        raise Fault(Problem.UNKNOWN_PERSON, username=username)
    return int(found)
