"""Every query function as several people: what each may see, and that nobody sees more."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data import queries
from data.access.demo import DEMO
from data.access.token import Scope
from data.errors import Fault, Problem
from data.indicators import SMALL_COUNT, registry
from data.queries import Nothing
from tests.conftest import Nation

YEAR, POOLED = "2025", "2022-2026"
PUSAT = Scope("p", "bnn_pusat", opened=True)
BNNP = Scope("g", "bnnp", ("75",), opened=True)
BUPATI = Scope("b", "kepala_daerah", ("75.03",))
POLDA = Scope("i", "instansi", ("75",))
EVERYBODY = [*(replace(person.scope, opened=opened) for person in DEMO for opened in (True, False)), Scope.public()]


def _regions(nation: Nation, level: int) -> pd.DataFrame:
    return queries.regions(nation.store, Scope.public(), level)


def test_public_indicators_are_the_same_for_everybody(nation: Nation) -> None:
    for item in registry().values():
        if item.sensitivity == 0 and not item.has_exact:
            level = item.levels[-1]
            first = queries.layer(nation.store, EVERYBODY[0], item.code, level, YEAR)
            for scope in EVERYBODY[1:]:
                other = queries.layer(nation.store, scope, item.code, level, YEAR)
                np.testing.assert_array_equal(first.classes, other.classes)
                np.testing.assert_array_equal(first.value, other.value)


@pytest.mark.parametrize("level", [2, 3])
def test_small_counts_are_gone_outside_restricted_roles_and_own_regions(nation: Nation, level: int) -> None:
    exact = queries.layer(nation.store, PUSAT, "kasus_narkoba", level, YEAR)
    small = (exact.numerator > 0) & (exact.numerator < SMALL_COUNT)
    assert small.sum() > 10
    inside = _regions(nation, level)["code"].str.startswith("75").to_numpy()
    for scope in (Scope.public(), BUPATI, POLDA):
        seen = queries.layer(nation.store, scope, "kasus_narkoba", level, YEAR)
        assert (seen.classes[small] == Nothing.DISEMBUNYIKAN).all()
        assert np.isnan(seen.value[small]).all()
        assert np.isnan(seen.numerator[small]).all()
        others = seen.classes == Nothing.DISEMBUNYIKAN  # hidden because a small one could be reckoned from them
        assert small.sum() < others.sum() < 4 * small.sum()
        np.testing.assert_array_equal(seen.value[~others], exact.value[~others])
    seen = queries.layer(nation.store, BNNP, "kasus_narkoba", level, YEAR)
    np.testing.assert_array_equal(seen.value[small & inside], exact.value[small & inside])
    assert np.isnan(seen.value[small & ~inside]).all()


def test_village_arrests_are_pooled_classes_in_own_regions_only(nation: Nation) -> None:
    codes = _regions(nation, 4)["code"]
    for scope, prefix in ((BUPATI, "75.03"), (POLDA, "75")):
        seen = queries.layer(nation.store, scope, "kasus_narkoba_desa", 4, POOLED)
        inside = codes.str.startswith(prefix).to_numpy()
        told = seen.classes[inside]
        assert ((told < 4) | (told == Nothing.DISEMBUNYIKAN)).all()
        assert (told < 4).mean() > 0.5
        assert (seen.classes[~inside] == Nothing.DI_LUAR_WEWENANG).all()
        assert np.isnan(seen.value).all()
        assert np.isnan(seen.numerator).all()
    public = queries.layer(nation.store, Scope.public(), "kasus_narkoba_desa", 4, POOLED)
    assert (public.classes == Nothing.DI_LUAR_WEWENANG).all()
    own = queries.layer(nation.store, BNNP, "kasus_narkoba_desa", 4, POOLED)
    inside = codes.str.startswith("75").to_numpy()
    assert np.isfinite(own.value[inside]).all()
    assert np.isnan(own.value[~inside]).all()


def test_no_yearly_arrests_of_villages_exist_for_anybody(nation: Nation) -> None:
    with pytest.raises(Fault) as fault:
        queries.layer(nation.store, PUSAT, "kasus_narkoba", 4, YEAR)
    assert fault.value.problem is Problem.UNKNOWN_INDICATOR
    layer = queries.layer(nation.store, PUSAT, "kasus_narkoba_desa", 4, YEAR)
    assert (layer.classes == Nothing.DI_LUAR_WEWENANG).all()


def test_series_and_profile_obey_the_same_rules_as_layers(nation: Nation) -> None:
    exact = queries.layer(nation.store, PUSAT, "kasus_narkoba", 3, YEAR)
    small = np.flatnonzero((exact.numerator > 0) & (exact.numerator < SMALL_COUNT))
    codes = _regions(nation, 3)["code"].iloc[small]
    outside = next(code for code in codes if not code.startswith("75"))
    inside = next(code for code in codes if code.startswith("75.03"))
    for scope in (*EVERYBODY, BNNP, BUPATI, POLDA):
        sees_all = scope.clearance == 2
        for code in (outside, inside):
            may = sees_all and any(code.startswith(prefix) for prefix in scope.prefixes)
            rows = queries.series(nation.store, scope, code, ["kasus_narkoba"]).set_index("period")
            assert pd.notna(rows.loc[YEAR, "numerator"]) == may
            assert rows.loc[YEAR, "status"] == (1 if may else 5)
            profile = queries.profile(nation.store, scope, [code], YEAR).set_index("indicator")
            assert pd.notna(profile.loc["kasus_narkoba", "value"]) == may


def test_a_scope_without_regions_sees_public_rows_only(nation: Nation) -> None:
    nowhere = Scope("x", "bnnp", (), opened=True)
    layer = queries.layer(nation.store, nowhere, "kasus_narkoba", 2, YEAR)
    public = queries.layer(nation.store, Scope.public(), "kasus_narkoba", 2, YEAR)
    np.testing.assert_array_equal(layer.classes, public.classes)


def test_the_remaining_functions_tell_everybody_the_same(nation: Nation) -> None:
    for scope in EVERYBODY:
        assert len(queries.regions(nation.store, scope, 2)) == 514
        assert {"referensi_wilayah", "terbitan_kasus", "simulasi"} <= set(queries.sources(nation.store, scope)["id"])
        assert queries.contents(nation.store, scope)["row_count"].sum() > 3_000_000
        assert queries.published(nation.store, scope, ["ID"], ["kasus"])["value"].tolist() == [43_099]
        assert queries.boundary_versions(nation.store, scope)["state"].tolist() == ["dipakai"]
        assert queries.boundary_checks(nation.store, scope, "tiada").empty
        assert queries.placement(nation.store, scope)["villages"].sum() == 83_762
        assert queries.freshness(nation.store, scope).simulated
        periods = queries.freshness(nation.store, scope).periods
        complete = queries.completeness(nation.store, scope, 2, list(registry()), periods)
        regions = complete.groupby(["indicator", "period"])["regions"].sum()
        public = regions.index.get_level_values("indicator").map(lambda code: registry()[code].sensitivity == 0)
        assert (regions[public] == 514).all()
        # what is between agencies is told to those it may be told to, each their own regions
        assert (regions[~public] <= 514).all()
        assert queries.assessments(nation.store, scope)["region_code"].str.len().eq(5).all()
        assert queries.targets(nation.store, scope, "33")["target"].gt(0).all()


def test_villages_of_the_programme_are_the_same_for_everybody(nation: Nation) -> None:
    made = [
        (
            queries.programme(nation.store, scope, "33.74", YEAR),
            queries.candidates(nation.store, scope, "33.74", YEAR),
            queries.anchors(nation.store, scope, YEAR).sort_values(["what", "lon", "lat"], ignore_index=True),
            queries.assessments(nation.store, scope, "33"),
            queries.targets(nation.store, scope, "33"),
        )
        for scope in EVERYBODY
    ]
    for other in made[1:]:
        for mine, theirs in zip(made[0], other, strict=True):
            pd.testing.assert_frame_equal(mine, theirs)
    effects = {str(queries.before_after(nation.store, scope, "33")) for scope in EVERYBODY}
    assert len(effects) == 1


def test_the_old_map_adds_up_nothing_that_is_hidden(nation: Nation) -> None:
    codes = ["cakupan_bersinar", "kasus_narkoba", "penduduk"]
    for scope in EVERYBODY:
        found = queries.old_map(nation.store, scope, "93", codes, YEAR)
        assert found is not None
        assert found.parts["share"].sum() == pytest.approx(1)
        own = queries.snapshot(nation.store, scope, found.parts["new_code"].tolist(), codes, YEAR)
        for row in found.figures.itertuples():
            parts = own[own["indicator"] == row.indicator]["numerator"]
            if parts.isna().any():
                assert np.isnan(row.value)
            else:
                assert row.numerator == parts.sum()
    assert queries.old_map(nation.store, PUSAT, "33", codes, YEAR) is None


def test_questions_about_what_does_not_exist_are_faults(nation: Nation) -> None:
    for arguments, problem in (
        (("tidak_ada", 2, YEAR), Problem.UNKNOWN_INDICATOR),
        (("status_bersinar", 2, YEAR), Problem.UNKNOWN_INDICATOR),
        (("cakupan_bersinar", 2, "1999"), Problem.UNKNOWN_PERIOD),
        (("cakupan_bersinar", 2, "'; drop table inti.region"), Problem.UNKNOWN_PERIOD),
    ):
        with pytest.raises(Fault) as fault:
            queries.layer(nation.store, PUSAT, *arguments)
        assert fault.value.problem is problem


def test_the_gazetteer_knows_today_and_before(nation: Nation) -> None:
    found = queries.gazetteer(nation.store, Scope.public())
    today, before = found[found["was"] == ""], found[found["was"] != ""]
    assert len(today) == 1 + 38 + 514 + 7_285 + 83_762
    assert set(before["code"]) <= set(today["code"]), "a code of before leads to one of today"
    split = before[before["was"] == "91"]
    assert set(split["code"]) == {"93", "94", "95"}
    assert before.loc[before["was"] == "91.18", ["code", "name"]].to_numpy().tolist() == [["93.04", "Kabupaten Asmat"]]
