import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reach.distance import EARTH_RADIUS_M, great_circle, pairs_within

place = st.tuples(st.floats(95, 141), st.floats(-11, 6))


def test_a_degree_of_the_equator_is_a_known_length() -> None:
    length = great_circle(np.array([[100.0, 0.0]]), np.array([[101.0, 0.0]]))[0]
    assert length == pytest.approx(2 * np.pi * EARTH_RADIUS_M / 360, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.lists(place, min_size=1, max_size=12), st.lists(place, min_size=1, max_size=12), st.floats(1_000, 900_000))
def test_pairs_are_those_of_a_full_comparison(origins: list, targets: list, metres: float) -> None:
    a, b = np.array(origins), np.array(targets)
    found = set(zip(*(index.tolist() for index in pairs_within(a, b, metres)), strict=True))
    expected = {(i, j) for i in range(len(a)) for j in range(len(b)) if great_circle(a[i : i + 1], b[j : j + 1])[0] <= metres}
    assert found == expected


def test_no_target_is_no_pair() -> None:
    origin, target = pairs_within(np.array([[100.0, 0.0]]), np.empty((0, 2)), 1000)
    assert len(origin) == len(target) == 0


def test_places_far_from_the_equator_are_refused() -> None:
    with pytest.raises(ValueError, match="origins"):
        pairs_within(np.array([[100.0, 40.0]]), np.array([[100.0, 0.0]]), 1000)
