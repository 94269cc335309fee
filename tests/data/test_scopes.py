"""Every query function as several people: what each may see, and that nobody sees more."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data import queries
from data.facts.indicators import LEAST_WHOLE, SMALL_COUNT, registry
from data.identity.demo import DEMO
from data.model.errors import Fault, Problem
from data.queries import Nothing
from data.store.scope import Scope
from tests.people import scope_of
from tests.stores import REGIONS, Loaded

YEAR, POOLED = "2025", "2022-2026"
PUSAT = scope_of("bnn_pusat", "")
BNNP = scope_of("bnnp", "75")
BUPATI = scope_of("kepala_daerah", "75.03")
POLDA = scope_of("instansi", "75")
EVERYBODY = [*(replace(person.scope, published=published) for person in DEMO for published in (False, True)), Scope.public()]


def _regions(provinces: Loaded, level: int) -> pd.DataFrame:
    return queries.regions(provinces.store, Scope.public(), level)


def test_public_indicators_are_the_same_for_everybody(provinces: Loaded) -> None:
    for item in registry().values():
        if item.sensitivity == 0 and item.exact is None:
            level = item.levels[-1]
            first = queries.layer(provinces.store, EVERYBODY[0], item.code, level, YEAR)
            for scope in EVERYBODY[1:]:
                other = queries.layer(provinces.store, scope, item.code, level, YEAR)
                np.testing.assert_array_equal(first.classes, other.classes)
                np.testing.assert_array_equal(first.value, other.value)


def test_kecamatan_are_rounded_outside_the_own_regions(provinces: Loaded) -> None:
    level = 3
    exact = queries.layer(provinces.store, PUSAT, "kasus_narkoba", level, YEAR)
    assert ((exact.numerator > 0) & (exact.numerator < SMALL_COUNT)).sum() > 10
    codes = _regions(provinces, level)["code"]
    for scope in (*EVERYBODY, BNNP, BUPATI, POLDA):
        seen = queries.layer(provinces.store, scope, "kasus_narkoba", level, YEAR)
        inside = codes.str.startswith(scope.prefixes).to_numpy() & (scope.clearance > 0)
        np.testing.assert_array_equal(seen.numerator[inside], exact.numerator[inside])
        few = ~inside & (exact.numerator > 0) & (exact.numerator < SMALL_COUNT)
        assert (seen.classes[few] == Nothing.TERLALU_SEDIKIT).all()
        assert np.isnan(seen.value[few]).all()
        others = ~inside & ~few & np.isfinite(exact.numerator)
        np.testing.assert_array_equal(seen.numerator[others], 5 * np.round(exact.numerator[others] / 5))


def test_figures_of_people_are_exact_for_cleared_roles_in_their_regions(provinces: Loaded) -> None:
    exact = queries.layer(provinces.store, PUSAT, "retensi_3_bulan", 2, YEAR)
    assert np.isfinite(exact.numerator).sum() > 10
    codes = _regions(provinces, 2)["code"]
    for scope in (*EVERYBODY, BNNP, BUPATI, POLDA):
        seen = queries.layer(provinces.store, scope, "retensi_3_bulan", 2, YEAR)
        inside = codes.str.startswith(scope.prefixes).to_numpy() & (scope.clearance == 2)
        np.testing.assert_array_equal(seen.numerator[inside], exact.numerator[inside])
        shown = ~inside & np.isfinite(seen.numerator)
        assert (seen.numerator[shown] % 5 == 0).all()
        assert (seen.denominator[shown] >= LEAST_WHOLE).all()
        assert not shown[~inside & (exact.denominator < LEAST_WHOLE - 2)].any()


def test_village_arrests_are_pooled_classes_and_counts_in_the_own_regions(provinces: Loaded) -> None:
    codes = _regions(provinces, 4)["code"]
    exact = queries.layer(provinces.store, PUSAT, "kasus_narkoba_desa", 4, POOLED)
    for scope in (*EVERYBODY, BNNP, BUPATI, POLDA):
        seen = queries.layer(provinces.store, scope, "kasus_narkoba_desa", 4, POOLED)
        np.testing.assert_array_equal(seen.classes, exact.classes)
        inside = codes.str.startswith(scope.prefixes).to_numpy() & (scope.clearance > 0)
        np.testing.assert_array_equal(seen.value[inside], exact.value[inside])
        assert np.isnan(seen.value[~inside]).all()
        assert np.isnan(seen.numerator[~inside]).all()


def test_no_yearly_arrests_of_villages_exist_for_anybody(provinces: Loaded) -> None:
    with pytest.raises(Fault) as fault:
        queries.layer(provinces.store, PUSAT, "kasus_narkoba", 4, YEAR)
    assert fault.value.problem is Problem.UNKNOWN_INDICATOR
    layer = queries.layer(provinces.store, PUSAT, "kasus_narkoba_desa", 4, YEAR)
    assert (layer.classes == Nothing.TIDAK_DILAPORKAN).all()


def test_series_and_profile_obey_the_same_rules_as_layers(provinces: Loaded) -> None:
    exact = queries.layer(provinces.store, PUSAT, "kasus_narkoba", 3, YEAR)
    small = np.flatnonzero((exact.numerator > 0) & (exact.numerator < SMALL_COUNT))
    codes = _regions(provinces, 3)["code"].iloc[small]
    outside = next(code for code in codes if not code.startswith("75"))
    inside = next(code for code in codes if code.startswith("75.03"))
    for scope in (*EVERYBODY, BNNP, BUPATI, POLDA):
        for code in (outside, inside):
            may = scope.clearance > 0 and code.startswith(scope.prefixes)
            rows = queries.series(provinces.store, scope, code, ["kasus_narkoba"]).set_index("period")
            assert pd.notna(rows.loc[YEAR, "numerator"]) == may
            assert rows.loc[YEAR, "status"] == (1 if may else 5)
            profile = queries.profile(provinces.store, scope, [code], YEAR).set_index("indicator")
            assert pd.notna(profile.loc["kasus_narkoba", "value"]) == may


def test_a_scope_without_regions_sees_public_rows_only(provinces: Loaded) -> None:
    nowhere = scope_of("bnnp")
    layer = queries.layer(provinces.store, nowhere, "kasus_narkoba", 2, YEAR)
    public = queries.layer(provinces.store, Scope.public(), "kasus_narkoba", 2, YEAR)
    np.testing.assert_array_equal(layer.classes, public.classes)


def test_the_remaining_functions_answer_everybody_the_same(provinces: Loaded) -> None:
    for scope in EVERYBODY:
        assert len(queries.regions(provinces.store, scope, 2)) == REGIONS[1]
        assert {"referensi_wilayah", "terbitan_kasus", "simulasi"} <= set(queries.sources(provinces.store, scope)["id"])
        assert queries.contents(provinces.store, scope)["row_count"].sum() > 50_000
        assert queries.published(provinces.store, scope, ["ID"], ["kasus"])["value"].tolist() == [43_099]
        assert queries.boundary_versions(provinces.store, scope)["state"].tolist() == ["dipakai"]
        assert queries.boundary_checks(provinces.store, scope, "tiada").empty
        assert queries.placement(provinces.store, scope)["villages"].sum() == REGIONS[3]
        assert queries.freshness(provinces.store, scope).simulated
        periods = queries.freshness(provinces.store, scope).periods
        complete = queries.completeness(provinces.store, scope, 2, list(registry()), periods)
        regions = complete.groupby(["indicator", "period"])["regions"].sum()
        public = regions.index.get_level_values("indicator").map(lambda code: registry()[code].sensitivity == 0)
        assert (regions[public] == REGIONS[1]).all()
        # what is between agencies is for the roles that may read it, each in their own regions
        assert (regions[~public] <= REGIONS[1]).all()
        assert queries.assessments(provinces.store, scope)["region_code"].str.len().eq(5).all()
        assert queries.targets(provinces.store, scope, "31")["target"].gt(0).all()


def test_villages_of_the_programme_are_the_same_for_everybody(provinces: Loaded) -> None:
    made = [
        (
            queries.programme(provinces.store, scope, "31.71", YEAR),
            queries.candidates(provinces.store, scope, "31.71", YEAR),
            queries.anchors(provinces.store, scope, YEAR).sort_values(["what", "lon", "lat"], ignore_index=True),
            queries.assessments(provinces.store, scope, "31"),
            queries.targets(provinces.store, scope, "31"),
        )
        for scope in EVERYBODY
    ]
    for other in made[1:]:
        for mine, theirs in zip(made[0], other, strict=True):
            pd.testing.assert_frame_equal(mine, theirs)
    effects = {str(queries.before_after(provinces.store, scope, "31")) for scope in EVERYBODY}
    assert len(effects) == 1


def test_the_old_map_adds_up_nothing_that_is_hidden(provinces: Loaded) -> None:
    codes = ["cakupan_bersinar", "kasus_narkoba", "penduduk"]
    for scope in EVERYBODY:
        found = queries.old_map(provinces.store, scope, "93", codes, YEAR)
        assert found is not None
        assert found.parts["share"].sum() == pytest.approx(1)
        own = queries.snapshot(provinces.store, scope, found.parts["new_code"].tolist(), codes, YEAR)
        for row in found.figures.itertuples():
            parts = own[own["indicator"] == row.indicator]["numerator"]
            if parts.isna().any():
                assert np.isnan(row.value)
            else:
                assert row.numerator == parts.sum()
    assert queries.old_map(provinces.store, PUSAT, "31", codes, YEAR) is None


def test_questions_about_what_does_not_exist_are_faults(provinces: Loaded) -> None:
    for arguments, problem in (
        (("tidak_ada", 2, YEAR), Problem.UNKNOWN_INDICATOR),
        (("status_bersinar", 2, YEAR), Problem.UNKNOWN_INDICATOR),
        (("cakupan_bersinar", 2, "1999"), Problem.UNKNOWN_PERIOD),
        (("cakupan_bersinar", 2, "'; drop table inti.region"), Problem.UNKNOWN_PERIOD),
    ):
        with pytest.raises(Fault) as fault:
            queries.layer(provinces.store, PUSAT, *arguments)
        assert fault.value.problem is problem


def test_the_gazetteer_knows_today_and_before(provinces: Loaded) -> None:
    found = queries.gazetteer(provinces.store, Scope.public())
    today, before = found[found["was"] == ""], found[found["was"] != ""]
    assert len(today) == 1 + sum(REGIONS)
    assert set(before["code"]) <= set(today["code"]), "a former code leads to a current one"
    split = before[before["was"] == "91"]
    assert set(split["code"]) == {"93"}
    assert before.loc[before["was"] == "91.18", ["code", "name"]].to_numpy().tolist() == [["93.04", "Kabupaten Asmat"]]
