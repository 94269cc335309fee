"""Matched places: worked out by hand, and limits that cover the truth at their stated rate."""

import math

import numpy as np
import pytest

from geo.stats.difference_in_differences import Strata, matched_change


def _strata(*groups: list[float]) -> Strata:
    return Strata(
        np.array([len(g) for g in groups], dtype=float),
        np.array([np.mean(g) if g else np.nan for g in groups]),
        np.array([np.var(g, ddof=1) if len(g) > 1 else np.nan for g in groups]),
    )


def test_by_hand() -> None:
    # first stratum: 4 - 1 = 3 with two treated, second: 5 - 3 = 2 with one; (2 * 3 + 1 * 2) / 3
    treated, controls = _strata([3.0, 5.0], [5.0], [9.0]), _strata([0.0, 2.0], [2.0, 3.0, 4.0], [])
    found = matched_change(treated, controls)
    assert found.change == pytest.approx(8 / 3)
    assert (found.treated, found.controls, found.unmatched) == (3, 5, 1)
    # pooled variances: treated 2 (1 degree), controls (2 * 1 + 1 * 2) / 3 (3 degrees); Student's t with 4 degrees is 2.776
    error = math.sqrt((2 / 3) ** 2 * (2 / 2 + (4 / 3) / 2) + (1 / 3) ** 2 * (2 / 1 + (4 / 3) / 3))
    assert found.high - found.change == pytest.approx(2.776445 * error, rel=1e-6)
    assert found.change - found.low == pytest.approx(found.high - found.change)


def test_without_a_match_there_is_no_figure() -> None:
    found = matched_change(_strata([1.0, 2.0]), _strata([]))
    assert math.isnan(found.change)
    assert (found.treated, found.unmatched) == (0, 2)


def test_limits_hold_the_truth_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(20451)
    held = 0
    for _ in range(400):
        offsets = chance.normal(0, 5, 12)
        treated = [list(chance.normal(o - 1.5, 3, chance.integers(1, 6))) for o in offsets]
        controls = [list(chance.normal(o, 3, chance.integers(2, 12))) for o in offsets]
        found = matched_change(_strata(*treated), _strata(*controls))
        held += found.low <= -1.5 <= found.high
    assert 0.92 <= held / 400 <= 0.98
