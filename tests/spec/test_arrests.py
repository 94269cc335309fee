"""Cases: not reported is not zero, kecamatan are rounded for those outside, villages show pooled classes only."""

import itertools

from data.facts.rules import table_of as rows
from data.model import schema
from data.store import Store

PEOPLE = """
| region_code   | year | people |
|---------------|------|--------|
| 75.01.01.1001 | 2022 | 40000  |
| 75.01.01.2001 | 2022 | 30000  |
| 75.01.01.2002 | 2022 | 20000  |
| 75.01.01.2003 | 2022 | 10000  |
| 75.02.01.2001 | 2022 | 100000 |
"""


_keys = itertools.count()


def _case(place: str, count: int, year: int = 2022) -> list[dict[str, str]]:
    """Cases in a village, or in a regency whose village nobody named."""
    row = {"agency": "Polri", "case_date": f"{year}-12-31", "regency_code": place[:5], "suspects": "1"}
    row |= {"village_code": place} if len(place) > 5 else {}
    return [row | {"case_key": f"K{next(_keys)}"} for _ in range(count)]


def _report(regency: str, year: int = 2022) -> dict[str, object]:
    sent = {"feed": "kasus", "sender": "Polres", "region_code": regency, "year": str(year), "row_count": "1"}
    return sent | {"sha256": f"{regency} {year}", "periods": [str(year)]}


def test_a_rate_takes_cases_and_people_of_those_who_reported(put, facts) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01")])
    put(schema.narcotics_case, _case("75.01.01.1001", 12))
    found = facts("kasus_narkoba")
    for region, sensitivity in (("75.01.01", 1), ("75.01", 0), ("75", 0), ("ID", 0)):
        fact = found[region, "2022", sensitivity]
        assert (fact.status, fact.numerator, fact.denominator, fact.value) == (1, 12, 100_000, 12.0), region
    assert (found["75", "2022", 0].reported, found["75", "2022", 0].expected) == (1, 2)
    for region in ("75.02", "75.02.01"):
        assert found[region, "2022", 0].status == 2
        assert found[region, "2022", 0].value is None


def test_a_case_without_a_village_counts_from_its_regency_up(put, facts) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, _case("75.01.01.1001", 12))
    put(schema.narcotics_case, _case("75.01", 8))
    found = facts("kasus_narkoba")
    assert [found[region, "2022", 0].numerator for region in ("75.01", "75", "ID")] == [20, 20, 20]
    assert found["75.01.01", "2022", 1].numerator == 12


def test_a_report_without_cases_is_zero(put, facts) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, _case("75.01.01.1001", 9))
    fact = facts("kasus_narkoba")["75.02", "2022", 0]
    assert (fact.status, fact.numerator, fact.value) == (1, 0, 0)


KECAMATAN = """
| cases | published | rate | status |
|-------|-----------|------|--------|
| 0     | 0         | 0    | 1      |
| 1     |           |      | 5      |
| 4     |           |      | 5      |
| 5     | 5         | 5    | 1      |
| 7     | 5         | 5    | 1      |
| 8     | 10        | 10   | 1      |
| 30    | 30        | 30   | 1      |
"""


def test_cases_are_exact_from_the_regency_up_and_rounded_in_kecamatan(put, facts, country) -> None:
    for row in rows(KECAMATAN):
        put(schema.population, [{"region_code": "75.02.01.2001", "year": "2022", "people": "100000"}])
        put(schema.kiriman, [_report("75.02"), _report("75.01")])
        put(schema.narcotics_case, [*_case("75.02.01.2001", int(row["cases"])), *_case("75.01.01.1001", 50)])
        found = facts("kasus_narkoba")
        count = int(row["cases"])
        assert (found["75.02", "2022", 0].status, found["75.02", "2022", 0].numerator) == (1, count)
        assert {sensitivity for region, _, sensitivity in found if len(region) < 8} == {0}, "nothing is exact beside exact"
        shown, exact = found["75.02.01", "2022", 0], found["75.02.01", "2022", 1]
        assert shown.status == int(row["status"])
        assert (shown.numerator, shown.value) == tuple(
            float(row[name]) if row[name] else None for name in ("published", "rate")
        )
        assert (exact.status, exact.numerator, exact.value) == (1, count, count)
        assert ("75.02.01", "2022", 2) not in found
        _clear(country)


def _clear(store: Store) -> None:
    with store.writing() as connection:
        for table in (schema.population, schema.kiriman, schema.narcotics_case):
            connection.execute(table.delete())


VILLAGES = """
| cases in all years | class |
|--------------------|-------|
| 0                  | 0     |
| 1                  | 1     |
| 4                  | 1     |
| 5                  | 2     |
| 9                  | 2     |
| 10                 | 3     |
| 19                 | 3     |
| 20                 | 4     |
| 24                 | 4     |
"""


def test_villages_have_one_pooled_class_and_a_count_for_the_area(put, facts, country) -> None:
    for row in rows(VILLAGES):
        count = int(row["cases in all years"])
        put(schema.kiriman, [_report("75.01"), _report("75.01", 2023)])
        put(
            schema.narcotics_case,
            [
                *_case("75.01.01.1001", count // 2),
                *_case("75.01.01.1001", count - count // 2, 2023),
                *_case("75.01.01.2001", 1, 2023),
            ],
        )
        found = facts("kasus_narkoba_desa")
        assert {period for _, period, _ in found} == {"2022-2023"}
        shown, exact = found["75.01.01.1001", "2022-2023", 0], found["75.01.01.1001", "2022-2023", 1]
        assert [(fact.status, fact.__getattr__("class")) for fact in (shown, exact)] == [(1, int(row["class"]))] * 2
        assert (shown.value, shown.numerator, exact.numerator) == (None, None, count)
        assert found["75.02.01.2001", "2022-2023", 0].status == 2
        _clear(country)
