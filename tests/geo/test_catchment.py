"""Floating catchments: PySAL's three cities, a double loop over a province, and whom nobody reaches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reach.catchment import Reach, catchment, gaussian, reach_within
from geo.reach.distance import great_circle

# Three cities of PySAL `access` (tests/test_hospital_example.py), at most 61 minutes; what `access` 1.1.10 prints of
# `two_stage_fca`, without weights and with weight 1 / minutes. Minutes: into the city 3, out of it, between 1 and 2.
PEOPLE, DOCTORS = np.array([100.0, 50.0, 10.0]), np.array([15.0, 20.0, 100.0])
MOST = 61
CITIES = {
    (40, 40, 80): ([0.761364, 0.958333, 1.094697], [0.331444, 0.579828, 7.286418]),
    (20, 40, 80): ([0.761364, 0.958333, 1.094697], [0.43534, 0.683724, 5.727977]),
    (40, 20, 80): ([0.761364, 0.958333, 1.094697], [0.331072, 0.577858, 7.299992]),
    (20, 20, 40): ([0.84375, 0.84375, 0.84375], [0.442568, 0.666758, 5.740525]),
}


@pytest.mark.parametrize(("minutes", "printed"), CITIES.items())
def test_three_cities_have_the_access_that_pysal_prints(minutes: tuple, printed: tuple) -> None:
    inward, outward, across = minutes
    cost = np.array([[1, across, inward], [across, 1, inward], [outward, outward, 1]], dtype=float)
    origin, facility = np.nonzero(cost <= MOST)
    reach = Reach(origin, facility, cost[origin, facility])
    plain, weighted = catchment(PEOPLE, DOCTORS, reach), catchment(PEOPLE, DOCTORS, reach, 1 / reach.metres)
    assert [float(f"{one:.6f}") for one in plain.access] == printed[0]
    assert [float(f"{one:.6f}") for one in weighted.access] == printed[1]


def _loop(demand: np.ndarray, places: np.ndarray, villages: np.ndarray, sites: np.ndarray, radius: float, decays: bool) -> list:
    def weight(i: int, j: int) -> float:
        metres = great_circle(villages[i : i + 1], sites[j : j + 1])[0]
        if metres > radius:
            return 0.0
        return (np.exp(-0.5 * (metres / radius) ** 2) - np.exp(-0.5)) / (1 - np.exp(-0.5)) if decays else 1.0

    weights = [[weight(i, j) for j in range(len(sites))] for i in range(len(villages))]
    ratio = []
    for j in range(len(sites)):
        wanted = sum(demand[i] * weights[i][j] for i in range(len(villages)))
        ratio.append(places[j] / wanted if wanted else 0.0)
    return [sum(ratio[j] * weights[i][j] for j in range(len(sites))) for i in range(len(villages))]


@pytest.mark.parametrize("decays", [False, True])
def test_a_province_is_what_a_double_loop_finds(decays: bool) -> None:
    random = np.random.default_rng(29)
    villages = np.column_stack([random.uniform(121.2, 123.5, 700), random.uniform(0.3, 1.0, 700)])
    sites = np.column_stack([random.uniform(121.2, 123.5, 12), random.uniform(0.3, 1.0, 12)])
    demand, places = random.integers(0, 60, 700).astype(float), random.integers(0, 40, 12).astype(float)
    reach = reach_within(villages, sites, 30_000)
    found = catchment(demand, places, reach, gaussian(reach.metres, 30_000) if decays else None)
    expected = _loop(demand, places, villages, sites, 30_000, decays)
    assert max(expected) > 0
    np.testing.assert_allclose(found.access, expected, rtol=1e-9, atol=0)


def test_a_village_that_reaches_nothing_is_zero_and_flagged() -> None:
    villages = np.array([[122.0, 0.5], [130.0, -5.0], [122.1, 0.5]])
    sites = np.array([[122.0, 0.51], [140.0, -3.0], [122.1, 0.49]])
    reach = reach_within(villages, sites, 5_000)
    found = catchment(np.array([10.0, 10.0, 10.0]), np.array([4.0, 7.0, 0.0]), reach)
    assert found.reaches.tolist() == [True, False, False]  # the third has a facility beside it, without places
    assert found.reached.tolist() == [True, False, True]
    assert found.access.tolist() == [0.4, 0.0, 0.0]
    assert found.ratio.tolist() == [0.4, 0.0, 0.0]


def test_without_villages_facilities_or_demand_nothing_is_undefined() -> None:
    none = np.empty((0, 2))
    for villages, sites in ((none, none), (np.array([[100.0, 0.0]]), none), (none, np.array([[100.0, 0.0]]))):
        found = catchment(np.ones(len(villages)), np.ones(len(sites)), reach_within(villages, sites, 1000))
        assert not found.reaches.any()
        assert not found.reached.any()
    here = np.array([[100.0, 0.0]])
    found = catchment(np.zeros(1), np.ones(1), reach_within(here, here, 1000))
    assert (found.access[0], found.reaches[0], found.reached[0]) == (0.0, True, False)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(1, 8), st.integers(0, 2**32 - 1), st.booleans())
def test_access_over_all_demand_is_the_places_that_somebody_reaches(villages: int, sites: int, seed: int, decays: bool) -> None:
    random = np.random.default_rng(seed)
    there = np.column_stack([random.uniform(100, 101, villages), random.uniform(0, 1, villages)])
    at = np.column_stack([random.uniform(100, 101, sites), random.uniform(0, 1, sites)])
    demand, places = random.uniform(0, 9, villages), random.uniform(0, 9, sites)
    reach = reach_within(there, at, 40_000)
    found = catchment(demand, places, reach, gaussian(reach.metres, 40_000) if decays else None)
    assert np.isfinite(found.access).all()
    assert found.access @ demand == pytest.approx(places[found.reached].sum())


def test_gaussian_weights_fall_from_one_to_zero_at_the_radius() -> None:
    weights = gaussian(np.array([0.0, 25_000.0, 50_000.0, 80_000.0]), 50_000.0)
    half = (np.exp(-0.125) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    assert weights.tolist() == pytest.approx([1.0, half, 0.0, 0.0])
    with pytest.raises(ValueError, match="positive"):
        gaussian(weights, 0.0)


@pytest.mark.parametrize(
    ("demand", "places", "weight", "says"),
    [
        ([-1.0], [1.0], [1.0], "demand"),
        ([np.nan], [1.0], [1.0], "demand"),
        ([1.0], [np.inf], [1.0], "places"),
        ([1.0], [1.0], [-0.1], "weight"),
        ([1.0], [1.0], [1.0, 1.0], "2 weights for 1 pairs"),
    ],
)
def test_a_number_that_cannot_be_is_refused(demand: list, places: list, weight: list, says: str) -> None:
    reach = Reach(np.array([0]), np.array([0]), np.array([10.0]))
    with pytest.raises(ValueError, match=says):
        catchment(np.array(demand), np.array(places), reach, np.array(weight))
