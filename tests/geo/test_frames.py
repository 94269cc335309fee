"""The frame of a region: its main body."""

import pytest
import shapely

from geo.frames import main_body

MAIN = shapely.box(106.7, -6.4, 107.0, -6.1)


def test_far_small_islands_do_not_set_the_frame() -> None:
    islands = [shapely.box(106.5 + i / 50, -5.6, 106.501 + i / 50, -5.599) for i in range(5)]
    assert main_body(shapely.multipolygons([MAIN, *islands])) == pytest.approx((106.7, -6.4, 107.0, -6.1))


def test_a_part_with_more_than_two_hundredths_of_the_land_stays() -> None:
    far = shapely.box(110.0, -6.4, 110.0 + 0.03 * 0.3, -6.1)
    assert main_body(shapely.multipolygons([MAIN, far]))[2] == pytest.approx(110.009)


def test_islands_nearby_stay_because_leaving_them_out_gains_little() -> None:
    near = shapely.box(107.05, -6.2, 107.051, -6.199)
    assert main_body(shapely.multipolygons([MAIN, near]))[2] == pytest.approx(107.051)


def test_a_region_of_one_part_is_framed_whole() -> None:
    assert main_body(MAIN) == pytest.approx((106.7, -6.4, 107.0, -6.1))
