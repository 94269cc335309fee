"""Published numbers: exact Poisson limits, Newcombe's examples, Armitage's tonsils; and what must hold besides."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from geo.stats.rates import (
    Interval,
    byar_interval,
    compare,
    empirical_bayes,
    funnel_limits,
    poisson_interval,
    reliability,
    trend,
    wilson_interval,
)

# Exact 95 % limits of a Poisson count, as tabulated since Garwood (1936) and Pearson and Hartley
GARWOOD = {
    0: (0.0, 3.689),
    1: (0.0253, 5.572),
    5: (1.623, 11.668),
    10: (4.795, 18.390),
    20: (12.217, 30.888),
    100: (81.36, 121.63),
}
# Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (score without continuity correction)
NEWCOMBE = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}


@pytest.mark.parametrize(("count", "limits"), GARWOOD.items())
def test_exact_limits_of_a_count_are_those_of_the_tables(count: int, limits: tuple[float, float]) -> None:
    found = poisson_interval(np.array([count]), np.array([1.0]))
    assert (found.low[0], found.high[0]) == pytest.approx(limits, abs=0.006)


@pytest.mark.parametrize("count", [10, 20, 100, 1000])
def test_byar_is_within_half_a_per_cent_of_exact_limits_from_ten_events(count: int) -> None:
    exact, quick = (way(np.array([count]), np.array([1.0])) for way in (poisson_interval, byar_interval))
    assert quick.low[0] == pytest.approx(exact.low[0], rel=0.005)
    assert quick.high[0] == pytest.approx(exact.high[0], rel=0.005)


@pytest.mark.parametrize(("counts", "limits"), NEWCOMBE.items())
def test_wilson_limits_are_those_of_newcombe(counts: tuple[int, int], limits: tuple[float, float]) -> None:
    found = wilson_interval(np.array([counts[0]]), np.array([counts[1]]))
    assert (found.low[0], found.high[0]) == pytest.approx(limits, abs=0.00006)


def test_the_trend_of_carriers_by_size_of_tonsils_is_that_of_armitage() -> None:
    """19 of 516, 29 of 589 and 24 of 293 children: chi-square for trend 7.19, p 0.007 (Armitage 1955)."""
    found = trend(np.array([19, 29, 24]), np.array([516, 589, 293]), share=True)
    assert found.z**2 == pytest.approx(7.19, abs=0.01)
    assert found.p == pytest.approx(0.0073, abs=0.0002)
    assert found.word == "naik"


def test_smoothed_rates_worked_out_by_hand() -> None:
    """Marshall (1991) with three areas: mean 60/600; between = (100*0.0025 + 200*0 + 300*0.00111..)/600 - 0.1/200."""
    events, people = np.array([15.0, 20.0, 25.0]), np.array([100.0, 200.0, 300.0])
    between = (100 * 0.05**2 + 300 * (25 / 300 - 0.1) ** 2) / 600 - 0.1 / 200
    weight = between / (between + 0.1 / people)
    assert empirical_bayes(events, people) == pytest.approx(0.1 + weight * (events / people - 0.1))


def test_equal_areas_share_one_rate_and_none_is_below_zero() -> None:
    events, people = np.array([10.0, 20.0, 30.0]), np.array([100.0, 200.0, 300.0])
    assert empirical_bayes(events, people) == pytest.approx([0.1] * 3)


def test_an_area_without_people_or_count_is_undefined_and_alone_in_that() -> None:
    events, people = np.array([15.0, 20.0, 25.0, 3.0, np.nan]), np.array([100.0, 200.0, 300.0, 0.0, 50.0])
    found = empirical_bayes(events, people)
    assert np.isnan(found[3:]).all()
    assert found[:3] == pytest.approx(empirical_bayes(events[:3], people[:3]))
    assert np.isnan(poisson_interval(events, people).low[3:]).all()
    assert np.isnan(wilson_interval(np.array([0.0]), np.array([0.0])).low[0])


def test_a_figure_differs_from_a_benchmark_outside_its_interval_only() -> None:
    interval = Interval(np.array([2.0, 0.5, 0.1, np.nan]), np.array([3.0, 1.5, 0.9, np.nan]))
    assert compare(interval, 1.0, "tinggi_baik").tolist() == ["lebih_baik", "tidak_berbeda", "lebih_buruk", "tidak_terdefinisi"]
    assert compare(interval, 1.0, "rendah_baik").tolist()[:3] == ["lebih_buruk", "tidak_berbeda", "lebih_baik"]
    assert compare(interval, 1.0, "netral").tolist()[:3] == ["lebih_tinggi", "tidak_berbeda", "lebih_rendah"]


@pytest.mark.parametrize(
    ("events", "word"),
    [([10, 20, 40, 80], "naik"), ([80, 40, 20, 10], "turun"), ([50, 52, 49, 51], "stabil"), ([1, 2], "tidak_terdefinisi")],
)
def test_trend_words(events: list[float], word: str) -> None:
    assert trend(np.array(events, dtype=float), np.full(len(events), 1e5)).word == word


def test_reliability_words() -> None:
    assert reliability(np.array([0, 4, 5, 19, 20, np.nan])).tolist() == [
        "goyah",
        "goyah",
        "hati_hati",
        "hati_hati",
        "andal",
        "tidak_terdefinisi",
    ]


def test_the_funnel_narrows_and_holds_what_chance_gives() -> None:
    people = np.array([1e4, 1e5, 1e6])
    limits = funnel_limits(20 / 1e5, people)
    assert np.all(np.diff(limits.high - limits.low) < 0)
    draws = np.random.default_rng(1).poisson(20 / 1e5 * people, size=(20_000, 3)) / people
    inside = ((draws >= limits.low) & (draws <= limits.high)).mean(axis=0)
    assert np.all(inside >= 0.95)
    assert np.isnan(funnel_limits(0.1, np.array([0.0])).low[0])


def test_negative_counts_and_impossible_shares_are_refused() -> None:
    one = np.array([1.0])
    calls = (
        lambda: poisson_interval(-one, one),
        lambda: empirical_bayes(-one, one),
        lambda: wilson_interval(3 * one, 2 * one),
        lambda: byar_interval(one, one, 1.5),
    )
    for call in calls:
        with pytest.raises(ValueError, match=r"negative|larger|level"):
            call()


@given(arrays(float, 12, elements=st.integers(0, 500)), arrays(float, 12, elements=st.integers(1, 10**6)))
def test_a_rate_lies_in_its_interval_and_smoothed_between_it_and_the_mean(events, people) -> None:
    for way in (poisson_interval, byar_interval):
        found = way(events, people)
        assert np.all(found.low <= events / people + 1e-12)
        assert np.all(events / people <= found.high)
    rate, mean = events / people, events.sum() / people.sum()
    smoothed = empirical_bayes(events, people)
    assert np.all(smoothed >= np.minimum(rate, mean) - 1e-12)
    assert np.all(smoothed <= np.maximum(rate, mean) + 1e-12)
