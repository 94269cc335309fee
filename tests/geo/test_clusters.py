"""The guards of Local Moran: what is missing, alone or without variation changes nothing elsewhere."""

import numpy as np
import pytest
import shapely

from geo.stats.cluster_class import ClusterClass
from geo.stats.clusters import RateClusters, local_moran, rate_clusters
from geo.stats.neighbours import neighbours

SIDE = 12
SHAPES = [shapely.box(x, y, x + 1, y + 1) for x in range(SIDE) for y in range(SIDE)]
NEIGHBOURS = neighbours(SHAPES)
COUNT = len(SHAPES)
HOT = [x * SIDE + y for x in range(2, 5) for y in range(2, 5)]


def field(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Cases and people with a hot corner."""
    rng = np.random.default_rng(seed)
    people = rng.integers(5_000, 200_000, COUNT).astype(float)
    rate = np.full(COUNT, 2e-4)
    rate[HOT] *= 5
    return rng.poisson(people * rate).astype(float), people


def found(cases: np.ndarray, people: np.ndarray, around: object = NEIGHBOURS) -> RateClusters:
    return rate_clusters(cases, people, around, permutations=999, seed=3)  # type: ignore[arg-type]


def same(with_it: RateClusters, without: RateClusters, kept: np.ndarray) -> None:
    """Whether all but one area are what they are without it, to the last digit."""
    np.testing.assert_array_equal(with_it.smoothed[kept], without.smoothed)
    for name in ("statistic", "quadrant", "p", "classes"):
        np.testing.assert_array_equal(getattr(with_it.local, name)[kept], getattr(without.local, name))
    assert (with_it.local.cutoff, with_it.local.moran, with_it.local.known) == (
        without.local.cutoff,
        without.local.moran,
        without.local.known,
    )


def test_the_middle_of_the_hot_corner_is_high_among_high_and_nothing_else_is() -> None:
    cases, people = field()
    local = rate_clusters(cases, people, NEIGHBOURS, seed=3).local
    high = set(np.flatnonzero(local.classes == ClusterClass.HIGH_HIGH).tolist())
    assert HOT[4] in high
    assert len(high) >= 4
    assert high <= set(HOT)
    assert set(local.classes.tolist()) == {ClusterClass.HIGH_HIGH, ClusterClass.NOT_SIGNIFICANT}
    assert set(local.quadrant[HOT].tolist()) == {ClusterClass.HIGH_HIGH}
    assert local.moran > 0.3
    assert (local.p[list(high)] < local.cutoff).all()


@pytest.mark.parametrize("at", [0, 40, HOT[4], COUNT - 1])
@pytest.mark.parametrize("how", ["cases missing", "people missing", "no people"])
def test_without_a_rate_an_area_is_undefined_and_the_rest_as_without_it(at: int, how: str) -> None:
    cases, people = field()
    kept = np.arange(COUNT) != at
    without = found(cases[kept], people[kept], neighbours([shape for shape, stays in zip(SHAPES, kept, strict=True) if stays]))
    if how == "cases missing":
        cases[at] = np.nan
    else:
        people[at] = np.nan if how == "people missing" else 0
    with_it = found(cases, people)
    assert with_it.local.classes[at] == ClusterClass.UNDEFINED
    assert np.isnan(with_it.local.p[at])
    same(with_it, without, kept)


def test_an_area_without_neighbours_is_so_and_the_rest_as_without_it() -> None:
    cases, people = field()
    with_it = found(np.append(cases, 900.0), np.append(people, 10_000.0), neighbours([*SHAPES, None]))
    assert with_it.local.classes[-1] == ClusterClass.NO_NEIGHBOUR
    assert np.isnan(with_it.smoothed[-1])
    same(with_it, found(cases, people), np.arange(COUNT + 1) < COUNT)


def test_an_area_of_which_all_neighbours_are_missing_has_none() -> None:
    cases, people = field()
    cases[[1, SIDE, SIDE + 1]] = np.nan
    assert found(cases, people).local.classes[[0, 1]].tolist() == [ClusterClass.NO_NEIGHBOUR, ClusterClass.UNDEFINED]


@pytest.mark.parametrize("cases", [np.zeros(COUNT), np.full(COUNT, 7.0)])
def test_where_rates_do_not_vary_nobody_is_significant(cases: np.ndarray) -> None:
    local = found(cases, np.full(COUNT, 1000.0)).local
    assert set(local.classes.tolist()) == {ClusterClass.NOT_SIGNIFICANT}
    assert set(local.p.tolist()) == {1.0}
    assert np.isnan(local.moran)


def test_rounding_errors_are_no_variation() -> None:
    values = np.full(COUNT, 0.1 + 0.2)
    values[::2] = 0.3
    assert np.ptp(values) > 0
    assert set(local_moran(values, NEIGHBOURS, permutations=99, seed=1).classes.tolist()) == {ClusterClass.NOT_SIGNIFICANT}


def test_a_map_without_any_rate_is_undefined() -> None:
    local = found(np.full(COUNT, np.nan), np.full(COUNT, 1000.0)).local
    assert set(local.classes.tolist()) == {ClusterClass.UNDEFINED}
    assert local.known == 0


def test_a_seed_gives_the_same_and_leaves_the_common_random_state_alone() -> None:
    cases, people = field()
    np.random.seed(5)
    expected = np.random.random()
    np.random.seed(5)
    first = found(cases, people)
    assert np.random.random() == expected
    np.testing.assert_array_equal(first.local.p, found(cases, people).local.p)
    other = rate_clusters(cases, people, NEIGHBOURS, permutations=999, seed=2**40 + 1)
    assert (other.local.p != first.local.p).any()


def test_fields_permuted_at_random_have_findings_as_rarely_as_stated() -> None:
    """A finding in a field without clusters is a false one: at a false discovery rate of 5 % in at most 5 % of fields."""
    cases, people = field()
    values = rate_clusters(cases, people, NEIGHBOURS, permutations=99, seed=1).smoothed
    rng = np.random.default_rng(11)
    draws = 100
    false = 0
    for seed in range(draws):
        classes = local_moran(rng.permutation(values), NEIGHBOURS, permutations=9_999, seed=seed).classes
        false += bool((classes != ClusterClass.NOT_SIGNIFICANT).any())
    print(f"{false} of {draws} permuted fields have a finding")
    assert false <= 10  # of 100 at 5 %, more than ten have a chance of one per cent


def test_the_only_arrangement_of_neighbours_is_not_rare() -> None:
    """An area beside all others has the same neighbours in every permutation."""
    five = neighbours([shapely.box(0, 0, 4, 1), *(shapely.box(x, 1, x + 1, 2) for x in range(4))])
    local = local_moran(np.array([9.0, 1.0, 2.0, 3.0, 5.0]), five, permutations=9_999, seed=1)
    assert local.p[0] == 1.0
    assert set(local.classes.tolist()) == {ClusterClass.NOT_SIGNIFICANT}


@pytest.mark.parametrize("value", [0.0, 50.0])
def test_one_neighbour_is_as_rare_as_one_of_all_others(value: float) -> None:
    """The last area of a row has one neighbour: that it is the least, or the most, of 30 others has the chance of one in 30."""
    row = neighbours([shapely.box(x, 0, x + 1, 1) for x in range(31)])
    values = np.random.default_rng(2).uniform(1, 20, 31)
    values[1] = value
    assert local_moran(values, row, permutations=9_999, seed=1).p[0] == pytest.approx(2 / 30)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        found(np.full(COUNT, -1.0), np.full(COUNT, 10.0))
