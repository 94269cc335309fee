"""Reliable change and control limits of means against what was published or is known."""

import numpy as np
import pytest

from geo.stats.change import mean_limits, reliable_change


def test_the_example_of_jacobson_and_truax() -> None:
    """From 32.5 to 47.5 with sd 7.5 and reliability 0.80: a standard error of 4.74, an index of 3.16."""
    error = reliable_change(7.5, 0.80) / 1.959964
    assert error == pytest.approx(4.74, abs=0.005)
    assert (47.5 - 32.5) / error == pytest.approx(3.16, abs=0.005)


def test_a_perfect_instrument_has_no_error_and_impossible_ones_are_refused() -> None:
    assert reliable_change(10, 1.0) == 0
    assert reliable_change(0, 0.5) == 0
    assert reliable_change(10, 0.0) == pytest.approx(1.959964 * 10 * np.sqrt(2))
    for deviation, reliability in ((-1, 0.5), (1, 1.1), (1, -0.1), (float("nan"), 0.5)):
        with pytest.raises(ValueError, match="reliability"):
            reliable_change(deviation, reliability)


def test_limits_of_means_narrow_with_the_root_of_people() -> None:
    low, high = mean_limits(10.0, 6.0, np.array([0.0, 4.0, 36.0]))
    assert np.isnan(low[0])
    assert (high[1:] - 10.0) == pytest.approx(1.959964 * np.array([3.0, 1.0]))
    assert (10.0 - low[1:]) == pytest.approx(high[1:] - 10.0)


def test_two_in_a_thousand_groups_lie_outside_by_chance() -> None:
    rng = np.random.default_rng(7)
    people = rng.integers(20, 90, 20_000).astype(float)
    means = 10 + 6 / np.sqrt(people) * rng.standard_normal(len(people))
    low, high = mean_limits(10.0, 6.0, people, 0.998)
    assert ((means < low) | (means > high)).mean() == pytest.approx(0.002, abs=0.001)
