import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reach.distance import EARTH_RADIUS_M, great_circle, nearest, pairs_within

# Indonesia, and where flat maps fail: around both poles and on both sides of the antimeridian
place = (
    st.tuples(st.floats(95, 141), st.floats(-11, 6))
    | st.tuples(st.floats(-180, 180), st.floats(80, 90) | st.floats(-90, -80))
    | st.tuples(st.floats(179, 180) | st.floats(-180, -179), st.floats(-90, 90))
)


def test_a_degree_of_the_equator_is_a_known_length() -> None:
    length = great_circle(np.array([[100.0, 0.0]]), np.array([[101.0, 0.0]]))[0]
    assert length == pytest.approx(2 * np.pi * EARTH_RADIUS_M / 360, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(place, min_size=1, max_size=12),
    st.lists(place, min_size=1, max_size=12),
    st.floats(0, 900_000) | st.floats(0, 21_000_000),
)
def test_pairs_are_those_of_a_full_comparison(origins: list, targets: list, metres: float) -> None:
    a, b = np.array(origins), np.array(targets)
    found = set(zip(*(index.tolist() for index in pairs_within(a, b, metres)), strict=True))
    expected = {(i, j) for i in range(len(a)) for j in range(len(b)) if great_circle(a[i : i + 1], b[j : j + 1])[0] <= metres}
    assert found == expected


def test_no_target_is_no_pair() -> None:
    origin, target = pairs_within(np.array([[100.0, 0.0]]), np.empty((0, 2)), 1000)
    assert len(origin) == len(target) == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(place, min_size=1, max_size=12), st.lists(place, min_size=1, max_size=12))
def test_nearest_is_that_of_a_full_comparison(origins: list, targets: list) -> None:
    a, b = np.array(origins), np.array(targets)
    expected = [min(great_circle(a[i : i + 1], b[j : j + 1])[0] for j in range(len(b))) for i in range(len(a))]
    # almost opposite on the globe, chords of doubles differ only from some centimetres of arc on
    assert nearest(a, b) == pytest.approx(expected, rel=1e-9, abs=0.2)


@pytest.mark.parametrize(
    ("origin", "target"), [((179.9, 0.0), (-179.9, 0.0)), ((0.0, 89.9), (180.0, 89.9)), ((-180.0, -60.0), (180.0, -59.8))]
)
def test_a_short_way_is_found_where_flat_maps_are_torn(origin: tuple, target: tuple) -> None:
    a, b = np.array([origin]), np.array([target])
    length = 0.2 * 2 * np.pi * EARTH_RADIUS_M / 360
    assert nearest(a, b)[0] == pytest.approx(length, rel=1e-9)
    assert [len(found) for found in pairs_within(a, b, length * 1.000001)] == [1, 1]
    assert [len(found) for found in pairs_within(a, b, length * 0.999999)] == [0, 0]


def test_a_place_without_coordinates_has_no_nearest() -> None:
    found = nearest(np.array([[100.0, 0.0], [np.nan, np.nan]]), np.array([[100.0, 0.0], [np.nan, 1.0]]))
    assert found[0] == 0
    assert np.isnan(found[1])
    assert np.isnan(nearest(np.array([[100.0, 0.0]]), np.empty((0, 2)))).all()
