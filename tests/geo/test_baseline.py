"""The baseline of counts: false alarms at most at the stated rate, a season that is found, and when it does not answer."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from geo.stats.baseline import FEWEST, LEAST_LEVEL, RATE, WINDOW, season, usual
from tests.conftest import FULL

AREAS, MONTHS = 514, 60
SEASON = np.exp(0.2 * np.sin(np.arange(12) * 2 * np.pi / 12))
Floats = npt.NDArray[np.float64]
# how much counts vary beyond chance: not at all, the same everywhere, differently from area to area
DISPERSIONS = {"poisson": (1e-6, 1e-6), "the same": (0.1, 0.1), "different": (0.0, 0.3)}


def _draw(rng: np.random.Generator, dispersion: tuple[float, float]) -> Floats:
    """Counts without any effect: levels from 0.1 to 60 a month, a season."""
    level = np.exp(rng.uniform(math.log(0.1), math.log(60), AREAS))
    spread = np.maximum(rng.uniform(*dispersion, AREAS), 1e-6)[:, None]
    mean = level[:, None] * SEASON[np.arange(MONTHS) % 12]
    return rng.negative_binomial(1 / spread, 1 / (1 + spread * mean)).astype(float)


def _rule(counts: Floats, exposure: Floats | None = None):
    """The rule at the last month, as the job runs it."""
    exposure = np.ones_like(counts) if exposure is None else exposure
    shown = np.nansum(counts, axis=0)
    factors = season(shown[:-1], np.ones(counts.shape[1] - 1))[np.arange(counts.shape[1]) % 12]
    return usual(counts, exposure, np.broadcast_to(factors, counts.shape), np.zeros(len(counts), dtype=np.intp))


@pytest.mark.parametrize("kind", DISPERSIONS)
def test_counts_without_an_effect_give_false_alarms_at_most_at_the_stated_rate(kind: str) -> None:
    rng, draws = np.random.default_rng(2045), 1000 if FULL else 60
    rates, months, busy = [], 0, []
    for _ in range(draws):
        counts = _draw(rng, DISPERSIONS[kind])
        rule = _rule(counts)
        there = np.isfinite(rule.upper)
        fired = counts[there, -1] > rule.upper[there]
        rates.append(fired.mean())
        busy.append(fired[rule.expected[there] >= 5].mean())
        months += int(there.sum())
    half = 1.96 * float(np.std(rates)) / math.sqrt(draws)
    attained = float(np.mean(rates))
    print(
        f"{draws} draws of {AREAS} x {MONTHS} ({kind}): {months} months judged, false alarms {1000 * attained:.3f} in 1,000 "
        f"(95 % {1000 * (attained - half):.3f} to {1000 * (attained + half):.3f}), at five cases and more "
        f"{1000 * np.mean(busy):.3f}; stated: at most {1000 * RATE:g}"
    )
    assert months > 0.9 * draws * AREAS
    assert attained - half <= RATE, "more often than stated"
    assert attained + half >= RATE / 5, "so rarely that the rule would see nothing"


def test_limits_of_poisson_counts_would_break_the_stated_rate() -> None:
    # else the test above would hold for any limits that are wide enough
    rng, fired = np.random.default_rng(1), []
    for _ in range(20):
        counts = _draw(rng, (0.3, 0.3))
        mean = counts[:, :-1].mean(axis=1)
        fired.append((counts[:, -1] > mean + 3.1 * np.sqrt(mean) + 1).mean())
    assert np.mean(fired) > 5 * RATE


@pytest.mark.parametrize("level", [5, 20, 60])
def test_a_month_of_three_times_the_usual_is_found(level: float) -> None:
    rng = np.random.default_rng(7)
    counts = rng.negative_binomial(20, 20 / (20 + level), (AREAS, MONTHS)).astype(float)
    counts[:, -1] = rng.negative_binomial(20, 20 / (20 + 3 * level), AREAS)
    found = (counts[:, -1] > _rule(counts).upper).mean()
    print(f"three times {level} cases: found in {found:.0%} of areas")
    assert found > {5: 0.35, 20: 0.8, 60: 0.9}[level]


def test_the_season_is_found_beside_a_trend_and_none_where_there_is_none() -> None:
    rng, month = np.random.default_rng(3), np.arange(MONTHS)
    planted = SEASON / np.exp(np.log(SEASON).mean())
    mean = 3000 * planted[month % 12] * 1.01**month
    counts = rng.poisson(mean).astype(float)
    assert season(counts, np.ones(MONTHS)) == pytest.approx(planted, rel=0.03)
    flat = rng.poisson(300, MONTHS).astype(float)
    assert season(flat, np.ones(MONTHS)) == pytest.approx(np.ones(12), abs=0.06)
    assert np.exp(np.log(season(counts, np.ones(MONTHS))).mean()) == pytest.approx(1)


def test_the_season_begins_where_the_months_do() -> None:
    month = np.arange(6, MONTHS)
    counts = np.round(3000 * SEASON[month % 12]) + month % 5
    assert season(counts, np.ones(len(month)), first=6) == pytest.approx(SEASON / np.exp(np.log(SEASON).mean()), rel=0.02)


def test_months_of_which_a_part_reported_do_not_look_like_a_season() -> None:
    rng = np.random.default_rng(4)
    exposure = np.where(np.arange(MONTHS) % 12 < 6, 1.0, 0.8)
    counts = rng.poisson(3000 * exposure).astype(float)
    assert season(counts, exposure) == pytest.approx(np.ones(12), abs=0.03)


@pytest.mark.parametrize(("cases", "months"), [(1, MONTHS), (100, FEWEST - 1)])
def test_no_season_is_drawn_from_few_cases_or_months(cases: float, months: int) -> None:
    assert season(np.full(months, float(cases)), np.ones(months)).tolist() == [1.0] * 12


def test_it_does_not_answer_without_two_years_and_below_the_least_level() -> None:
    counts = np.full((4, MONTHS), 10.0)
    counts[0, : MONTHS - FEWEST] = np.nan  # one month fewer than two years before the last
    counts[1, -1] = np.nan
    counts[2] = 0
    rule = _rule(counts)
    assert np.isnan(rule.upper).tolist() == [True, True, True, False]
    assert rule.months.tolist() == [FEWEST - 1, WINDOW, WINDOW, WINDOW]
    assert rule.expected[3] == pytest.approx(10, rel=0.05)
    assert rule.expected[3] >= LEAST_LEVEL


def test_the_level_follows_from_the_last_three_years_alone() -> None:
    counts = np.full((2, MONTHS), 8.0)
    counts[1, : MONTHS - 1 - WINDOW] = 500
    rule = _rule(counts)
    assert rule.expected[1] == pytest.approx(rule.expected[0], rel=0.02)


def test_a_short_history_and_scattered_counts_widen_the_range() -> None:
    counts = np.tile([14.0, 26.0], (3, MONTHS // 2))
    counts[1, : MONTHS - 1 - FEWEST] = np.nan
    counts[2] = np.tile([4.0, 36.0], MONTHS // 2)
    counts[:, -1] = 20
    ones, alone = np.ones_like(counts), np.arange(3)  # each a group of its own
    rule = usual(counts, ones, ones, alone)
    assert rule.expected == pytest.approx(np.full(3, 20), rel=0.02)
    assert rule.upper[0] < rule.upper[1] < rule.upper[2]
    assert rule.lower[0] > rule.lower[2]


def test_half_of_an_area_that_reported_is_compared_with_half_of_the_usual() -> None:
    counts, exposure = np.tile([38.0, 42.0, 40.0, 37.0, 43.0], (1, 12)), np.ones((1, MONTHS))
    counts[:, -1], exposure[:, -1] = 20, 0.5
    assert _rule(counts, exposure).expected[0] == pytest.approx(20, rel=0.06)
