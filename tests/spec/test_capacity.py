"""Capacity: people at one time in facilities open on the year's last day; what a village reaches within 50 km."""

from data import queries
from data.facts.rules import table_of as rows
from data.model import schema
from data.store import Store
from data.store.scope import Scope

PEOPLE = """
| region_code   | year | people |
|---------------|------|--------|
| 75.01.01.2001 | 2022 | 60000  |
| 75.01.01.2002 | 2022 | 40000  |
| 75.02.01.2001 | 2022 | 100000 |
| 75.01.01.2001 | 2023 | 60000  |
| 75.01.01.2002 | 2023 | 40000  |
| 75.02.01.2001 | 2023 | 100000 |
"""
FACILITIES = """
| name | operator | village_code  | beds_men | beds_women | outpatient_places | opened     | closed     |
|------|----------|---------------|----------|------------|-------------------|------------|------------|
| A    | BNN      | 75.01.01.1001 | 30       | 10         | 5                 | 2020-01-01 | 2023-12-31 |
| B    | Kemenkes | 75.01.01.2003 | 0        | 0          | 20                | 2022-12-31 | 2099-01-01 |
| C    | Mitra    | 75.02.01.2001 | 8        | 0          | 0                 | 2023-01-01 | 2099-01-01 |
"""
EVENT = [  # the data reach from here to there: registers open no year
    {"village_code": "75.01.01.2001", "event": "monev", "event_date": day} for day in ("2022-01-31", "2023-12-31")
]

CAPACITY = """
| region | year | inap | jalan |
|--------|------|------|-------|
| 75.01  | 2022 | 40.0 | 25.0  |
| 75.02  | 2022 | 0.0  | 0.0   |
| 75     | 2022 | 20.0 | 12.5  |
| 75.01  | 2023 | 0.0  | 20.0  |
| 75.02  | 2023 | 8.0  | 0.0   |
| ID     | 2023 | 4.0  | 10.0  |
"""

# along the latitude of half a degree, 0.1 degrees of longitude are 11.1 km: A at 122.0, B at 122.6, C at 124.0
REACH = """
| region        | year | inap | jalan |
|---------------|------|------|-------|
| 75.01.01.1001 | 2022 | 40   | 5     |
| 75.01.01.2002 | 2022 | 40   | 25    |
| 75.01.01.2003 | 2022 | 0    | 20    |
| 75.02.01.2001 | 2022 | 0    | 0     |
| 75.02.01.2001 | 2023 | 8    | 0     |
| 75.01.01.2002 | 2023 | 0    | 20    |
"""


def _load(put) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.facility, rows(FACILITIES))
    put(schema.bersinar_event, EVENT)


def test_capacity_is_places_at_one_time_per_100_000_people(put, facts) -> None:
    _load(put)
    for service in ("inap", "jalan"):
        found = facts(f"kapasitas_{service}")
        for row in rows(CAPACITY):
            assert found[row["region"], row["year"], 0].value == float(row[service]), row


def test_a_village_reaches_the_places_within_fifty_kilometres(put, facts) -> None:
    _load(put)
    for service in ("inap", "jalan"):
        found = facts(f"jangkauan_{service}")
        for row in rows(REACH):
            assert found[row["region"], row["year"], 0].value == float(row[service]), row


def test_a_region_nobody_sent_anything_of_is_not_reported_and_not_hidden(country: Store, put, facts) -> None:
    put(schema.population, rows(PEOPLE.replace("75.02.01.2001", "75.01.01.2003")))
    put(schema.facility, rows(FACILITIES))
    put(schema.bersinar_event, EVENT)
    facts("kapasitas_inap")
    classes = queries.layer(country, Scope.public(), "kapasitas_inap", 2, "2022").classes
    assert classes[1] == queries.Nothing.TIDAK_DILAPORKAN
    assert classes[0] < 6
