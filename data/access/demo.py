"""Users of the embedded store: visible, switchable, and only there."""

from dataclasses import replace

from data.access.opening import opened_until
from data.access.people import Person
from data.store import Store

DEMO = (
    Person("demo-pusat", "Analis BNN Pusat", "bnn_pusat", ("",)),
    Person("demo-bnnp", "Analis BNNP Gorontalo", "bnnp", ("75",)),
    Person("demo-bnnk", "Petugas BNNK Bone Bolango", "bnnk", ("75.03",)),
    Person("demo-bupati", "Kepala daerah Bone Bolango", "kepala_daerah", ("75.03",)),
    Person("demo-polda", "Petugas Polda Gorontalo", "instansi", ("75",), agency="Polda", office="Polda Gorontalo"),
    Person("demo-auditor", "Auditor", "auditor", ("",)),
)


def demo_person(username: str) -> Person:
    """The demo user of that name; the first one when there is none."""
    return next((person for person in DEMO if person.username == username), DEMO[0])


def demo_person_now(store: Store, username: str) -> Person:
    """The same, with small numbers open where that demo user opened them."""
    person = demo_person(username)
    return replace(person, opened_until=opened_until(store, person.scope))
