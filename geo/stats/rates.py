"""Rates with their statistics: interval, reliability, smoothed value, comparison, trend, funnel limits.

Plain functions on arrays of one length; a missing value (NaN) stays missing and does not affect others.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]

BETTER, SAME, WORSE, UNKNOWN = "lebih_baik", "tidak_berbeda", "lebih_buruk", "tidak_terdefinisi"
RISING, STABLE, FALLING = "naik", "stabil", "turun"
RELIABLE, CAREFUL, UNRELIABLE = "andal", "hati_hati", "goyah"
# relative standard errors of counts: 20 events give 22 %, 4 give 50 %; US health statistics flag rates of fewer than 20
RELIABLE_FROM, UNRELIABLE_BELOW = 20, 5


class Interval(NamedTuple):
    """Lower and upper limits, arrays as long as the input."""

    low: Floats
    high: Floats


def poisson_interval(events: Floats, exposure: Floats, level: float = 0.95) -> Interval:
    """Exact limits of ``events / exposure`` (Garwood 1936): counts of rare events are Poisson.

    `events` and `exposure` are not negative; where exposure is 0 or either is missing there is no interval (NaN).
    Raises `ValueError` for a negative value or a level outside (0, 1).
    """
    events, exposure = _counts(events, exposure, level)
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(events > 0, stats.chi2.ppf(tail, 2 * events) / 2, 0.0)
        high = stats.chi2.ppf(1 - tail, 2 * events + 2) / 2
        return _over(low, high, events, exposure)


def byar_interval(events: Floats, exposure: Floats, level: float = 0.95) -> Interval:
    """Byar's approximation of `poisson_interval` (Breslow and Day 1987, page 69): good from about ten events, and quick."""
    events, exposure = _counts(events, exposure, level)
    z = stats.norm.ppf(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(events > 0, events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3, 0.0)
        more = events + 1
        high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
        return _over(low, high, events, exposure)


def wilson_interval(part: Floats, whole: Floats, level: float = 0.95) -> Interval:
    """Limits of the share ``part / whole`` (Wilson 1927), from 0 to 1. Raises `ValueError` where a part exceeds its whole."""
    part, whole = _counts(part, whole, level)
    if np.any(part > whole):
        raise ValueError("a part is larger than its whole")
    z = stats.norm.ppf(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = part / whole
        middle = (share + z**2 / (2 * whole)) / (1 + z**2 / whole)
        half = z / (1 + z**2 / whole) * np.sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2))
        known = whole > 0
        return Interval(
            np.where(known, np.maximum(middle - half, 0), np.nan), np.where(known, np.minimum(middle + half, 1), np.nan)
        )


def reliability(events: Floats) -> Words:
    """Reliability of a rate by its number of events: ``andal`` from 20, ``hati_hati`` from 5, ``goyah`` below."""
    events = np.asarray(events, dtype=float)
    found = np.select(
        [events >= RELIABLE_FROM, events >= UNRELIABLE_BELOW, events >= 0], [RELIABLE, CAREFUL, UNRELIABLE], UNKNOWN
    )
    return found.astype(str)


def empirical_bayes(events: Floats, people: Floats) -> Floats:
    """Rates drawn towards the mean of all areas, the more the fewer people they have (Marshall 1991, global).

    Areas without people or with a missing count are undefined (NaN) and take no part. A variance between areas below zero is
    zero: then every area gets the common rate. Raises `ValueError` for negative counts.
    """
    events, people = np.asarray(events, dtype=float), np.asarray(people, dtype=float)
    if np.any(events < 0) or np.any(people < 0):
        raise ValueError("counts are not negative")
    known = np.isfinite(events) & np.isfinite(people) & (people > 0)
    smoothed = np.full(len(events), np.nan)
    if not known.any():
        return smoothed
    y, n = events[known], people[known]
    mean = y.sum() / n.sum()
    between = (n * (y / n - mean) ** 2).sum() / n.sum() - mean / n.mean()
    between = max(between, 0.0)
    weight = between / (between + mean / n) if between else np.zeros(len(n))
    smoothed[known] = mean + weight * (y / n - mean)
    return smoothed


def compare(interval: Interval, benchmark: Floats | float, direction: str) -> Words:
    """Whether figures differ from a benchmark by their interval.

    `direction` is ``tinggi_baik``, ``rendah_baik`` or ``netral``; a neutral one is never better or worse: what lies above is
    ``lebih_tinggi``, below ``lebih_rendah``.
    """
    above, below = {
        "tinggi_baik": (BETTER, WORSE),
        "rendah_baik": (WORSE, BETTER),
        "netral": ("lebih_tinggi", "lebih_rendah"),
    }[direction]
    low, high = np.asarray(interval.low, dtype=float), np.asarray(interval.high, dtype=float)
    other = np.broadcast_to(np.asarray(benchmark, dtype=float), low.shape)
    known = np.isfinite(low) & np.isfinite(high) & np.isfinite(other)
    return np.select([~known, low > other, high < other], [UNKNOWN, above, below], SAME).astype(str)


def mean_interval(mean: Floats, deviation: Floats, answers: Floats, level: float = 0.95) -> Interval:
    """Limits of the mean of a sample from its standard deviation and its size, by Student's t; NaN below two answers."""
    mean, deviation, answers = (np.asarray(x, dtype=float) for x in (mean, deviation, answers))
    with np.errstate(invalid="ignore", divide="ignore"):
        known = np.where(answers >= 2, answers, np.nan)
        half = stats.t.ppf(0.5 + level / 2, known - 1) * deviation / np.sqrt(known)
    return Interval(mean - half, mean + half)


class Ranks(NamedTuple):
    """Ranks from 1, the highest value: `rank` by value, `first` and `last` as the best and worst that the intervals allow."""

    rank: Floats
    first: Floats
    last: Floats


def rank_range(value: Floats, interval: Interval) -> Ranks:
    """Rank of each value, and the best and worst rank that its interval allows; NaN where there is no value.

    A value without an interval counts as certain. Two whose ranges share a rank are not distinguished.
    """
    value = np.asarray(value, dtype=float)
    low = np.where(np.isfinite(interval.low), interval.low, value)
    high = np.where(np.isfinite(interval.high), interval.high, value)
    known = np.isfinite(value)
    values, lows, highs = (np.sort(array[known]) for array in (value, low, high))

    def above(sorted_array: Floats, than: Floats) -> Floats:
        return len(sorted_array) - np.searchsorted(sorted_array, than, side="right").astype(float)

    return Ranks(
        np.where(known, 1 + above(values, value), np.nan),
        np.where(known, 1 + above(lows, high), np.nan),
        np.where(known, len(highs) - np.searchsorted(highs, low, side="left").astype(float), np.nan),
    )


class Trend(NamedTuple):
    """`z` is the test's statistic, `p` its two-sided probability, `word` the class at 5 %."""

    z: float
    p: float
    word: str


def trend(events: Floats, exposure: Floats, *, share: bool = False) -> Trend:
    """Test for a trend of ``events / exposure`` over equally spaced periods: the score test of Armitage (1955).

    With `share` the events are a part of the exposure (binomial), else rare events over person-time (Poisson). Periods that are
    missing or have no exposure are left out. Fewer than three periods, or no event at all, have no trend.
    """
    events, exposure = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    known = np.isfinite(events) & np.isfinite(exposure) & (exposure > 0)
    when = np.flatnonzero(known).astype(float)
    y, n = events[known], exposure[known]
    if len(y) < 3 or y.sum() == 0 or (share and y.sum() >= n.sum()):
        return Trend(np.nan, np.nan, UNKNOWN)
    rate = y.sum() / n.sum()
    score = (when * (y - n * rate)).sum()
    spread = (n * when**2).sum() - (n * when).sum() ** 2 / n.sum()
    variance = rate * (1 - rate if share else 1.0) * spread
    z = float(score / np.sqrt(variance))
    p = float(2 * stats.norm.sf(abs(z)))
    return Trend(z, p, STABLE if p >= 0.05 else RISING if z > 0 else FALLING)


def funnel_limits(benchmark: float, people: Floats, level: float = 0.95) -> Interval:
    """Limits within which rates of areas of such populations lie by chance alone if all have the `benchmark` (events per
    person).

    Exact Poisson limits of the count, over people (Spiegelhalter 2005). NaN without people.
    """
    people = np.asarray(people, dtype=float)
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = stats.poisson.ppf(tail, benchmark * people) / people
        high = stats.poisson.ppf(1 - tail, benchmark * people) / people
    return Interval(np.where(people > 0, low, np.nan), np.where(people > 0, high, np.nan))


def _counts(events: Floats, exposure: Floats, level: float) -> tuple[Floats, Floats]:
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not {level}")
    events, exposure = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    if np.any(events < 0) or np.any(exposure < 0):
        raise ValueError("counts are not negative")
    return events, exposure


def _over(low: Floats, high: Floats, events: Floats, exposure: Floats) -> Interval:
    known = np.isfinite(events) & (exposure > 0)
    return Interval(np.where(known, low / exposure, np.nan), np.where(known, high / exposure, np.nan))
