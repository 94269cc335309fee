"""The planted hot spot of the simulated nation is found in the counts that everybody reads, and chance is not."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from data.facts.cluster_counts import as_published
from data.facts.clusters import SHARE, Field, Ground, compute, ground_of
from data.ops.simulation.generate import Nation
from geo import reference
from geo.regions.codes import Level
from geo.stats.cluster_class import ClusterClass
from geo.stats.clusters import RateClusters, local_moran
from geo.stats.scan import ScanCluster, scan

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ground() -> Ground:
    shapes: gpd.GeoSeries = reference.shapes_by_level(reference.read_village_shapes())[3]
    return ground_of(shapes.index.tolist(), shapes.to_dict())


@pytest.fixture(scope="module")
def field(nation_rows: Nation, ground: Ground) -> Field:
    """Kecamatan in 2025, after the hot spot moved into its ring: rounded, and missing where nothing was sent."""
    cases = nation_rows.tables["narcotics_case"]
    sent = nation_rows.tables["kiriman"].query("feed == 'kasus' and year == 2025")["region_code"]
    codes = pd.Index(ground.codes)
    count = cases.loc[cases["case_date"].dt.year == 2025, "village_code"].str[:8].value_counts().reindex(codes).fillna(0)
    people = nation_rows.tables["population"].query("year == 2025").set_index("region_code")["people"]
    of_district = people.groupby(people.index.str[:8]).sum().reindex(codes)
    known = codes.str[:5].isin(set(sent))
    published = as_published(count.to_numpy().astype(int))
    return Field(Level.DISTRICT, "2025", np.where(known, published, np.nan), of_district.to_numpy(dtype=float))


@pytest.fixture(scope="module")
def found(field: Field, ground: Ground) -> tuple[RateClusters, list[ScanCluster]]:
    return compute(field, ground, seed=1)


def test_the_scan_finds_the_ring_of_the_planted_hot_spot(
    nation_rows: Nation, ground: Ground, found: tuple[RateClusters, list[ScanCluster]]
) -> None:
    truth = nation_rows.truth["titik_panas"]
    ring = {code[:8] for code in truth["lingkar"]}
    around = [one for one in found[1] if {ground.codes[at] for at in one.members} <= ring]
    print([(ground.codes[one.centre], len(one.members), round(one.relative_risk, 2), one.p) for one in around])
    (planted,) = around
    assert len(planted.members) >= 3
    assert planted.p == 0.001
    assert planted.relative_risk > 3  # the ring is five times its surroundings, but not all of each kecamatan is in it
    local = found[0].local
    assert set(local.quadrant[list(planted.members)].tolist()) == {ClusterClass.HIGH_HIGH}
    assert (local.p[list(planted.members)] < 0.2).all()


def test_before_the_crackdown_the_ring_is_no_cluster(nation_rows: Nation, ground: Ground, field: Field) -> None:
    cases = nation_rows.tables["narcotics_case"]
    count = cases.loc[cases["case_date"].dt.year == 2023, "village_code"].str[:8].value_counts().reindex(ground.codes).fillna(0)
    ring = {code[:8] for code in nation_rows.truth["titik_panas"]["lingkar"]}
    earlier = replace(field, cases=as_published(count.to_numpy().astype(int)))
    circles = scan(
        earlier.cases, earlier.people, ground.points, seed=1, share=0.002, replications=199, seen=as_published, unit=0.5
    )
    assert not [one for one in circles if len(one.members) >= 3 and {ground.codes[at] for at in one.members} <= ring]


def test_clusters_follow_the_rates_of_the_nation_and_not_its_silence(
    found: tuple[RateClusters, list[ScanCluster]], field: Field
) -> None:
    local = found[0].local
    silent = np.isnan(field.cases)
    assert silent.sum() > 100
    assert set(local.classes[silent].tolist()) == {ClusterClass.UNDEFINED}
    assert local.moran > 0.2  # cases of a kecamatan go with those of its kabupaten
    assert (local.classes == ClusterClass.HIGH_HIGH).sum() > 20


@pytest.mark.parametrize("seed", range(3))
def test_in_a_nation_permuted_at_random_nothing_is_found(
    found: tuple[RateClusters, list[ScanCluster]], ground: Ground, seed: int
) -> None:
    rates = found[0].smoothed.copy()
    known = np.isfinite(rates)
    rates[known] = np.random.default_rng(seed).permutation(rates[known])
    local = local_moran(rates, ground.around, seed=seed)
    assert set(local.classes[known].tolist()) <= {ClusterClass.NOT_SIGNIFICANT, ClusterClass.NO_NEIGHBOUR}
    assert abs(local.moran) < 0.03


def test_cases_that_fall_by_population_alone_are_no_cluster(field: Field, ground: Ground) -> None:
    known = np.isfinite(field.cases)
    people = np.where(known, field.people, np.nan)
    drawn = np.zeros(len(people))
    share = people[known] / people[known].sum()
    drawn[known] = as_published(np.random.default_rng(3).multinomial(40_000, share))
    (likeliest, *more) = scan(
        drawn, people, ground.points, seed=1, share=SHARE[Level.DISTRICT] / 5, replications=99, seen=as_published, unit=0.5
    )
    assert likeliest.p > 0.05
    assert not more
