"""Clusters of data in the literature, as libpysal carries them: Columbus (Anselin 1988), sudden infant deaths (Cressie 1993).

Moran's I of crime in Columbus, 0.50018856 with queen contiguity, is what GeoDa, PySAL and spdep print. The circles of sudden
infant deaths in North Carolina, 1974-78, are those of table 1 in "Spatially varying effects of measured confounding variables
on disease risk", International Journal of Health Geographics 2021 (s12942-021-00298-6): the likeliest in the northeast, 4
counties with 5.12 deaths in 1,000 births, the second in the south, 6 counties with 3.76.
"""

import esda
import geopandas as gpd
import libpysal
import numpy as np
import pytest

from geo.stats.cluster_class import ClusterClass
from geo.stats.clusters import local_moran, rate_clusters
from geo.stats.neighbours import neighbours
from geo.stats.scan import ScanCluster, scan


@pytest.fixture(scope="module")
def columbus() -> gpd.GeoDataFrame:
    return gpd.read_file(libpysal.examples.get_path("columbus.shp"))


@pytest.fixture(scope="module")
def counties() -> gpd.GeoDataFrame:
    return gpd.read_file(libpysal.examples.get_path("sids2.shp")).set_index("NAME")


def _circles(counties: gpd.GeoDataFrame, share: float) -> list[ScanCluster]:
    middle = counties.geometry.centroid
    points = np.column_stack([middle.x, middle.y])
    return scan(counties["SID74"].to_numpy(), counties["BIR74"].to_numpy(), points, seed=1, share=share)


def test_morans_i_of_columbus_is_the_published_one(columbus: gpd.GeoDataFrame) -> None:
    found = local_moran(columbus["CRIME"].to_numpy(), neighbours(columbus.geometry), permutations=99, seed=1)
    assert found.moran == pytest.approx(0.50018856, abs=5e-9)
    assert found.moran_p < 1e-6


def test_neighbours_of_columbus_are_queen_contiguity(columbus: gpd.GeoDataFrame) -> None:
    queen = libpysal.weights.Queen.from_dataframe(columbus, use_index=False)
    ours = neighbours(columbus.geometry).weights()
    assert {area: sorted(near) for area, near in ours.neighbors.items()} == {
        area: sorted(near) for area, near in queen.neighbors.items()
    }


@pytest.mark.parametrize("column", ["CRIME", "HOVAL", "INC"])
@pytest.mark.parametrize("permutations", [99, 999])
def test_local_moran_equals_esda(columbus: gpd.GeoDataFrame, column: str, permutations: int) -> None:
    values = columbus[column].to_numpy()
    ours = local_moran(values, neighbours(columbus.geometry), permutations=permutations, seed=7)
    queen = libpysal.weights.Queen.from_dataframe(columbus, use_index=False)
    theirs = esda.Moran_Local(values, queen, permutations=permutations, seed=7, keep_simulations=False)
    np.testing.assert_allclose(ours.statistic, theirs.Is, rtol=1e-12)
    np.testing.assert_array_equal(ours.quadrant, theirs.q)
    np.testing.assert_allclose(ours.p, np.minimum(1, 2 * theirs.p_sim), rtol=1e-6)
    assert ours.cutoff == esda.fdr(ours.p, 0.05)
    assert ours.known == len(values)


def test_the_same_two_corners_are_high_among_high_but_not_beyond_chance(counties: gpd.GeoDataFrame) -> None:
    """Bertie and Northampton, Robeson: one test at a time says so; of a hundred tests at once, so many are expected."""
    deaths, births = (counties[name].to_numpy(dtype=float) for name in ("SID74", "BIR74"))
    local = rate_clusters(deaths, births, neighbours(counties.geometry), seed=1).local
    by_name = {name: (local.quadrant[at], local.p[at]) for at, name in enumerate(counties.index)}
    for name in ("Bertie", "Northampton", "Robeson"):
        assert by_name[name][0] == ClusterClass.HIGH_HIGH
        assert by_name[name][1] < 0.05
    assert set(local.classes.tolist()) == {ClusterClass.NOT_SIGNIFICANT}
    assert local.moran == pytest.approx(0.2537, abs=5e-5)


def test_the_circles_of_sids_are_the_published_ones(counties: gpd.GeoDataFrame) -> None:
    northeast, south, *more = _circles(counties, share=0.2)
    assert not more
    assert {counties.index[at] for at in northeast.members} == {"Northampton", "Halifax", "Hertford", "Bertie"}
    assert {counties.index[at] for at in south.members} == {"Scotland", "Hoke", "Richmond", "Robeson", "Moore", "Anson"}
    births = counties["BIR74"].to_numpy()
    per_thousand = [1000 * one.cases / births[list(one.members)].sum() for one in (northeast, south)]
    assert per_thousand == [pytest.approx(5.12, abs=0.005), pytest.approx(3.76, abs=0.005)]
    assert (northeast.cases, south.cases) == (40, 70)
    assert (northeast.p, south.p) == (0.001, 0.001)
    # the rates of the two inside over outside, and their ratios, follow from the counts by the paper's formulas
    assert northeast.relative_risk == pytest.approx((40 / 15.777) / ((667 - 40) / (667 - 15.777)), rel=1e-4)
    assert northeast.llr == pytest.approx(40 * np.log(40 / 15.777) + 627 * np.log(627 / 651.223), rel=1e-3)


def test_with_half_of_all_births_in_a_circle_the_east_is_likelier(counties: gpd.GeoDataFrame) -> None:
    """What a limit of 50 % does with two clusters on one side of the state: why runs say which limit they had."""
    east, anson = _circles(counties, share=0.5)
    assert len(east.members) == 42
    assert {"Northampton", "Halifax", "Hertford", "Bertie", "Robeson", "Hoke", "Scotland"} <= {
        counties.index[at] for at in east.members
    }
    assert [counties.index[at] for at in anson.members] == ["Anson"]
    assert east.llr > _circles(counties, share=0.2)[0].llr
