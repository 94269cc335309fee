"""Status of a village programme and its coverage, from dated events."""

from data.facts.rules import table_of as rows
from data.model import schema

EVENTS = """
| village_code  | event       | event_date |
|---------------|-------------|------------|
| 75.01.01.2001 | seleksi     | 2022-02-01 |
| 75.01.01.2001 | pencanangan | 2023-06-01 |
| 75.01.01.2001 | relawan     | 2024-03-01 |
| 75.01.01.2002 | sk          | 2022-12-31 |
| 75.01.01.2002 | ibm         | 2023-01-01 |
| 75.01.01.1001 | seleksi     | 2022-01-01 |
| 75.01.01.1001 | sk          | 2022-01-02 |
| 75.01.01.1001 | pencanangan | 2022-01-03 |
| 75.01.01.1001 | pokja       | 2022-01-04 |
| 75.01.01.1001 | relawan     | 2022-01-05 |
| 75.01.01.1001 | ibm         | 2022-01-06 |
| 75.01.01.1001 | posko       | 2022-01-07 |
| 75.01.01.1001 | monev       | 2023-01-01 |
| 75.02.01.2001 | pencanangan | 2024-12-31 |
"""

# 0 none, 1 selected or decree, 2 declared, 3 running, 4 complete. A kelurahan (1001) needs neither perdes nor apbdes.
STATUS = """
| region        | 2022 | 2023 | 2024 |
|---------------|------|------|------|
| 75.01.01.2001 | 1    | 2    | 3    |
| 75.01.01.2002 | 1    | 1    | 1    |
| 75.01.01.2003 | 0    | 0    | 0    |
| 75.01.01.1001 | 3    | 4    | 4    |
| 75.02.01.2001 | 0    | 0    | 2    |
"""

# declared or further, of all villages
COVERAGE = """
| region   | 2022 | 2023 | 2024 |
|----------|------|------|------|
| 75.01.01 | 1/4  | 2/4  | 2/4  |
| 75.02.01 | 0/1  | 0/1  | 1/1  |
| 75.01    | 1/4  | 2/4  | 2/4  |
| 75       | 1/5  | 2/5  | 3/5  |
| ID       | 1/5  | 2/5  | 3/5  |
"""


def test_the_status_is_the_furthest_stage_at_the_end_of_the_year(put, facts) -> None:
    put(schema.bersinar_event, rows(EVENTS))
    found = facts("status_bersinar")
    for row in rows(STATUS):
        for year in ("2022", "2023", "2024"):
            assert found[row["region"], year, 0].__getattr__("class") == int(row[year]), (row["region"], year)
            assert found[row["region"], year, 0].status == 1


def test_coverage_counts_declared_villages_of_all_villages(put, facts) -> None:
    put(schema.bersinar_event, rows(EVENTS))
    found = facts("cakupan_bersinar")
    for row in rows(COVERAGE):
        for year in ("2022", "2023", "2024"):
            part, whole = map(int, row[year].split("/"))
            fact = found[row["region"], year, 0]
            assert (fact.numerator, fact.denominator) == (part, whole)
            assert fact.value == 100 * part / whole


def test_without_any_event_there_is_no_fact_instead_of_zero(facts) -> None:
    assert facts("status_bersinar") == {}
    assert facts("cakupan_bersinar") == {}
