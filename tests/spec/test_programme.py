"""Villages of the programme, candidates, before and after, KOTAN, targets and the old map, worked out by hand."""

import math

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.analysis.village_programme import with_distances
from data import queries
from data.facts.rules import table_of as rows
from data.identity.demo import DEMO
from data.model import schema

PUSAT = DEMO[0].scope
EVENTS = """
| village_code  | event       | event_date | money     | amount  |
|---------------|-------------|------------|-----------|---------|
| 75.01.01.2001 | seleksi     | 2024-01-10 |           |         |
| 75.01.01.2001 | pencanangan | 2024-03-10 | apbd      | 1000000 |
| 75.01.01.2001 | pencanangan | 2025-03-10 | dana_desa | 500000  |
| 75.01.01.1001 | sk          | 2024-05-10 |           |         |
| 75.02.01.2001 | seleksi     | 2025-02-01 |           |         |
"""
ASSESSED = """
| village_code  | year | method | category | score |
|---------------|------|--------|----------|-------|
| 75.01.01.1001 | 2024 | survei | bahaya   | 80    |
| 75.01.01.2001 | 2024 | survei | waspada  | 60    |
| 75.01.01.2002 | 2023 | survei | bahaya   | 90    |
| 75.01.01.2002 | 2024 | survei | waspada  | 65    |
| 75.01.01.2003 | 2024 | survei | aman     | 40    |
| 75.02.01.2001 | 2024 | survei |          | 50    |
"""


def _surveys(made: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"method": "survei", "sent": "33", "returned": "33"} | row for row in made]


def test_a_village_is_a_row_of_dated_events(put, facts, country) -> None:
    put(schema.bersinar_event, rows(EVENTS))
    put(schema.kawasan_rawan, _surveys(rows(ASSESSED)))
    facts("status_bersinar")
    found = queries.programme(country, PUSAT, "75", "2024").set_index("code")
    assert found.index.tolist() == ["75.01.01.1001", "75.01.01.2001"], "what happened later is not there yet"
    village = found.loc["75.01.01.2001"]
    assert (village["kind"], village["category"], village["stage"], village["known"]) == ("desa", "waspada", 2, True)
    assert village["pencanangan"] == pd.Timestamp("2024-03-10")
    assert pd.isna(village["pokja"])
    assert (village["money"], village["amount"], village["last"]) == ("apbd", 1e6, pd.Timestamp("2024-03-10"))
    assert found.loc["75.01.01.1001", "kind"] == "kelurahan"
    later = queries.programme(country, PUSAT, "75.01", "2025").set_index("code").loc["75.01.01.2001"]
    assert (later["pencanangan"], later["money"], later["amount"]) == (pd.Timestamp("2024-03-10"), "apbd, dana_desa", 1.5e6)
    assert len(queries.programme(country, PUSAT, "ID", "2025")) == 3
    assert queries.programme(country, PUSAT, "75.01.01.2003", "2025").empty


def test_candidates_are_vulnerable_undeclared_villages_with_distances(put, country) -> None:
    put(schema.bersinar_event, rows(EVENTS))
    put(schema.kawasan_rawan, _surveys(rows(ASSESSED)))
    place = {"operator": "BNN", "beds_men": "1", "beds_women": "0", "outpatient_places": "0", "name": "x"}
    put(
        schema.facility,
        [
            {"village_code": "75.01.01.2003", "opened": "2020-01-01"} | place,
            {"village_code": "75.01.01.2002", "opened": "2025-01-01"} | place,
        ],
    )
    found = _candidates(country, "75", "2024").set_index("code")
    assert found["category"].to_dict() == {"75.01.01.1001": "bahaya", "75.01.01.2002": "waspada"}, "the newest category counts"
    # on the equator's side a degree of longitude is 111.19 km; villages lie at 122.0, 122.1, 122.3 and 122.6 degrees east
    degree = 111.195 * math.cos(math.radians(0.5))
    assert found.loc["75.01.01.1001", "to_programme_km"] == pytest.approx(0.1 * degree, rel=1e-3)
    assert found.loc["75.01.01.1001", "to_rehab_km"] == pytest.approx(0.6 * degree, rel=1e-3)
    assert found.loc["75.01.01.2002", "to_rehab_km"] == pytest.approx(0.3 * degree, rel=1e-3), "not open until 2025"
    assert _candidates(country, "75", "2025").set_index("code").loc["75.01.01.2002", "to_rehab_km"] == 0
    nobody = _candidates(country, "75.02", "2024")
    assert nobody.empty


def _candidates(country, region_code: str, period: str) -> pd.DataFrame:
    return with_distances(queries.candidates(country, PUSAT, region_code, period), queries.anchors(country, PUSAT, period))


def test_before_and_after_compares_within_regency_and_category(put, country) -> None:
    put(
        schema.bersinar_event,
        [
            {"village_code": "75.01.01.2001", "event": "pencanangan", "event_date": "2025-06-01"},
            {"village_code": "75.02.01.2001", "event": "pencanangan", "event_date": "2025-06-01"},
        ],
    )
    scores = {"1001": (50, 52), "2001": (60, 55), "2002": (61, 62), "2003": (62, 66)}
    made = [
        {
            "village_code": f"75.01.01.{village}",
            "year": str(year),
            "method": "survei",
            "category": category,
            "score": str(score),
        }
        for village, pair in scores.items()
        for year, score in zip((2024, 2026), pair, strict=True)
        for category in ["aman" if village == "1001" else "waspada"]
    ]
    made += [{"village_code": "75.02.01.2001", "year": year, "category": "waspada", "score": "70"} for year in ("2024", "2026")]
    put(schema.kawasan_rawan, _surveys(made))
    found = queries.before_after(country, PUSAT, "75")
    assert found is not None
    assert (found.before, found.after) == (2024, 2026)
    # the only match: -5 beside the mean of +1 and +4; the village of 75.02 has nobody beside it
    assert found.effect.change == pytest.approx(-7.5)
    assert (found.effect.treated, found.effect.controls, found.effect.unmatched) == (1, 2, 1)
    assert queries.before_after(country, PUSAT, "75.02").effect.treated == 0


def test_without_two_surveys_there_is_no_before_and_after(put, country) -> None:
    assert queries.before_after(country, PUSAT, "75") is None
    put(schema.kawasan_rawan, _surveys(rows(ASSESSED)))
    assert queries.before_after(country, PUSAT, "75") is None


def test_an_assessment_has_an_interval_where_its_deviation_came(put, country) -> None:
    same = {"edition": "2022", **dict.fromkeys(("family", "community", "territory", "institution", "law", "index"), "3.1")}
    put(
        schema.kotan_assessment,
        [
            {"region_code": "75.01", "year": "2024", "respondents": "180", "deviation": "0.4"} | same,
            {"region_code": "75.02", "year": "2024", "respondents": "180"} | same,
        ],
    )
    found = queries.assessments(country, PUSAT, "75").set_index("region_code")
    # Student's t with 179 degrees: 1.9733
    assert found.loc["75.01", "high"] - 3.1 == pytest.approx(1.9733 * 0.4 / math.sqrt(180), rel=1e-4)
    assert np.isnan(found.loc["75.02", "low"])
    assert queries.assessments(country, PUSAT, "75.02").shape[0] == 1


def test_targets_say_who_and_whether_simulated(put, country) -> None:
    put(
        schema.target,
        [
            {
                "indicator": "cakupan_bersinar",
                "region_code": "75",
                "baseline_period": "2023",
                "baseline": "4",
                "target_period": "2027",
                "target": "12",
                "said_by": "Gubernur",
            },
        ],
    )
    found = queries.targets(country, PUSAT, "75").iloc[0]
    assert (found["target"], found["said_by"], found["simulated"]) == (12, "Gubernur", False)
    assert queries.targets(country, PUSAT, "75.01").empty


def test_a_split_region_on_the_old_map(put, facts, country) -> None:
    """75.02 came out of 75.01 in 2023."""
    with country.writing() as connection:
        connection.execute(
            sa.text(
                "insert into inti.region_crosswalk (old_code, new_code, level, relation, valid_from, source) "
                "values ('75.01', '75.02', 2, 'pecah', '2023-01-01', 'UU Uji')"
            )
        )
    put(
        schema.population,
        [
            {"region_code": code, "year": "2024", "people": people}
            for code, people in (("75.01.01.2001", "3000"), ("75.02.01.2001", "1000"))
        ],
    )
    put(schema.bersinar_event, rows(EVENTS))
    facts("cakupan_bersinar", "penduduk")
    found = queries.old_map(country, PUSAT, "75.02", ["cakupan_bersinar", "penduduk", "kotan_indeks_2022"], "2024")
    assert (found.old_code, str(found.valid_from), found.source) == ("75.01", "2023-01-01", "UU Uji")
    assert dict(zip(found.parts["new_code"], found.parts["share"], strict=True)) == {"75.01": 0.75, "75.02": 0.25}
    figures = found.figures.set_index("indicator")
    assert figures.loc["cakupan_bersinar", ["numerator", "denominator", "value"]].tolist() == [1, 5, 20]
    assert figures.loc["penduduk", "value"] == 4000
    assert np.isnan(figures.loc["kotan_indeks_2022", "value"]), "an index is never added"
    assert queries.old_map(country, PUSAT, "75", ["penduduk"], "2024") is None
