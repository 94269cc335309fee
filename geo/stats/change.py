"""Change of people who were assessed twice: what is more than the instrument's own error, and which groups stand out."""

import numpy as np
import numpy.typing as npt
from scipy import stats

from geo.stats.rates import Interval

Floats = npt.NDArray[np.float64]


def reliable_change(deviation: float, reliability: float, level: float = 0.95) -> float:
    """The least change of one person, in points, that is more than error of measurement.

    `deviation` is the standard deviation of scores at intake (points, not negative), `reliability` that of the instrument
    (0 to 1). It is a normal quantile times the standard error of a difference, ``sd * sqrt(2 * (1 - r))``: Jacobson and Truax
    (1991), Journal of Consulting and Clinical Psychology 59, 12-19. Raises `ValueError` outside of these ranges.
    """
    if not (deviation >= 0 and 0 <= reliability <= 1 and 0 < level < 1):
        raise ValueError(f"deviation {deviation}, reliability {reliability}, level {level}")
    return float(stats.norm.ppf(0.5 + level / 2) * deviation * np.sqrt(2 * (1 - reliability)))


def mean_limits(target: float, deviation: float, people: Floats, level: float = 0.95) -> Interval:
    """Limits within which means of groups of so many people lie by chance alone if all have the mean `target`.

    `deviation` is the standard deviation between people. A funnel plot of means (Spiegelhalter 2005, Statistics in Medicine 24,
    1185-1202); NaN without people.
    """
    people = np.asarray(people, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = stats.norm.ppf(0.5 + level / 2) * deviation / np.sqrt(np.where(people > 0, people, np.nan))
    return Interval(target - half, target + half)
