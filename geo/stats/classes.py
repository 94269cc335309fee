"""Breaks of classes on values as they are displayed, with guards against few distinct values, many zeros and missing values."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CONTINUOUS = "kontinu"
METHODS = ("kuantil", "fisher_jenks", "sama", "kepala_ekor", CONTINUOUS)
STEPS = 24  # of a continuous scale: more than an eye tells apart
_FAR = 2.0  # times the 98th percentile: from there on one value would leave the others a single colour
_MOST_FISHER_JENKS = 500  # its table grows by the square of the number of values: 500 give nearly the same breaks


_EXACT = 1e9  # above it a product has lost the digits that decide


def rounded(values: Floats, decimals: int) -> Floats:
    """Values as they are displayed with so many decimals: rounded as Python writes them, half to even on the exact value."""
    factor = 10.0**decimals
    scaled = np.asarray(values, dtype=float) * factor
    with np.errstate(invalid="ignore"):
        result = np.rint(scaled) / factor
        tied = (np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6) | (np.abs(scaled) > _EXACT)
    result[tied] = [round(float(value), decimals) for value in np.asarray(values, dtype=float)[tied]]
    return result


@dataclass(frozen=True)
class Breaks:
    """How values become classes.

    `edges` are the upper edges of the classes, rising, with no more decimals than `decimals`, those of the display. With `zero`
    zero is class 0 by itself and class 1 begins above it; otherwise class 1 begins at zero and there is no class 0. `open`
    is True where values above the last edge exist: they are in the last class. `top` is True where that class holds the highest
    2 % of a continuous scale.
    """

    edges: tuple[float, ...]
    decimals: int
    zero: bool = True
    open: bool = False
    top: bool = False

    def assign(self, values: Floats) -> npt.NDArray[np.int16]:
        """Class of each value as displayed, -1 for a missing one. What lies above the last edge is in the last class."""
        shown = rounded(values, self.decimals)
        result = (np.minimum(np.searchsorted(self.edges, shown, side="left"), max(len(self.edges) - 1, 0)) + 1).astype(np.int16)
        if self.zero:
            result[shown == 0] = 0
        result[~np.isfinite(shown)] = -1
        return result

    def ranges(self) -> list[tuple[float, float | None]]:
        """Lowest and greatest displayed value of class 1, 2, ...; the last one's greatest is ``None`` where it is open."""
        step = 10.0**-self.decimals
        lows = [step if self.zero else 0.0, *(float(rounded(np.array([edge + step]), self.decimals)[0]) for edge in self.edges)]
        highs: list[float | None] = [*self.edges]
        if self.open:
            highs[-1] = None
        return list(zip(lows, highs, strict=False))


def fit(values: Floats, count: int, method: str, decimals: int, among: Floats | None = None) -> Breaks:
    """Breaks of at most `count` classes for the positive values; a continuous scale has `STEPS`.

    Values are rounded to `decimals` first, so that what is displayed decides. `among` are all values that are drawn with these
    breaks, also outside of those they are fitted to. Raises `ValueError` as `fit_edges` does.
    """
    shown = rounded(values, decimals)
    edges = np.unique(rounded(fit_edges(shown, count, method), decimals))
    drawn = shown if among is None else rounded(among, decimals)
    above = bool(len(edges)) and bool((drawn[np.isfinite(drawn)] > edges[-1]).any())
    cut = bool(len(edges)) and bool((shown[np.isfinite(shown)] > edges[-1]).any())
    return Breaks(tuple(edges[edges > 0].tolist()), decimals, open=above, top=cut)


def fit_edges(values: Floats, count: int, method: str = "kuantil") -> Floats:
    """Upper edges of at most `count` classes of the positive values; zero is a class of its own below them.

    `method` is one of `METHODS`: quantiles, Fisher-Jenks, equal intervals, head/tail, continuous. Missing values are left out.
    The result is strictly rising and shorter than `count` when there are fewer distinct values; its last edge is the greatest
    value, for a continuous scale the 98th percentile where the greatest is more than twice as far. Empty when no value is
    positive. Raises `ValueError` for a negative value, a `count` below 1 or another method.
    Breaks after Fisher (1958) and Jenks (1977), Jiang (2013) for head/tail.
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
    if method == CONTINUOUS:
        return _steps(positive)
    distinct = np.unique(positive)
    if len(distinct) <= count:
        return distinct
    edges = np.unique(_bins(positive, count, method))
    inner = edges[(edges > 0) & (edges < positive[-1])][: count - 1]
    return np.append(inner, positive[-1])


def fit_changes(values: Floats, count: int, decimals: int, among: Floats | None = None) -> Breaks:
    """Breaks of changes by their size, at most `count` to either side of zero; see `assign_changes` and `fit`."""
    return fit(np.abs(values), count, "kuantil", decimals, None if among is None else np.abs(among))


def assign_changes(values: Floats, breaks: Breaks) -> npt.NDArray[np.int16]:
    """Class of each change: n for no change as displayed, n - 1 to 0 for falls and n + 1 to 2n for rises, the greater the
    further from n, the number of `breaks`; -1 for a missing one."""
    side = breaks.assign(np.abs(values))
    return np.where(side < 0, -1, len(breaks.edges) + np.where(values < 0, -side, side)).astype(np.int16)


def _steps(positive: Floats) -> Floats:
    top = float(np.percentile(positive, 98))
    greatest = float(positive[-1])
    if greatest <= _FAR * top:
        top = greatest
    if positive[0] >= top:
        return np.array([top])
    return np.linspace(positive[0], top, STEPS + 1)[1:]


def _bins(positive: Floats, count: int, method: str) -> Floats:
    if method == "kuantil":
        return np.quantile(positive, np.arange(1, count + 1) / count)
    if method == "sama":
        return np.linspace(positive[0], positive[-1], count + 1)[1:]
    if method == "kepala_ekor":
        return _head_tail(positive)
    return _fisher_jenks(_thinned(positive), count)


def _head_tail(values: Floats) -> Floats:
    """Means of all values, of those above that mean, and so on."""
    edges = []
    while len(values):
        edges.append(values.mean())
        head = values[values > edges[-1]]
        if len(head) in (0, len(values)):
            break
        values = head
    return np.array(edges)


def _fisher_jenks(rising: Floats, count: int) -> Floats:
    """Upper edges of `count` groups of neighbours with the least sum of squares within, by dynamic programming."""
    size = len(rising)
    centred = rising - rising.mean()  # sums of squares of large numbers would lose their digits
    total, squares = (np.concatenate([[0.0], np.cumsum(part)]) for part in (centred, centred**2))
    first, last = np.arange(size)[:, None], np.arange(size)[None, :]
    length = last - first + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        within = squares[last + 1] - squares[first] - (total[last + 1] - total[first]) ** 2 / length
    within[length < 1] = np.inf  # cost of one group from first to last
    best, begins = within[0], []
    for _ in range(count - 1):
        # the last group begins at `first`; what lies before it is grouped as well as can be
        options = np.concatenate([[np.inf], best[:-1]])[:, None] + within
        begins.append(options.argmin(axis=0))
        best = options.min(axis=0)
    edges, end = [], size - 1
    for begin in reversed(begins):
        edges.append(rising[end])
        end = int(begin[end]) - 1
        if end < 0:
            return np.array(edges[::-1])
    return np.array([rising[end], *edges[::-1]])


def _thinned(rising: Floats) -> Floats:
    """Every so-manieth of the sorted values, both ends included: the same for the same data, unlike a random sample."""
    if len(rising) <= _MOST_FISHER_JENKS:
        return rising
    return rising[np.linspace(0, len(rising) - 1, _MOST_FISHER_JENKS).round().astype(int)]
