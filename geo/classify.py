"""Breaks of classes, with guards against few distinct values, many zeros and missing values."""

import numpy as np
import numpy.typing as npt


def quantile_edges(values: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Upper edges of at most `count` classes of the positive values; zero is a class of its own below them.

    Missing values are left out. The result is strictly rising and shorter than `count` when there are fewer
    distinct values; its last edge is the greatest value. Empty when no value is positive. Raises `ValueError`
    for a negative value or a `count` below 1.
    """
    if count < 1:
        raise ValueError("at least one class")
    known = values[np.isfinite(values)]
    if (known < 0).any():
        raise ValueError("negative values have no place in these classes")
    positive = known[known > 0]
    if not len(positive):
        return np.empty(0)
    distinct = np.unique(positive)
    if len(distinct) <= count:
        return distinct
    return np.unique(np.quantile(positive, np.linspace(0, 1, count + 1)[1:], method="higher"))


def assign(values: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]) -> npt.NDArray[np.int16]:
    """Class of each value: 0 for zero, 1.. for the first edge not below it, -1 for a missing value.

    A value above the last edge (a newer period than the breaks were fitted on) falls into the last class.
    """
    classes = np.minimum(np.searchsorted(edges, values, side="left"), max(len(edges) - 1, 0)) + 1
    result = np.where(values == 0, 0, classes).astype(np.int16)
    result[~np.isfinite(values)] = -1
    return result
