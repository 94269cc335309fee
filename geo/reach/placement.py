"""Where new places should go: the sites that bring the most demand within reach of one.

This is maximal covering (Church and ReVelle 1974, Papers of the Regional Science Association 32: 101-118): a fixed number of
sites, and demand counts once when any of them is within the distance. How many places a site has does not matter to it; who
shares them is what `catchment` says. Sites are added greedily, then exchanged one for one as long as that gains anything (Teitz
and Bart 1968, Operations Research 16: 955-961). One site a kabupaten/kota makes exchange stop early where two of them would
have to move together: so this begins once from each of many sites, and keeps the best end.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

_STARTS = 60  # groups whose best site is once the first one, and sites that cover most, whatever their group
_ROUNDS = 20  # of exchanges over all chosen sites; each gains something, so that this bounds the time, not the result


class Placement(NamedTuple):
    """The chosen sites, those that add most first, and the demand that each adds to the ones before it."""

    sites: Index
    gains: Floats


def place(demand: Floats, covers: tuple[Index, Index], group: Index, count: int) -> Placement:
    """At most `count` sites, no two of one group, that together cover the most of `demand`.

    `demand` has one finite number, not negative, per origin that is out of reach today; `covers` are the pairs (origin, site)
    within the distance; `group` has one number per site (its kabupaten/kota). Fewer are chosen where another would add nothing.
    Raises `ValueError` for a negative or missing demand.
    """
    if not (np.isfinite(demand) & (demand >= 0)).all():
        raise ValueError("demand must be finite and not negative")
    origin, site = covers
    table = csc_array((np.ones(len(origin)), (origin, site)), shape=(len(demand), len(group)))
    ends = [_search(table, demand, group, count, first) for first in _firsts(table, demand, group)] if count > 0 else []
    best = max(ends, key=lambda end: float(demand @ _is_covered(table, end)), default=[])
    return _in_order(table, demand, best)


def _firsts(table: csc_array, demand: Floats, group: Index) -> list[int]:
    """The sites that cover most, and the best of each of the groups whose best covers most."""
    gain = _gains(table, demand, [])
    order = np.argsort(-gain, kind="stable")
    _, first = np.unique(group[order], return_index=True)
    best = dict.fromkeys([*order[:_STARTS].tolist(), *order[np.sort(first)[:_STARTS]].tolist()])
    return [site for site in best if gain[site] > 0]


def _search(table: csc_array, demand: Floats, group: Index, count: int, first: int) -> list[int]:
    chosen = [first]
    while len(chosen) < count and (best := _best(table, demand, group, chosen)) is not None:
        chosen.append(best)
    for _ in range(_ROUNDS):
        if not _exchange(table, demand, group, chosen):
            break
    return chosen


def _best(table: csc_array, demand: Floats, group: Index, chosen: list[int]) -> int | None:
    """The site of a group that is still free that adds the most; ``None`` where none adds anything."""
    gain = _gains(table, demand, chosen)
    gain[np.isin(group, group[chosen])] = 0
    best = int(np.argmax(gain))
    return best if gain[best] > 0 else None


def _gains(table: csc_array, demand: Floats, chosen: list[int]) -> Floats:
    """What each site would add to the chosen ones."""
    gains: Floats = table.T @ np.where(_is_covered(table, chosen), 0.0, demand)
    return gains


def _is_covered(table: csc_array, chosen: list[int]) -> npt.NDArray[np.bool_]:
    covered = np.zeros(table.shape[0], dtype=np.bool_)
    for site in chosen:
        covered[table.indices[table.indptr[site] : table.indptr[site + 1]]] = True
    return covered


def _exchange(table: csc_array, demand: Floats, group: Index, chosen: list[int]) -> bool:
    """Change one chosen site after the other for a better one; whether any was changed."""
    moved = False
    for position in range(len(chosen)):
        others = chosen[:position] + chosen[position + 1 :]
        better = _best(table, demand, group, others)
        gain = _gains(table, demand, others)
        # rounding alone must not exchange two sites for ever
        if better is not None and gain[better] > gain[chosen[position]] * (1 + 1e-12):
            chosen[position], moved = better, True
    return moved


def _in_order(table: csc_array, demand: Floats, chosen: list[int]) -> Placement:
    left, sites, gains = list(chosen), list[int](), list[float]()
    while left:
        gain = _gains(table, demand, sites)
        best = max(left, key=lambda one: (gain[one], -one))
        left.remove(best)
        sites.append(best)
        gains.append(float(gain[best]))
    return Placement(np.array(sites, dtype=np.intp), np.array(gains))
