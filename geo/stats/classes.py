"""Breaks of classes over mapclassify, with guards against few distinct values, many zeros and missing values."""

import warnings

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

METHODS = ("kuantil", "fisher_jenks", "sama", "kepala_ekor")
# The dynamic programme of Fisher and Jenks takes time by the square of the number of values: 500 give nearly the same breaks.
_MOST_FISHER_JENKS = 500


def fit_edges(values: Floats, count: int, method: str = "kuantil") -> Floats:
    """Upper edges of at most `count` classes of the positive values; zero is a class of its own below them.

    `method` is one of `METHODS`: quantiles, Fisher-Jenks, equal intervals, head/tail. Missing values are left out. The
    result is strictly rising and shorter than `count` when there are fewer distinct values; its last edge is the greatest
    value. Empty when no value is positive. Raises `ValueError` for a negative value, a `count` below 1 or another method.
    Breaks after Fisher (1958) and Jenks (1977), Jiang (2013) for head/tail, as mapclassify has them.
    """
    if count < 1:
        raise ValueError("at least one class")
    if method not in METHODS:
        raise ValueError(f"no way to make classes is called {method}: one of {', '.join(METHODS)}")
    known = values[np.isfinite(values)]
    if (known < 0).any():
        raise ValueError("negative values have no place in these classes")
    positive = np.sort(known[known > 0])
    if not len(positive):
        return np.empty(0)
    distinct = np.unique(positive)
    if len(distinct) <= count:
        return distinct
    edges = np.unique(_bins(positive, count, method))
    inner = edges[(edges > 0) & (edges < positive[-1])][: count - 1]
    return np.append(inner, positive[-1])


def _bins(positive: Floats, count: int, method: str) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that numba is absent, and that few values make few classes
        import mapclassify  # takes 2 s and only a refresh fits breaks

        if method == "kuantil":
            return mapclassify.Quantiles(positive, count).bins
        if method == "sama":
            return mapclassify.EqualInterval(positive, count).bins
        if method == "kepala_ekor":
            return mapclassify.HeadTailBreaks(positive).bins
        return mapclassify.FisherJenks(_thinned(positive), count).bins


def _thinned(rising: Floats) -> Floats:
    """Every so-manieth of the sorted values, both ends included: the same for the same data, unlike a random sample."""
    if len(rising) <= _MOST_FISHER_JENKS:
        return rising
    return rising[np.linspace(0, len(rising) - 1, _MOST_FISHER_JENKS).round().astype(int)]


def assign(values: Floats, edges: Floats) -> npt.NDArray[np.int16]:
    """Class of each value: 0 for zero, 1.. for the first edge not below it, -1 for a missing value.

    A value above the last edge (a newer period than the breaks were fitted on) falls into the last class.
    """
    classes = np.minimum(np.searchsorted(edges, values, side="left"), max(len(edges) - 1, 0)) + 1
    result = np.where(values == 0, 0, classes).astype(np.int16)
    result[~np.isfinite(values)] = -1
    return result
