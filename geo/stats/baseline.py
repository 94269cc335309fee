"""What is usual for a count of a month, and which months are above it: one negative-binomial baseline with a season.

A series has a level, the mean of its last `WINDOW` complete months, and a season that it shares with all series. Its counts
vary more than Poisson counts do: ``variance = mean + dispersion * mean ** 2``. The predictive distribution of the next month is
negative binomial too and carries the uncertainty of the level; a month is above the usual where its count exceeds the quantile
``1 - rate``. Negative-binomial baselines of surveillance: Noufaily and others (2013), Statistics in Medicine 32, 1206-1222.

Counts are whole, so the rate of false alarms is at most the stated one, and lower where few cases are expected. A slow rise
becomes part of the usual. A caller who cuts a month that was above the usual to its upper limit keeps it out of what is usual
later.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from statsmodels.genmod.families import Poisson  # type: ignore[import-untyped]
from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]

RATE = 0.001  # at most so many usual months are called unusual
WINDOW, FEWEST, REACH = 36, 24, 60  # complete months of a level; the fewest of them; how many months back they may lie
LEAST_LEVEL = 0.1  # expected cases of a month; below, two cases would be an alarm whatever happened
_LEAST_SEASON = 120  # cases on the whole, below which no season can be seen
_MONTHS = 12
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Usual:
    """What was to be expected of one month, one number a series; NaN where the series has too little to go by.

    `expected` cases; `lower` and `upper` end the usual range; `p` is the chance of so many cases or more as were counted;
    `months` how many complete months the level follows from.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    p: Floats
    months: Floats


def season(counts: Floats, exposure: Floats, first: int = 0) -> Floats:
    """Twelve factors, January first, with a geometric mean of 1: how far each month of the year lies above the mean.

    `counts` and `exposure` of the months of one series, NaN or 0 where nothing is known; `first` is the month of the year of
    the first one (0 is January). A Poisson regression on the month and a linear trend; each factor is drawn towards 1 by as
    much as it may be chance. All are 1 where fewer than two years or `120` cases are known.
    """
    known = np.isfinite(counts) & (exposure > 0)
    month = (first + np.arange(len(counts)))[known] % _MONTHS
    y, none = counts[known], np.ones(_MONTHS)
    cases = np.bincount(month, weights=y, minlength=_MONTHS)
    if len(y) < FEWEST or y.sum() < _LEAST_SEASON or not (cases > 0).all():
        return none
    trend = np.flatnonzero(known) / _MONTHS
    design = np.column_stack([np.eye(_MONTHS)[month], trend - trend.mean()])
    fitted = GLM(y, design, family=Poisson(), offset=np.log(exposure[known])).fit()
    centre = np.eye(_MONTHS) - 1 / _MONTHS
    effect = centre @ fitted.params[:_MONTHS]
    # the chance in a factor: never less than that of a Poisson count
    scale = max(1.0, fitted.pearson_chi2 / max(fitted.df_resid, 1))
    chance = scale * np.diag(centre @ fitted.cov_params()[:_MONTHS, :_MONTHS] @ centre)
    real = max(0.0, float(np.mean(effect**2 - chance)))
    shrunk: Floats = effect * (real / (real + chance)) if real else np.zeros(_MONTHS)
    return np.asarray(np.exp(shrunk - shrunk.mean()))


def usual(counts: Floats, exposure: Floats, factors: Floats, group: npt.NDArray[np.intp], rate: float = RATE) -> Usual:
    """What was to be expected of the last month of each series, from the months before it.

    All of shape ``(series, months)``: `counts`, NaN where a month is not complete; `exposure`, the share of the series that
    reported, 0 where nobody did; `factors`, the season of each month. Series of a `group` borrow their dispersion from each
    other.
    """
    complete = np.isfinite(counts) & (exposure > 0)
    known = complete[:, :-1]
    known &= np.cumsum(known[:, ::-1], axis=1)[:, ::-1] <= WINDOW
    known[:, : max(0, known.shape[1] - REACH)] = False
    y = np.where(known, counts[:, :-1], 0.0)
    weight = np.where(known, exposure[:, :-1] * factors[:, :-1], 0.0)
    months, total, whole = known.sum(axis=1), y.sum(axis=1), weight.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # half a case more: the mean of the level under Jeffreys' prior
        level = np.where(months >= FEWEST, (total + 0.5) / whole, np.nan)
        mean = level[:, None] * weight
        spread = _dispersion(y, mean, known, group)
        unsure = (mean + spread[:, None] * mean**2).sum(axis=1) / mean.sum(axis=1) ** 2
        expected = level * exposure[:, -1] * factors[:, -1]
    expected = np.where(complete[:, -1] & (expected >= LEAST_LEVEL), expected, np.nan)
    there = np.flatnonzero(np.isfinite(expected))
    lower, upper, p = (np.full(len(counts), np.nan) for _ in range(3))
    size = 1 / (spread[there] + unsure[there])
    chance = size / (size + expected[there])
    lower[there] = stats.nbinom.ppf(rate, size, chance)
    upper[there] = stats.nbinom.ppf(1 - rate, size, chance)
    p[there] = stats.nbinom.sf(counts[there, -1] - 1, size, chance)
    return Usual(expected, np.maximum(lower, 0), upper, p, months.astype(float))


def _dispersion(y: Floats, mean: Floats, known: Flags, group: npt.NDArray[np.intp]) -> Floats:
    """The dispersion of each series by moments, drawn towards that of its group by as much as it may be chance; one standard
    error is added to what is left, because too small a dispersion is what makes false alarms.
    """
    n = known.sum(axis=1).astype(float)
    found = np.zeros(len(y))
    for one in np.unique(group):
        at = np.flatnonzero((group == one) & (n >= FEWEST))
        if len(at):
            found[at] = _dispersion_of_group(y[at], mean[at], known[at], n[at])
    return found


def _dispersion_of_group(y: Floats, mean: Floats, known: Flags, n: Floats) -> Floats:
    square = (mean**2).sum(axis=1)
    # the level follows from the same months: one of them is used up
    excess = ((np.where(known, y - mean, 0) ** 2).sum(axis=1) * n / (n - 1) - mean.sum(axis=1)) / square
    shared = 0.0
    for _ in range(3):  # the error of an estimate depends on the dispersion
        error = 2 * ((mean + shared * mean**2) ** 2).sum(axis=1) / square**2
        weight = 1 / error
        shared = max(0.0, float((weight * excess).sum() / weight.sum()))
    if len(y) == 1:
        return np.maximum(excess, 0) + np.sqrt(error)
    between = max(0.0, float((weight * ((excess - shared) ** 2 - error)).sum() / weight.sum()))
    own = between / (between + error)
    return np.asarray(np.maximum(shared + own * (excess - shared), 0) + np.sqrt(own * error))
