"""Statistics of a fact: interval, comparison, rank, coverage, and one number explained."""

import numpy as np
import pandas as pd
import pytest

from data import queries
from data.facts.indicators import registry
from data.facts.rules import table_of as rows
from data.identity.demo import DEMO
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.period import Grain
from data.queries import trend_of
from data.store.scope import Scope
from geo.stats import rates
from tests.spec.test_arrests import PEOPLE, _case, _report

PUSAT, PUBLIC = DEMO[0].scope, Scope.public()


@pytest.fixture
def counted(put, facts, country):
    """75.01 reported 30 cases in 100,000 people, 75.02 two; the nation's other regions are none."""
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, [*_case("75.01.01.1001", 30), *_case("75.02.01.2001", 2)])
    facts("kasus_narkoba")
    return country


def test_a_snapshot_has_interval_reliability_and_comparison(counted) -> None:
    found = queries.snapshot(counted, PUSAT, ["75.01", "75.02"], ["kasus_narkoba"], "2022").set_index("region_code")
    high, low = found.loc["75.01"], found.loc["75.02"]
    assert (high["value"], high["above"], high["nation"]) == (30.0, 16.0, 16.0)
    assert (high["low"], high["high"]) == pytest.approx((20.24, 42.83), abs=0.02)  # Byar for 30 events
    assert high["reliability"] == "andal"
    assert (high["versus_above"], low["versus_above"]) == ("lebih_tinggi", "lebih_rendah")
    assert low["reliability"] == "goyah"


def test_nothing_is_judged_by_a_rounded_figure_below_twenty(put, facts, country) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, [*_case("75.01.01.1001", 30), *_case("75.02.01.2001", 8)])
    facts("kasus_narkoba")
    item = registry()["kasus_narkoba"]
    for scope, judged, shown in ((PUBLIC, False, 10), (PUSAT, True, 8)):
        found = queries.snapshot(country, scope, ["75.01.01", "75.02.01"], ["kasus_narkoba"], "2022").set_index("region_code")
        assert found["numerator"].tolist() == [30, shown]
        assert found["rough"].tolist() == [False, not judged]
        assert np.isfinite(found["low"]).tolist() == [True, judged]
        assert (found["reliability"] != "").tolist() == [True, judged]
        ranked = queries.ranking(country, scope, "kasus_narkoba", 3, "2022").set_index("region_code")
        assert ranked["value"].tolist() == [30, shown], "the highest comes first all the same"
        assert np.isfinite(ranked["rank"]).tolist() == [True, judged]
        assert np.isfinite(ranked["smoothed"]).tolist() == [True, judged]
        years = pd.concat([queries.series(country, scope, "75.02.01", ["kasus_narkoba"])] * 4)
        assert (trend_of(years, item).word == rates.UNKNOWN) != judged


def test_a_count_does_not_rise_because_more_reported() -> None:
    """Eighty cases of five areas, then 130 of six in each of three years: the same in every year that can be compared."""
    item = registry()["jumlah_kasus"]
    years = pd.DataFrame({"numerator": [80, 130, 129, 131], "reported": [5, 6, 6, 6], "rough": False})
    assert trend_of(years, item).word == rates.STABLE
    assert trend_of(years.assign(reported=6), item).word == rates.RISING
    assert trend_of(years.assign(reported=[5, 5, 6, 6]), item).word == rates.UNKNOWN
    assert trend_of(years.assign(denominator=[8e5, 13e5, 13e5, 13e5]), registry()["kasus_narkoba"]).word == rates.STABLE


def test_ranks_whose_intervals_touch_are_said_to_overlap(counted) -> None:
    ranked = queries.ranking(counted, PUSAT, "kasus_narkoba", 2, "2022").set_index("region_code")
    assert ranked.loc["75.01", ["rank", "first", "last"]].tolist() == [1, 1, 1]
    assert ranked.loc["75.02", ["rank", "first", "last"]].tolist() == [2, 2, 2]
    assert 2.0 <= ranked.loc["75.02", "smoothed"] <= 16.0
    within = queries.ranking(counted, PUSAT, "kasus_narkoba", 3, "2022", "75.01")
    assert within["region_code"].tolist() == ["75.01.01"]


def test_equal_regions_share_their_ranks(put, facts, country) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, [*_case("75.01.01.1001", 30), *_case("75.02.01.2001", 28)])
    facts("kasus_narkoba")
    ranked = queries.ranking(country, PUSAT, "kasus_narkoba", 2, "2022")
    assert ranked[["rank", "first", "last"]].to_numpy().tolist() == [[1, 1, 2], [2, 1, 2]]


def test_coverage_says_how_many_came(put, facts, country) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01")])
    put(schema.narcotics_case, _case("75.01.01.1001", 30))
    facts("kasus_narkoba")
    found = queries.coverage(country, PUSAT, ["kasus_narkoba"], "75").iloc[0]
    assert (found["period"], found["status"], found["reported"], found["expected"]) == ("2022", 1, 1, 2)


def test_months_and_years_are_read_apart(counted) -> None:
    months = queries.series(counted, PUSAT, "75.01", ["kasus_narkoba"], Grain.MONTH)
    assert len(months) == 12
    assert months.set_index("period")["numerator"].loc["2022-12"] == 30
    assert queries.series(counted, PUSAT, "75.01", ["kasus_narkoba"])["period"].tolist() == ["2022"]
    assert queries.series(counted, PUSAT, "75.01", ["kasus_narkoba"], Grain.QUARTER)["period"].iat[-1] == "2022-Q4"


def test_a_number_is_explained_by_formula_regions_below_and_submissions(counted) -> None:
    found = queries.explain(counted, PUSAT, "kasus_narkoba", "75", "2022")
    assert found.fact["numerator"] == 32
    assert found.formula["id"] == "kasus BNN dan Polri ÷ penduduk wilayah yang melapor × 100000"
    assert found.below.set_index("region_code")["numerator"].to_dict() == {"75.01": 30, "75.02": 2}
    assert sorted(found.submissions["region_code"]) == ["75.01", "75.02"]
    assert queries.explain(counted, PUSAT, "kasus_narkoba", "75.01", "2022-12").submissions["region_code"].tolist() == ["75.01"]
    shown = queries.explain(counted, PUBLIC, "kasus_narkoba", "75", "2022")
    assert shown.below.set_index("region_code")["numerator"].to_dict() == {"75.01": 30, "75.02": 2}, "cases are no secret"
    assert shown.submissions.empty
    with pytest.raises(Fault):
        queries.explain(counted, PUSAT, "kasus_narkoba", "75", "1999")


def test_submissions_of_all_pooled_years_stand_behind_a_pooled_number(put, facts, country) -> None:
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.01", 2023)])
    put(schema.narcotics_case, [*_case("75.01.01.1001", 6), *_case("75.01.01.1001", 6, 2023)])
    facts("kasus_narkoba_desa")
    found = queries.explain(country, PUSAT, "kasus_narkoba_desa", "75.01.01.1001", "2022-2023")
    assert sorted(map(tuple, found.submissions["periods"])) == [("2022",), ("2023",)]


@pytest.mark.parametrize("period", ["2022-13", "2022-sembarang", "2022-2099", "1999", "2099-Q1", ""])
def test_a_period_that_is_none_or_not_known_is_refused_not_shown_empty(counted, period: str) -> None:
    for ask in (
        lambda: queries.layer(counted, PUSAT, "kasus_narkoba", 2, period),
        lambda: queries.explain(counted, PUSAT, "kasus_narkoba", "75", period),
    ):
        with pytest.raises(Fault) as fault:
            ask()
        assert fault.value.problem is Problem.UNKNOWN_PERIOD
