"""Users of the embedded store: visible, switchable, and only there."""

from data.access.people import Person

DEMO = (
    Person("demo-pusat", "Analis BNN Pusat", "bnn_pusat", ("",)),
    Person("demo-bnnp", "Analis BNNP Gorontalo", "bnnp", ("75",)),
    Person("demo-bnnk", "Petugas BNNK Bone Bolango", "bnnk", ("75.03",)),
    Person("demo-bupati", "Kepala daerah Bone Bolango", "kepala_daerah", ("75.03",)),
    Person("demo-polda", "Petugas Polda Gorontalo", "instansi", ("75",)),
    Person("demo-auditor", "Auditor", "auditor", ("",)),
)


def demo_person(username: str) -> Person:
    """The demo user of that name; the first one when there is none."""
    return next((person for person in DEMO if person.username == username), DEMO[0])
