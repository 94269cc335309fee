"""Courses of cases worked out by hand: how far they got, how long each stage took, what stands still and who acts next."""

import numpy as np
import pandas as pd
import pytest

from data import queries
from data.facts.rules import table_of as rows
from data.model import schema
from data.store import Store
from data.store.scope import Scope
from tests.people import as_person

EVERYBODY = Scope.public()
# the last day is 2022-12-31. a: executed; b: P21 known by the court's register alone, waits for a verdict; c, d: no SPDP yet;
# e: acquitted; f: began a year before; g: tahap I by two agencies on different days; the same number elsewhere is another case
STAGES = """
| case_key | stage    | agency         | stage_date | outcome      | regency_code |
|----------|----------|----------------|------------|--------------|--------------|
| a        | lp       | Polri          | 2022-01-01 |              | 75.01        |
| a        | spdp     | Polri          | 2022-01-06 |              | 75.01        |
| a        | spdp     | Kejaksaan      | 2022-01-05 |              | 75.01        |
| a        | tahap1   | Polri          | 2022-01-15 |              | 75.01        |
| a        | p21      | Kejaksaan      | 2022-02-14 |              | 75.01        |
| a        | tahap2   | Kejaksaan      | 2022-02-20 |              | 75.01        |
| a        | register | Pengadilan     | 2022-03-01 |              | 75.01        |
| a        | putusan  | Pengadilan     | 2022-04-01 | rehabilitasi | 75.01        |
| a        | putusan  | Kejaksaan      | 2022-04-01 | penjara      | 75.01        |
| a        | eksekusi | Pemasyarakatan | 2022-04-11 | rehabilitasi | 75.01        |
| b        | lp       | BNN            | 2022-01-01 |              | 75.01        |
| b        | register | Pengadilan     | 2022-05-01 |              | 75.01        |
| c        | lp       | Polri          | 2022-11-30 |              | 75.01        |
| d        | lp       | BNN            | 2022-12-31 |              | 75.02        |
| e        | lp       | Polri          | 2022-02-01 |              | 75.02        |
| e        | putusan  | Pengadilan     | 2022-08-01 | bebas        | 75.02        |
| f        | spdp     | Kejaksaan      | 2021-06-01 |              | 75.02        |
| g        | lp       | Polri          | 2022-06-04 |              | 75.02        |
| g        | tahap1   | Polri          | 2022-07-04 |              | 75.02        |
| g        | tahap1   | Kejaksaan      | 2022-07-01 |              | 75.02        |
| a        | lp       | BNN            | 2022-10-01 |              | 75.02        |
"""
REACHED = {
    ("75.01", ""): [3, 2, 2, 2, 2, 2, 1, 1],
    ("75.01", "Polri"): [2, 1, 1, 0, 0, 0, 0, 0],
    ("75.01", "Pengadilan"): [2, 2, 2, 2, 2, 2, 1, 0],
    ("ID", ""): [7, 4, 4, 3, 3, 3, 2, 1],
}
NAMED = {("75.01", ""): [3, 1, 1, 1, 1, 2, 1, 1], ("75.01", "Pengadilan"): [0, 0, 0, 0, 0, 2, 1, 0]}
# from the last stage that is known; (stage, agency that acts next, band) by region
WAITING = {
    "75.01": {("register", "Pengadilan", 3): 1, ("lp", "Polri", 1): 1},
    "75.02": {("lp", "BNN", 0): 1, ("spdp", "", 4): 1, ("tahap1", "Kejaksaan", 3): 1, ("lp", "BNN", 2): 1},
}


@pytest.fixture
def courses(put, facts, country: Store) -> Store:
    put(schema.bersinar_event, [{"village_code": "75.01.01.2001", "event": "monev", "event_date": "2022-12-31"}])
    put(schema.case_stage, rows(STAGES))
    facts("perkara_lp")
    return country


def test_a_later_stage_counts_as_having_passed_the_earlier_ones(courses: Store) -> None:
    for (region, agency), reached in REACHED.items():
        found = queries.case_funnel(courses, EVERYBODY, region, "2022").query("agency == @agency")
        assert found["stage"].tolist() == list(queries.STAGES)
        assert found["reached"].tolist() == reached, (region, agency)
    for (region, agency), named in NAMED.items():
        found = queries.case_funnel(courses, EVERYBODY, region, "2022").query("agency == @agency")
        assert found["named"].tolist() == named, (region, agency)
    assert queries.case_funnel(courses, EVERYBODY, "75.01", "2020").empty


def _step(courses: Store, region: str, stage: str) -> dict[str, object]:
    found = queries.case_steps(courses, EVERYBODY, [region], "2022").query("stage == @stage")
    assert len(found) == 1
    return found.iloc[0].to_dict()


def test_who_still_waits_counts_in_the_days_of_a_step(courses: Store) -> None:
    # 75.01, from LP: 4 days, 120 days, open since 31 days
    lp = _step(courses, "75.01", "lp")
    assert (lp["cases"], lp["moved"], lp["onward"]) == (3, 2, "spdp")
    assert (lp["first_days"], lp["half_days"], lp["last_days"]) == (4.0, 120.0, 120.0), "1 - 1/3, then the only one at risk"
    # from the register: 31 days, and one open since 244
    register = _step(courses, "75.01", "register")
    assert (register["cases"], register["moved"], register["half_days"]) == (2, 1, 31.0)
    assert np.isnan(register["last_days"])
    # 75.02, from LP: 27 days (g), 181 days (e), open since 0 and 91 days
    other = _step(courses, "75.02", "lp")
    assert (other["cases"], other["moved"]) == (4, 2)
    assert (other["first_days"], other["half_days"], other["last_days"]) == (27.0, 181.0, 181.0)
    # an acquitted case waits for nothing
    assert queries.case_steps(courses, EVERYBODY, ["75.02"], "2022").query("stage == 'putusan'").empty


def test_open_cases_stand_with_the_agency_that_acts_next(courses: Store) -> None:
    for region, expected in WAITING.items():
        found = queries.case_waiting(courses, EVERYBODY, [region])
        keys = zip(found["stage"], found["agency"], found["band"], strict=True)
        assert dict(zip(keys, found["cases"], strict=True)) == expected, region
    whole = queries.case_waiting(courses, EVERYBODY, ["ID"])
    assert whole["cases"].sum() == sum(sum(one.values()) for one in WAITING.values())


def test_bands_of_waiting_begin_where_they_say(put, facts, country: Store) -> None:
    put(schema.bersinar_event, [{"village_code": "75.01.01.2001", "event": "monev", "event_date": "2022-12-31"}])
    days = (0, 30, 31, 90, 91, 180, 181, 365, 366)
    last = pd.Timestamp("2022-12-31")
    put(
        schema.case_stage,
        [
            {"case_key": f"k{one}", "stage": "register", "agency": "Pengadilan", "regency_code": "75.01"}
            | {"stage_date": str((last - pd.Timedelta(days=one)).date())}
            for one in days
        ],
    )
    facts("perkara_lp")
    found = queries.case_waiting(country, EVERYBODY, ["75.01"])
    assert dict(zip(found["band"], found["cases"], strict=True)) == {0: 2, 1: 2, 2: 2, 3: 2, 4: 1}


def test_a_recommendation_stands_beside_the_verdict_rounded_for_all_but_bnn(put, facts, country: Store) -> None:
    put(schema.bersinar_event, [{"village_code": "75.01.01.2001", "event": "monev", "event_date": "2022-12-31"}])
    stages = [
        {"case_key": f"k{at}", "stage": stage, "agency": "Pengadilan", "stage_date": "2022-06-01", "regency_code": "75.01"}
        | {"outcome": outcome if stage == "putusan" else ""}
        for at, outcome in enumerate(["penjara"] * 7 + ["rehabilitasi"] * 2 + [""])
        for stage in (("register", "putusan") if outcome else ("register",))
    ]
    put(schema.case_stage, stages)
    put(
        schema.tat,
        [
            {
                "case_key": key,
                "number": f"t{key}{at}",
                "regency_code": "75.01",
                "requested": "2022-03-01",
                "sat_on": "2022-03-02",
            }
            | {"recommendation": "rehabilitasi"}
            for at, key in enumerate([*(f"k{one}" for one in range(10)), "k0", "unknown", ""])
        ],
    )
    facts("perkara_lp")

    def verdicts(scope: Scope) -> dict[str, float | None]:
        found = queries.breakdown(country, scope, "75.01", "2022").query("subject == 'tat_putusan'")
        assert set(found["a"]) == {"rehabilitasi"}
        return {b: None if pd.isna(amount) else amount for b, amount in zip(found["b"], found["amount"], strict=True)}

    exact = {"penjara": 8, "rehabilitasi": 2, "belum": 1, "tanpa_perkara": 1}  # k0 was assessed twice; one names no case
    assert verdicts(as_person(country, "bnnk", "75.01")) == exact
    published = {"penjara": 10, "rehabilitasi": None, "belum": None, "tanpa_perkara": None}
    for other in (as_person(country, "bnnk", "75.02"), as_person(country, "kepala_daerah", "75"), EVERYBODY):
        assert verdicts(other) == published
