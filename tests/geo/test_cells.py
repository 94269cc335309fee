import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.build import coast
from geo.build.cells import bend, voronoi


def _sites(seed: int, count: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 50_000, (count, 2))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 120))
def test_bent_cells_are_a_coverage_and_keep_their_point(seed: int, count: int) -> None:
    sites = _sites(seed, count)
    points = shapely.points(sites)
    straight = voronoi(points, shapely.box(0, 0, 50_000, 50_000))
    bent = bend(straight, sites)
    assert shapely.coverage_is_valid(bent)
    assert shapely.contains(bent, points).all()
    # the outermost edges, far out at sea, bend as well; inside nothing is lost and nothing lies twice
    inner = shapely.box(0, 0, 50_000, 50_000)
    assert np.isclose(shapely.area(shapely.intersection(bent, inner)).sum(), inner.area)


def test_edges_are_really_bent_and_the_same_each_time() -> None:
    sites = _sites(1, 80)
    straight = voronoi(shapely.points(sites), shapely.box(0, 0, 50_000, 50_000))
    bent = bend(straight, sites)
    assert shapely.get_num_coordinates(bent).sum() > 2 * shapely.get_num_coordinates(straight).sum()
    assert shapely.equals_exact(bent, bend(straight, sites)).all()


def test_a_point_in_the_sea_gets_an_island_and_clipping_loses_no_land() -> None:
    land = shapely.box(0, 0, 10_000, 10_000)
    sites = np.array([[2_000.0, 5_000.0], [8_000.0, 5_000.0], [30_000.0, 5_000.0]])
    joined, at_sea = coast.with_missing_islands(land, shapely.points(sites), np.array([6_000.0, 6_000.0, 22_000.0]))
    assert at_sea.tolist() == [False, False, True]
    cells = coast.clip(voronoi(shapely.points(sites), joined), coast.dice(joined))
    assert np.isclose(shapely.area(cells).sum(), joined.area)
    assert 0 < cells[2].area <= np.pi * coast.ISLAND_RADIUS_M[1] ** 2


def test_dicing_keeps_the_area_and_bounds_the_vertices() -> None:
    coastline = shapely.Point(0, 0).buffer(100_000, quad_segs=2_000)
    pieces = coast.dice(coastline)
    assert len(pieces) > 4
    assert shapely.get_num_coordinates(pieces).max() <= 800
    assert np.isclose(shapely.area(pieces).sum(), coastline.area)
