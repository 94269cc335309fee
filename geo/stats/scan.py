"""Circles in which more events happened than elsewhere: the spatial scan statistic of Kulldorff (1997).

M. Kulldorff, *A spatial scan statistic*, Communications in Statistics - Theory and Methods 26 (1997), 1481-1496; the Poisson
model, conditional on the number of all events. No library that is kept up computes it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.reach.distance import great_circle

REPLICATIONS = 999
SIGNIFICANT = 0.05
_AT_ONCE = 256  # centres sorted together: a few megabytes

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.integer[Any]]
Index = npt.NDArray[np.intp]


@dataclass(frozen=True)
class ScanCluster:
    """A circle around an area with all areas whose points are in it (`members`, nearest first), by their places in the input.

    `relative_risk` is the rate inside over the rate outside, NaN where nothing happened outside; `llr` the logarithm of the
    likelihood ratio; `p` how often chance alone brings a likeliest circle as extreme.
    """

    centre: int
    members: tuple[int, ...]
    radius_m: float
    cases: float
    expected: float
    relative_risk: float
    llr: float
    p: float


def scan(
    cases: Floats,
    people: Floats,
    points: Floats,
    *,
    seed: int,
    share: float = 0.5,
    replications: int = REPLICATIONS,
    seen: Callable[[Counts], Floats] | None = None,
    unit: float = 1.0,
) -> list[ScanCluster]:
    """The likeliest circle, and those with `p` of at most 5 % that share no area with a likelier one, the likeliest first.

    Circles are around each of `points` (longitude and latitude in degrees) and hold at most `share` of all people. Areas with a
    missing count, without people or without a point take no part; without any event there is no cluster. Where counts are not
    the true ones, `seen` makes of true counts what is seen of them, so that each replication passes through the same; all of
    them are multiples of `unit`. Raises `ValueError` for a negative or an uneven count.
    """
    cases, people = np.asarray(cases, dtype=float), np.asarray(people, dtype=float)
    taken = np.flatnonzero(np.isfinite(cases) & np.isfinite(people) & (people > 0) & np.isfinite(points).all(axis=1))
    counts = np.rint(cases[taken] / unit).astype(np.int64)
    if np.any(counts < 0) or not np.allclose(counts * unit, cases[taken]):
        raise ValueError(f"counts are not negative, and multiples of {unit}")
    if len(taken) < 2 or not counts.any():
        return []
    part = people[taken] / people[taken].sum()
    circles = _Circles(points[taken], part, share)
    found = [of_centre[:, 0] * unit for of_centre in circles.ratios(counts[:, None])]
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(round(counts.sum() * unit), part, size=replications)
    drawn = drawn if seen is None else np.rint(seen(drawn) / unit).astype(np.int64)
    extreme = circles.extremes(np.ascontiguousarray(drawn.T, dtype=np.int32))
    extreme *= unit
    return [
        _described(at, size, llr, extreme, taken, cases[taken], part, circles, points[taken])
        for at, size, llr in _apart(found, circles, np.quantile(extreme, 1 - SIGNIFICANT))
        if llr > 0
    ]


class _Circles:
    """For each area the others by distance, as far as they hold `share` of all people."""

    def __init__(self, points: Floats, part: Floats, share: float) -> None:
        self.order: list[Index] = []
        self.part: list[Floats] = []
        longitude, latitude = np.radians(points).T
        on_sphere = np.column_stack(
            [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
        )
        for start in range(0, len(points), _AT_ONCE):
            near = on_sphere[start : start + _AT_ONCE] @ on_sphere.T
            rows = np.arange(len(near))
            near[rows, start + rows] = 2.0  # the area itself first, whatever shares its point
            for order in np.argsort(-near, axis=1, kind="stable"):
                inside = part[order].cumsum()
                size = int(np.searchsorted(inside, share * (1 + 1e-12), side="right"))
                self.order.append(order[:size].copy())
                self.part.append(np.minimum(inside[:size], 1.0))

    def ratios(self, counts: Counts) -> Iterator[Floats]:
        """For each centre the log likelihood ratios of its circles by size, for each column of `counts`; 0 where no more
        happened than was expected.
        """
        for found, more in self._ratios(counts):
            yield np.where(more, np.maximum(found, 0.0), 0.0)

    def extremes(self, counts: Counts) -> Floats:
        """The ratio of the likeliest circle, for each column of `counts`."""
        extreme = np.zeros(counts.shape[1])
        for found, more in self._ratios(counts):
            np.maximum(extreme, np.max(found, axis=0, where=more, initial=0.0), out=extreme)
        return extreme

    def _ratios(self, counts: Counts) -> Iterator[tuple[Floats, npt.NDArray[np.bool_]]]:
        """For each centre, ratios of its circles and whether more happened inside than was expected; of others they mean
        nothing. With ``x = c log c + (C - c) log(C - c) - C log C`` the ratio is ``x - c log q - (C - c) log(1 - q)`` for `c`
        of all `C` events in a circle with the part `q` of all people.
        """
        total = counts.sum(axis=0)
        table = _x_log_x(int(total.max()))
        for order, part in zip(self.order, self.part, strict=True):
            inside = counts[order].cumsum(axis=0, dtype=counts.dtype)
            rest = np.log1p(-np.minimum(part, 1 - 1e-12))[:, None]
            found = table.take(inside)
            found += table.take(total - inside)
            found -= inside * (np.log(part)[:, None] - rest)
            found -= table[total] + total * rest
            yield found, inside > total * part[:, None]


def _x_log_x(most: int) -> Floats:
    """``x log x`` of the whole numbers up to `most`: looked up, because logarithms of all circles would take a minute."""
    whole = np.arange(most + 1, dtype=float)
    whole[1:] *= np.log(whole[1:])
    return whole


def _apart(found: list[Floats], circles: _Circles, least: float) -> Iterator[tuple[int, int, float]]:
    """Centre, size and ratio of the likeliest circle and of those of at least `least` that share no area with a likelier."""
    centre = np.repeat(np.arange(len(found)), [len(one) for one in found])
    size = np.concatenate([np.arange(1, len(one) + 1) for one in found])
    llr = np.concatenate(found)
    if not len(llr):
        return
    candidates = np.flatnonzero(llr >= min(least, llr.max()))
    used = np.zeros(len(found), dtype=bool)
    for one in candidates[np.lexsort((size[candidates], -llr[candidates]))].tolist():
        members = circles.order[centre[one]][: size[one]]
        if not used[members].any():
            used[members] = True
            yield int(centre[one]), int(size[one]), float(llr[one])


def _described(
    at: int,
    size: int,
    llr: float,
    extreme: Floats,
    taken: Index,
    cases: Floats,
    part: Floats,
    circles: _Circles,
    points: Floats,
) -> ScanCluster:
    members = circles.order[at][:size]
    inside, total = float(cases[members].sum()), float(cases.sum())
    expected = total * float(part[members].sum())
    outside = total - inside
    centre = np.repeat(points[at : at + 1], size, axis=0)
    return ScanCluster(
        centre=int(taken[at]),
        members=tuple(taken[members].tolist()),
        radius_m=float(great_circle(centre, points[members]).max()),
        cases=inside,
        expected=expected,
        relative_risk=inside / expected / (outside / (total - expected)) if outside > 0 else float("nan"),
        llr=llr,
        p=float((1 + (extreme >= llr * (1 - 1e-12)).sum()) / (len(extreme) + 1)),
    )
