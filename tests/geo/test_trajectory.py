"""Trajectories to a target, worked out by hand."""

import math

import numpy as np
import pytest

from geo.stats.trajectory import trajectory


def test_half_way_in_time_and_behind() -> None:
    # from 6 to 12 in 48 months; after 24 months at 8: should be 9, needs 4 in 24 months, two a year gives 12
    found = trajectory((0, 6), (48, 12), np.array([0.0, 12, 24]), np.array([6.0, 7, 8]))
    assert (found.planned, found.needed) == (pytest.approx(9), pytest.approx(4 / 24))
    assert found.expected == pytest.approx(10)
    assert not found.reached


def test_a_falling_figure_reaches_a_lower_target() -> None:
    found = trajectory((0, 20), (36, 10), np.array([0.0, 12, 24]), np.array([20.0, 15, 11]), rising=False)
    assert found.expected == pytest.approx((20 + 15 + 11) / 3 - 4.5 * 2)  # least squares: slope -4.5 a year, level at 36 months
    assert found.reached


def test_today_counts_where_there_is_no_trend_and_where_time_is_up() -> None:
    short = trajectory((0, 1), (24, 5), np.array([0.0, 12]), np.array([1.0, 6]))
    assert math.isnan(short.expected)
    assert short.reached
    late = trajectory((0, 1), (12, 5), np.array([0.0, 12, 24]), np.array([1.0, 2, 3]))
    assert math.isnan(late.needed)
    assert not late.reached
    assert late.planned == 5


def test_missing_values_are_no_zeros() -> None:
    found = trajectory((0, 1), (24, 5), np.array([0.0, 12, 24]), np.array([np.nan, 4, np.nan]))
    assert found.needed == pytest.approx(1 / 12)
    nothing = trajectory((0, 1), (24, 5), np.array([0.0]), np.array([np.nan]))
    assert math.isnan(nothing.planned)
    assert not nothing.reached
