"""Before and after where something was done, compared with places that were equal before and where it was not done."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]


class Strata(NamedTuple):
    """Places of one kind by stratum: how many, the mean of their change and its variance (divided by n - 1; NaN for one)."""

    places: Floats
    mean: Floats
    variance: Floats


class Effect(NamedTuple):
    """`change` of the treated beyond that of their matches, with 95 % limits; NaN where nothing could be matched.

    `treated` and `controls` were compared; `unmatched` are treated places that had no match.
    """

    change: float
    low: float
    high: float
    treated: int
    controls: int
    unmatched: int


def matched_change(treated: Strata, controls: Strata) -> Effect:
    """Difference in differences by exact matching on strata, weighted by the treated places of each.

    Places of a stratum (row) were equal before: same area, same class. Within-stratum variances are pooled, because a stratum
    of one place has none of its own. It describes a difference and no cause: places were not chosen by lot.
    """
    n, m = (np.asarray(group.places, dtype=float) for group in (treated, controls))
    both = (n > 0) & (m > 0)
    unmatched = int(n[~both].sum())
    if not both.any():
        return Effect(np.nan, np.nan, np.nan, 0, 0, unmatched)
    weight = n[both] / n[both].sum()
    change = float(weight @ (np.asarray(treated.mean)[both] - np.asarray(controls.mean)[both]))
    spread, free = np.zeros(2), np.zeros(2)
    for i, (group, count) in enumerate(((treated, n), (controls, m))):
        more = both & (count > 1)
        free[i] = (count[more] - 1).sum()
        spread[i] = ((count[more] - 1) * np.asarray(group.variance)[more]).sum() / free[i] if free[i] else np.nan
    # where only one side has a variance, it is used for both
    spread = np.where(np.isfinite(spread), spread, spread[::-1])
    error = float(np.sqrt((weight**2 * (spread[0] / n[both] + spread[1] / m[both])).sum()))
    half = float(stats.t.ppf(0.975, max(free.sum(), 1))) * error
    return Effect(change, change - half, change + half, int(n[both].sum()), int(m[both].sum()), unmatched)
