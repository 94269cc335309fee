"""Where new places go: within 2 % of the optimum, and what must hold besides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from geo.reach.catchment import reach_within
from geo.reach.placement import place
from geo.reference import read_regions


def _optimum(demand: np.ndarray, covers: tuple, group: np.ndarray, count: int) -> float:
    """The most that can be covered: which sites are open (0 or 1), and which origins count (0 or 1)."""
    sites, origins = len(group), len(demand)
    table = csr_array((np.ones(len(covers[0])), covers), shape=(origins, sites))
    covered = LinearConstraint(hstack([-table, eye_array(origins)]).tocsr(), -np.inf, 0)
    each = csr_array((np.ones(sites), (np.unique(group, return_inverse=True)[1], np.arange(sites))))
    one = LinearConstraint(hstack([each, csr_array((each.shape[0], origins))]).tocsr(), 0, 1)
    few = LinearConstraint(np.concatenate([np.ones(sites), np.zeros(origins)])[None, :], 0, count)
    weights = np.concatenate([np.zeros(sites), -demand])
    integral = np.concatenate([np.ones(sites), np.zeros(origins)])
    found = milp(weights, constraints=[covered, one, few], bounds=Bounds(0, 1), integrality=integral)
    assert found.success
    return -float(found.fun)


@pytest.mark.parametrize(("province", "kilometres", "count"), [("75", 15, 3), ("53", 30, 5), ("94", 50, 5)])
def test_a_province_is_within_two_per_cent_of_the_optimum(province: str, kilometres: float, count: int) -> None:
    villages = read_regions((province,)).query("level == 4").dropna(subset="lon")
    points = villages[["lon", "lat"]].to_numpy(dtype=float)
    sites = points[::9]
    group = np.unique(villages["code"].str[:5], return_inverse=True)[1][::9]
    demand = np.random.default_rng(29).integers(1, 200, len(points)).astype(float)
    reach = reach_within(points, sites, kilometres * 1000)
    covers = (reach.origin, reach.facility)
    found = place(demand, covers, group, count)
    best = _optimum(demand, covers, group, count)
    assert 0 < best < demand.sum()
    assert found.gains.sum() >= 0.98 * best
    assert len(found.sites) == count


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 25), st.integers(1, 8), st.integers(1, 5))
def test_what_is_said_to_be_covered_is_covered_once(seed: int, origins: int, sites: int, count: int) -> None:
    random = np.random.default_rng(seed)
    covers = np.nonzero(random.random((origins, sites)) < 0.3)
    demand, group = random.integers(0, 9, origins).astype(float), random.integers(0, sites, sites)
    found = place(demand, covers, group, count)
    reached = np.unique(covers[0][np.isin(covers[1], found.sites)])
    assert found.gains.sum() == demand[reached].sum()
    assert (found.gains > 0).all()
    assert len(found.sites) <= count
    assert len(set(group[found.sites])) == len(found.sites)
    assert (np.diff(found.gains) <= 0).all()


def test_exchange_finds_what_greedy_addition_misses() -> None:
    # the middle site covers most by itself, but the other two together cover everything
    demand = np.array([3.0, 4.0, 4.0, 3.0])
    covers = (np.array([0, 1, 1, 2, 2, 3]), np.array([0, 0, 1, 1, 2, 2]))
    found = place(demand, covers, np.array([0, 1, 2]), 2)
    assert sorted(found.sites.tolist()) == [0, 2]


def test_no_site_is_chosen_where_it_would_add_nothing() -> None:
    assert len(place(np.empty(0), (np.empty(0, int), np.empty(0, int)), np.empty(0, int), 5).sites) == 0
    assert len(place(np.zeros(1), (np.array([0]), np.array([0])), np.array([0]), 5).sites) == 0
    assert place(np.ones(1), (np.array([0, 0]), np.array([0, 1])), np.array([0, 1]), 5).sites.tolist() == [0]
    with pytest.raises(ValueError, match="demand"):
        place(np.array([-1.0]), (np.array([0]), np.array([0])), np.array([0]), 1)
