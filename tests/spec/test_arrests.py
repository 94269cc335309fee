"""Cases: not reported is not zero, small counts are gone, villages show pooled classes only."""

import itertools

from data import schema
from data.indicators.rules import table_of as rows
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
    for region in ("75.01.01", "75.01", "75", "ID"):
        fact = found[region, "2022", 0]
        assert (fact.status, fact.numerator, fact.denominator, fact.value) == (1, 12, 100_000, 12.0), region
    assert (found["75", "2022", 0].reported, found["75", "2022", 0].expected) == (1, 2)
    for region in ("75.02", "75.02.01"):
        assert found[region, "2022", 0].status == 2
        assert found[region, "2022", 0].value is None


def test_a_case_without_a_village_counts_in_its_regency_and_above_but_in_no_kecamatan(put, facts) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, _case("75.01.01.1001", 12))
    put(schema.narcotics_case, _case("75.01", 8))
    found = facts("kasus_narkoba")
    assert [found[region, "2022", 0].numerator for region in ("75.01.01", "75.01", "75", "ID")] == [12, 20, 20, 20]


def test_a_report_without_cases_is_zero(put, facts) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, _case("75.01.01.1001", 9))
    fact = facts("kasus_narkoba")["75.02", "2022", 0]
    assert (fact.status, fact.numerator, fact.value) == (1, 0, 0)


SUPPRESSION = """
| cases | published | status | exact |
|-------|-----------|--------|-------|
| 0     | 0         | 1      |       |
| 1     |           | 5      | 1     |
| 4     |           | 5      | 4     |
| 5     | 5         | 1      |       |
| 30    | 30        | 1      |       |
"""


def test_counts_of_one_to_four_are_published_by_nobody_and_kept_for_restricted_roles(put, facts, country) -> None:
    for row in rows(SUPPRESSION):
        put(schema.population, [{"region_code": "75.02.01.2001", "year": "2022", "people": "100000"}])
        put(schema.kiriman, [_report("75.02"), _report("75.01")])
        put(schema.narcotics_case, [*_case("75.02.01.2001", int(row["cases"])), *_case("75.01.01.1001", 50)])
        found = facts("kasus_narkoba")
        fact, exact = found["75.02", "2022", 0], found.get(("75.02", "2022", 2))
        assert fact.status == int(row["status"])
        assert fact.numerator == (float(row["published"]) if row["published"] else None)
        assert (exact.numerator if exact else None) == (float(row["exact"]) if row["exact"] else None)
        _clear(country)


def _clear(store: Store) -> None:
    with store.writing() as connection:
        for table in (schema.population, schema.kiriman, schema.narcotics_case):
            connection.execute(table.delete())


VILLAGES = """
| cases in all years | of the neighbour | class  |
|--------------------|------------------|--------|
| 0                  | 1                | 0      |
| 4                  | 0                | 0      |
| 4                  | 1                | 0      |
| 5                  | 1                | hidden |
| 7                  | 2                | 1      |
| 9                  | 0                | 1      |
| 10                 | 0                | hidden |
| 14                 | 0                | 2      |
| 19                 | 0                | 2      |
| 20                 | 3                | hidden |
| 24                 | 0                | 3      |
"""


def test_villages_have_one_pooled_class_and_the_count_is_restricted(put, facts, country) -> None:
    for row in rows(VILLAGES):
        count, other = int(row["cases in all years"]), int(row["of the neighbour"])
        hidden = (
            row["class"] == "hidden"
        )  # the total of the four villages and their classes would leave fewer than five numbers
        put(schema.kiriman, [_report("75.01"), _report("75.01", 2023)])
        put(schema.narcotics_case, [*_case("75.01.01.1001", count // 2), *_case("75.01.01.1001", count - count // 2, 2023),
                                    *_case("75.01.01.2001", other, 2023)])  # fmt: skip
        found = facts("kasus_narkoba_desa")
        periods = {period for _, period, _ in found}
        assert periods == {"2022-2023"}
        shown, exact = found["75.01.01.1001", "2022-2023", 1], found["75.01.01.1001", "2022-2023", 2]
        assert (shown.status, exact.status) == (5 if hidden else 1, 1)
        assert shown.__getattr__("class") == (None if hidden else int(row["class"]))
        assert exact.__getattr__("class") == (0 if count < 5 else 1 if count < 10 else 2 if count < 20 else 3)
        assert (shown.value, shown.numerator, exact.numerator) == (None, None, count)
        assert ("75.01.01.1001", "2022-2023", 0) not in found
        assert found["75.02.01.2001", "2022-2023", 1].status == 2
        _clear(country)
