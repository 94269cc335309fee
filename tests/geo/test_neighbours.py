"""Neighbours of areas on a map of squares, some of them islands."""

import numpy as np
import pytest
import shapely

from geo.reach.distance import great_circle
from geo.stats.neighbours import neighbours


def square(x: float, y: float, side: float = 1.0) -> shapely.Polygon:
    return shapely.box(x, y, x + side, y + side)


def pairs(shapes: list[shapely.Geometry | None]) -> set[tuple[int, int]]:
    found = neighbours(shapes)
    return set(zip(found.first.tolist(), found.second.tolist(), strict=True))


def test_areas_that_touch_in_a_side_or_a_corner_are_neighbours() -> None:
    assert pairs([square(0, 0), square(1, 0), square(1, 1), square(2, 2)]) == {
        (0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1), (2, 3), (3, 2),
    }  # fmt: skip


def test_a_sliver_between_two_shapes_does_not_part_them_and_a_strait_does() -> None:
    assert pairs([square(0, 0), square(1.00005, 0), square(5, 0), square(6, 0)]) == {(0, 1), (1, 0), (2, 3), (3, 2)}


def test_an_island_has_the_nearest_area_which_has_it_too() -> None:
    shapes = [square(0, 0), square(1, 0), square(2.4, 0), square(4.5, 0)]
    assert pairs(shapes) == {(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2)}
    found = neighbours(shapes)
    metres = dict(zip(zip(found.first.tolist(), found.second.tolist(), strict=True), found.metres.tolist(), strict=True))
    assert metres[0, 1] == 0
    assert metres[2, 1] == metres[1, 2]
    # from the top corner, where a degree of longitude is shortest
    least = great_circle(np.array([[2.0, 1.0]]), np.array([[2.4, 1.0]]))[0]
    assert metres[1, 2] == pytest.approx(least, rel=1e-3)


def test_the_nearest_area_is_so_in_metres_not_in_degrees() -> None:
    """At 60 degrees a degree of longitude is half as long as one of latitude: what lies a little farther east is nearer."""
    island, east, north = square(0, 60, 0.1), square(1.1, 60, 0.1), square(0, 61.08, 0.1)
    mainlands = [shapely.union(east, square(1.2, 60, 0.1)), square(1.3, 60, 0.1), north, square(0, 61.18, 0.1)]
    assert {pair for pair in pairs([island, *mainlands]) if 0 in pair} == {(0, 1), (1, 0)}


def test_an_area_without_a_shape_has_no_neighbour() -> None:
    found = neighbours([square(0, 0), None, square(1, 0), shapely.Polygon()])
    assert found.has_any.tolist() == [True, False, True, False]
    assert neighbours([square(0, 0)]).has_any.tolist() == [False]
    assert neighbours([]).count == 0


def test_weights_of_an_area_sum_to_one_and_those_of_a_lonely_one_to_nothing() -> None:
    weights = neighbours([square(0, 0), square(1, 0), square(2, 0), None]).weights()
    assert weights.full()[0].sum(axis=1).tolist() == [1, 1, 1, 0]
    assert weights.full()[0][1].tolist() == [0.5, 0, 0.5, 0]


def test_nobody_gets_another_neighbour_instead_of_one_left_out() -> None:
    found = neighbours([square(0, 0), square(1.4, 0), square(2.9, 0), square(3.9, 0)])
    rest = found.within(np.array([False, True, True, True]))
    assert rest.count == 3
    assert rest.has_any.tolist() == [False, True, True]
    assert set(zip(rest.first.tolist(), rest.second.tolist(), strict=True)) == {(1, 2), (2, 1)}
