"""Demo users of the embedded store: visible, switchable, and only there."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from data.identity.people import Person, find_person
from data.model import schema
from data.model.roles import Role
from data.store import Store

DEMO = (
    Person("demo-pusat", "Analis BNN Pusat", Role.BNN_PUSAT, ("",)),
    Person("demo-bnnp", "Analis BNNP Gorontalo", Role.BNNP, ("75",)),
    Person("demo-bnnk", "Petugas BNNK Bone Bolango", Role.BNNK, ("75.03",)),
    Person("demo-bupati", "Kepala daerah Bone Bolango", Role.REGIONAL_HEAD, ("75.03",)),
    Person("demo-polda", "Petugas Polda Gorontalo", Role.AGENCY, ("75",), agency="Polda", office="Polda Gorontalo"),
    Person("demo-auditor", "Auditor", Role.AUDITOR, ("",)),
)


def demo_person(username: str) -> Person:
    """The demo user of that name; the first one when there is none."""
    return next((person for person in DEMO if person.username == username), DEMO[0])


def demo_person_now(store: Store, username: str) -> Person | None:
    """The demo user with the current rights of its account; ``None`` where that is gone or switched off."""
    return find_person(store, demo_person(username).username)


def make_demo_accounts(connection: sa.Connection) -> None:
    """Make the accounts of the demo users, which cannot sign in; existing ones stay as they are. In the caller's
    transaction.
    """
    person = schema.person
    for demo in DEMO:
        values = {"username": demo.username, "full_name": demo.full_name, "role": demo.role}
        made = insert(person).values(**values, agency=demo.agency or None, office=demo.office or None)
        number = connection.scalar(made.on_conflict_do_nothing().returning(person.c.id))
        if number is not None:
            grants = [{"person_id": number, "prefix": prefix, "granted_by": "demo"} for prefix in demo.prefixes]
            connection.execute(schema.region_grant.insert(), grants)
