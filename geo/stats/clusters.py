"""Areas with high or low rates among their neighbours: Local Moran (Anselin 1995), guarded.

`esda` computes it, where it may: one missing value or rates without variation would make its whole map significant. Areas that
are undefined or have no neighbour take no part, so that the others are what they would be without them.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, combinations
from math import comb
from typing import NamedTuple

import esda
import libpysal
import numpy as np
import numpy.typing as npt

from geo.stats.cluster_class import ClusterClass
from geo.stats.neighbours import Neighbours
from geo.stats.rates import empirical_bayes

# with 999 permutations no probability is below 0.002: too coarse for thousands of tests at once
PERMUTATIONS = 9_999
FDR = 0.05
_LEAST_AREAS = 3
_NO_VARIATION = 1e-12  # relative to the largest value: what adding numbers in another order leaves

Floats = npt.NDArray[np.float64]
Classes = npt.NDArray[np.int8]


class LocalMoran(NamedTuple):
    """By area: its `statistic`, `quadrant`, two-sided pseudo probability `p` and class; NaN, and quadrant 0, where it takes no
    part. For all: the `cutoff` below which a probability is significant, global Moran's I and its probability, and how many
    areas take part.
    """

    statistic: Floats
    quadrant: Classes
    p: Floats
    classes: Classes
    cutoff: float
    moran: float
    moran_p: float
    known: int


class RateClusters(NamedTuple):
    """Smoothed rates, NaN where an area takes no part, and their clusters."""

    smoothed: Floats
    local: LocalMoran


def rate_clusters(
    events: Floats, people: Floats, neighbours: Neighbours, *, permutations: int = PERMUTATIONS, seed: int, fdr: float = FDR
) -> RateClusters:
    """Clusters of the rates ``events / people``, smoothed by `rates.empirical_bayes` because small areas have extreme ones.

    An area with a missing count or without people is undefined. Raises `ValueError` for negative counts.
    """
    events, people = np.asarray(events, dtype=float), np.asarray(people, dtype=float)
    known = np.isfinite(events) & np.isfinite(people) & (people > 0)
    takes_part = _takes_part(known, neighbours)
    smoothed = empirical_bayes(np.where(takes_part, events, np.nan), people)
    local = local_moran(smoothed, neighbours, permutations=permutations, seed=seed, fdr=fdr)
    # what takes no part because it is alone has a rate, though no smoothed one
    alone = known & ~takes_part
    local.classes[alone] = ClusterClass.NO_NEIGHBOUR
    return RateClusters(smoothed, local)


def local_moran(
    values: Floats, neighbours: Neighbours, *, permutations: int = PERMUTATIONS, seed: int, fdr: float = FDR
) -> LocalMoran:
    """Local Moran of `values` (NaN where missing) with row-standardised weights, by conditional permutation.

    `p` is twice the one-sided probability of esda, at most 1, so that it holds whichever side an area is on; it is exact where
    the neighbours of an area have fewer arrangements than there are permutations; significant is
    what the procedure of Benjamini and Hochberg (1995) rejects at the false discovery rate `fdr`. Where values do not vary
    nobody is significant.
    """
    values = np.asarray(values, dtype=float)
    known = np.isfinite(values)
    takes_part = _takes_part(known, neighbours)
    classes = np.where(known, ClusterClass.NO_NEIGHBOUR, ClusterClass.UNDEFINED).astype(np.int8)
    classes[takes_part] = ClusterClass.NOT_SIGNIFICANT
    statistic, p = np.full(len(values), np.nan), np.full(len(values), np.nan)
    quadrant = np.zeros(len(values), dtype=np.int8)
    used, count = values[takes_part], int(takes_part.sum())
    if count < _LEAST_AREAS or np.ptp(used) <= _NO_VARIATION * np.abs(used).max():
        p[takes_part] = 1.0
        return LocalMoran(statistic, quadrant, p, classes, fdr / max(count, 1), np.nan, np.nan, count)
    weights = neighbours.within(takes_part).weights()
    with _as_esda_is():
        found = esda.Moran_Local(used, weights, permutations=permutations, seed=seed % 2**32, keep_simulations=False)
    whole = esda.Moran(used, weights, permutations=0)
    # esda keeps probabilities in single precision: the rank is a whole number
    rank = np.rint(found.p_sim.astype(float) * (permutations + 1))
    statistic[takes_part], quadrant[takes_part] = found.Is, found.q
    p[takes_part] = np.minimum(1.0, 2 * rank / (permutations + 1))
    _count_few(used, weights, takes_part, p, permutations)
    cutoff = float(esda.fdr(p[takes_part], fdr))
    significant = takes_part & (np.nan_to_num(p, nan=1.0) < cutoff)
    classes[significant] = quadrant[significant]
    return LocalMoran(statistic, quadrant, p, classes, cutoff, float(whole.I), float(whole.p_rand), count)


def _count_few(values: Floats, weights: libpysal.weights.W, takes_part: npt.NDArray[np.bool_], p: Floats, most: int) -> None:
    """Write the exact two-sided probability of areas whose neighbours have at most `most` arrangements, in place.

    One neighbour of five hundred areas, or all the others of six, takes few values, which tie: esda counts ties on one side
    only, so that the least of them, or the only one, would be as rare as a permutation can make it.
    """
    for at, place in enumerate(np.flatnonzero(takes_part).tolist()):
        around = weights.neighbors[at]
        arrangements = comb(len(values) - 1, len(around))
        if arrangements > most:
            continue
        others = np.delete(values, at)
        chosen = np.fromiter(
            chain.from_iterable(combinations(range(len(others)), len(around))), dtype=np.intp, count=arrangements * len(around)
        )
        sums = others[chosen.reshape(arrangements, -1)].sum(axis=1)
        seen, slack = values[around].sum(), _NO_VARIATION * np.abs(values).sum()
        p[place] = min(1.0, 2 * min(float((sums >= seen - slack).mean()), float((sums <= seen + slack).mean())))


def _takes_part(known: npt.NDArray[np.bool_], neighbours: Neighbours) -> npt.NDArray[np.bool_]:
    """Whether an area is known and has a neighbour that is."""
    among = known.copy()
    among[known] = neighbours.within(known).has_any
    return among


@contextmanager
def _as_esda_is() -> Iterator[None]:
    """A context after which numpy's common random state is what it was: esda seeds it. It warns that a later release doubles
    probabilities, as we do; tests compare the two.
    """
    state = np.random.get_state()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The alternative hypothesis", DeprecationWarning)
            yield
    finally:
        np.random.set_state(state)
