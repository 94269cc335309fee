"""Complementary suppression over areas and periods (or categories) at once.

A table holds counts of regencies (rows) by the finest columns: months of a year, or categories. Its columns form a tree: a year
has halves, these have quarters, these have months. A row is *closed* at a node of that tree when everything below the node is
hidden for it; at the root its total is hidden too. Provinces and the nation are rows of sums and close in the same way.

What a reader can say of a hidden cell is bounded by what is published: the total of its row below the node, and of each column
what the province publishes less the rows that are open. For a block of rows that are all closed at a node these are the bounds
of Fréchet for a table with known margins, ``min(R, C)`` above and ``max(0, R + C - N)`` below, and they are reached. Cells
outside the block are taken as known, so that the true interval is never narrower. Rows are added to the block until every
interval is at least `LEAST_WIDTH` wide, also for somebody who knows one of its rows, as an office knows its own. Where a
province has no row left it closes itself, and the block goes on over all closed provinces against the nation.

Sources: L. Cox, Suppression methodology and statistical disclosure control, JASA 75 (1980); M. Fréchet, Sur les tableaux de
corrélation dont les marges sont données (1951).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.indicators import SMALL_COUNT

LEAST_WIDTH = SMALL_COUNT
Counts = NDArray[np.float64]
Flags = NDArray[np.bool_]
Span = tuple[int, int]
ROOT = (-1, 0)
Node = tuple[int, int]  # depth and place

MONTHS: tuple[tuple[Span, ...], ...] = (
    ((0, 12),),
    ((0, 6), (6, 12)),
    tuple((start, start + 3) for start in range(0, 12, 3)),
    tuple((month, month + 1) for month in range(12)),
)


def categories(count: int) -> tuple[tuple[Span, ...], ...]:
    """A total and its classes; of one class only the total."""
    whole: tuple[tuple[Span, ...], ...] = (((0, count),),)
    return whole if count == 1 else (*whole, tuple((one, one + 1) for one in range(count)))


@dataclass
class Table:
    """What has to be decided together.

    `layers` are counts that hold each other, smallest first (cases, their suspects): ``(layers, rows, columns)``. `group`
    is the province of a row. `covered` tells where a row reported; elsewhere it is known to have nothing. `forced` rows are
    closed at a node whatever they count, and so are provinces and the nation. The nation is the sum of all rows. `judged` tells
    which cells have to be wide enough where they are hidden; usually all that are covered. `least` is how wide.
    """

    layers: Counts
    group: NDArray[np.int64]
    grains: tuple[tuple[Span, ...], ...]
    covered: Flags
    forced: dict[Node, Flags] = field(default_factory=dict)
    forced_groups: dict[Node, Flags] = field(default_factory=dict)
    forced_whole: dict[Node, bool] = field(default_factory=dict)
    closed: dict[Node, Flags] = field(default_factory=dict)
    closed_groups: dict[Node, Flags] = field(default_factory=dict)
    closed_whole: dict[Node, bool] = field(default_factory=dict)
    judged: Flags | None = None
    least: int = LEAST_WIDTH

    def whole(self, rows: NDArray[np.int64], node: Node) -> Flags:
        """Which of `rows` reported wherever anybody did: others cannot give way below the node."""
        first, last = self.span(node)
        return np.asarray((self.covered[rows, first:last] | ~self.covered[:, first:last].any(axis=0)).all(axis=1))

    @property
    def at_stake(self) -> Flags:
        """Which cells have to be wide enough."""
        return self.covered if self.judged is None else self.judged

    @cached_property
    def nodes(self) -> list[Node]:
        """Nodes that have something below them, from the root down."""
        return [ROOT, *((depth, place) for depth in range(len(self.grains) - 1) for place in range(len(self.grains[depth])))]

    def span(self, node: Node) -> Span:
        """Columns below a node."""
        return self.grains[max(node[0], 0)][node[1]]

    def cells(self, node: Node, depth: int) -> list[Span]:
        """Cells of one grain below a node."""
        first, last = self.span(node)
        return [cell for cell in self.grains[depth] if first <= cell[0] and cell[1] <= last]

    def hidden(self, depth: int, place: int) -> tuple[Flags, Flags, bool]:
        """Which rows, which provinces, and whether the nation hide a cell."""
        first, last = self.grains[depth][place]
        above = [node for node in self.nodes if node[0] < depth and self.span(node)[0] <= first and last <= self.span(node)[1]]
        return (
            np.logical_or.reduce([self.closed[node] for node in above]),
            np.logical_or.reduce([self.closed_groups[node] for node in above]),
            any(self.closed_whole[node] for node in above),
        )


def close(table: Table) -> Table:
    """Fill `closed`, `closed_groups` and `closed_whole`. Closing only ever adds, so it comes to an end."""
    table.closed, table.closed_groups, table.closed_whole = {}, {}, {}
    groups = int(table.group.max(initial=-1)) + 1
    by_group = np.zeros((len(table.layers), groups, table.layers.shape[2]))
    for layer, counts in enumerate(table.layers):
        np.add.at(by_group[layer], table.group, counts)
    for node in table.nodes:
        whole = bool(_small(table, by_group.sum(axis=1, keepdims=True), node)[0])
        table.closed[node] = _small(table, table.layers, node) | table.forced.get(node, False)
        table.closed_groups[node] = _small(table, by_group, node) | table.forced_groups.get(node, False)
        table.closed_whole[node] = whole or table.forced_whole.get(node, False)
    _spread(table)
    members = [np.flatnonzero(table.group == group) for group in range(groups)]
    dirty = set(range(groups))
    while dirty:
        for group in sorted(dirty):
            _settle(table, members[group], group)
        dirty = _settle_closed(table, members, by_group)
    return table


def _small(table: Table, counts: Counts, node: Node) -> Flags:
    """Rows one of whose cells right below the node is small."""
    cells = table.cells(node, node[0] + 1)
    sums = np.stack([counts[:, :, first:last].sum(axis=2) for first, last in cells])
    return np.asarray(((sums > 0) & (sums < table.least)).any(axis=(0, 1)))


def _spread(table: Table) -> None:
    """What is closed at a node is closed below it."""
    for node in table.nodes:
        for below in _below(table, node):
            table.closed[below] |= table.closed[node]
            table.closed_groups[below] |= table.closed_groups[node]
            table.closed_whole[below] |= table.closed_whole[node]


def _below(table: Table, node: Node) -> list[Node]:
    first, last = table.span(node)
    return [
        other for other in table.nodes if other[0] > node[0] and first <= table.span(other)[0] and table.span(other)[1] <= last
    ]


def _settle(table: Table, rows: NDArray[np.int64], group: int) -> None:
    """Close rows of one province until every hidden cell is wide enough; where no row is left, close the province."""
    while bad := _too_narrow(table, rows, lambda node: bool(table.closed_groups[node][group])):
        for node in bad:
            if not _add_row(table, rows, node):
                table.closed_groups[node][group] = True
        _spread(table)


def _settle_closed(table: Table, members: list[NDArray[np.int64]], by_group: Counts) -> set[int]:
    """Closed provinces hide each other against the nation. Those that had to be added have to settle anew."""
    moved: set[int] = set()
    while bad := _nodes_of_narrow_provinces(table):
        for node in bad:
            left = np.flatnonzero(~table.closed_groups[node])
            totals = by_group[0, left, slice(*table.span(node))].sum(axis=1)
            left, totals = left[totals > 0], totals[totals > 0]
            if not len(left):
                table.closed_whole[node] = True
                continue
            # the smallest that has enough to hide the others, else the largest
            enough = totals >= 20 * table.least
            chosen = int(left[enough][np.argmin(totals[enough])] if enough.any() else left[np.argmax(totals)])
            table.closed_groups[node][chosen] = True
            if not table.closed[node][members[chosen]].any():
                _add_row(table, members[chosen], node)
            moved.add(chosen)
        _spread(table)
    return moved


def _add_row(table: Table, rows: NDArray[np.int64], node: Node) -> bool:
    """Close one more row at the node: the smallest that has enough in every column, else the largest."""
    first, last = table.span(node)
    free = rows[~table.closed[node][rows] & table.whole(rows, node)]
    totals = table.layers[0][free, first:last].sum(axis=1)
    free, totals = free[totals > 0], totals[totals > 0]
    if not len(free):
        return False
    least = np.min([table.layers[0][free, start:stop].sum(axis=1) for start, stop in table.cells(node, node[0] + 1)], axis=0)
    enough = least >= table.least
    chosen = free[enough][np.argmin(totals[enough])] if enough.any() else free[np.argmax(totals)]
    table.closed[node][chosen] = True
    return True


def _too_narrow(table: Table, rows: NDArray[np.int64], loose: Callable[[Node], bool]) -> list[Node]:
    """Nodes at which a row of one province is closed first and one of its hidden cells is too narrow.

    `loose` tells at which nodes nothing is known of the columns, because the province is closed there.
    """
    found = _Found(table, len(rows))
    for node in table.nodes:
        inside = np.flatnonzero(table.closed[node][rows])
        if not len(inside):
            continue
        for depth in range(node[0] + 1, len(table.grains)):
            cells = table.cells(node, depth)
            wide = (
                _row_totals(table, rows[inside], node, len(cells)) if loose(node) else _widths(table, rows[inside], node, cells)
            )
            found.keep(inside, depth, cells, wide)
    return found.narrow({node: table.closed[node][rows] for node in table.nodes}, table.at_stake[rows])


def _nodes_of_narrow_provinces(table: Table) -> list[Node]:
    """Nodes at which a province is closed first, and one of its hidden cells, or of its rows', is too narrow."""
    groups = len(table.closed_groups[ROOT])
    by_row, by_group = _Found(table, len(table.group)), _Found(table, groups)
    closed_row, closed_group = {}, {}
    for node in table.nodes:
        shut = table.closed_groups[node] & (not table.closed_whole[node])
        closed_group[node] = shut
        inside = table.closed[node] & shut[table.group]
        # a row that is closed above, where its province is not, was settled there with the province's columns known
        above = [table.closed[other] for other in table.nodes if node in _below(table, other)]
        closed_row[node] = inside & ~np.logical_or.reduce([np.zeros_like(inside), *above])
        rows, places = np.flatnonzero(inside), np.flatnonzero(shut)
        if not len(places):
            continue
        whole = rows[table.whole(rows, node)]
        group_none = table.closed_groups[ROOT][places] if node[0] <= 0 else np.zeros(len(places), dtype=bool)
        readers = table.group[rows][None, :] == places[:, None]
        for depth in range(node[0] + 1, len(table.grains)):
            cells = table.cells(node, depth)
            if len(rows):
                by_row.keep(rows, depth, cells, _widths(table, rows, node, cells, readers))
            sums = np.stack([table.layers[:, whole, start:stop].sum(axis=2) for start, stop in cells], axis=2)
            group_sums = np.stack([sums[:, table.group[whole] == group].sum(axis=1) for group in places], axis=1)
            wide = np.stack([frechet(counts, group_none, np.eye(len(places), dtype=bool)) for counts in _steps(group_sums)])
            if node != ROOT:
                nothing = [not table.layers[:, table.group == group, slice(*table.span(node))].any() for group in places]
                wide[:, nothing] = np.inf
            by_group.keep(places, depth, cells, np.maximum.accumulate(wide, axis=0))
    at_stake = np.stack([table.at_stake[table.group == group].any(axis=0) for group in range(groups)])
    return sorted(set(by_group.narrow(closed_group, at_stake)) | set(by_row.narrow(closed_row, table.at_stake)))


class _Found:
    """The widest interval found so far of every cell of some rows."""

    def __init__(self, table: Table, count: int) -> None:
        self.table = table
        self.best = [np.full((len(table.layers), count, len(grain)), -1.0) for grain in table.grains]

    def keep(self, rows: NDArray[np.int64], depth: int, cells: list[Span], wide: Counts) -> None:
        """Intervals of `rows` for some cells of a grain, where they are wider than what is known."""
        at = np.ix_(np.arange(len(self.best[depth])), rows, np.array([self.table.grains[depth].index(cell) for cell in cells]))
        self.best[depth][at] = np.maximum(self.best[depth][at], wide)

    def narrow(self, closed: dict[Node, Flags], at_stake: Flags) -> list[Node]:
        """Nodes where a row is closed, and at none above, below which one of its cells is too narrow."""
        bad = []
        for node in self.table.nodes:
            first = closed[node].copy()
            for other in self.table.nodes:
                if node in _below(self.table, other):
                    first &= ~closed[other]
            if first.any() and any(
                (
                    self.best[depth][:, first & at_stake[:, slice(*cell)].any(axis=1), self.table.grains[depth].index(cell)]
                    < self.table.least
                ).any()
                for depth in range(node[0] + 1, len(self.table.grains))
                for cell in self.table.cells(node, depth)
            ):
                bad.append(node)
        return bad


def _row_totals(table: Table, rows: NDArray[np.int64], node: Node, count: int) -> Counts:
    """Bounds of cells of whose columns nothing is known: the row's own total."""
    if node == ROOT:
        return np.full((len(table.layers), len(rows), count), np.inf)
    totals = table.layers[:, rows, slice(*table.span(node))].sum(axis=2)
    totals[totals == 0] = np.inf  # nothing is published as nothing
    return np.repeat(totals[:, :, None], count, axis=2)


def _widths(table: Table, rows: NDArray[np.int64], node: Node, cells: list[Span], readers: Flags | None = None) -> Counts:
    """Width of the interval of each cell ``(layers, rows, cells)`` for the best informed of `readers`.

    Each flags the rows it knows; without them there is one for every row.
    """
    sums = np.stack([table.layers[:, rows, start:stop].sum(axis=2) for start, stop in cells], axis=2)
    seen = np.stack([table.covered[rows, start:stop].any(axis=1) for start, stop in cells], axis=1)
    whole = table.whole(rows, node)
    none = table.closed[ROOT][rows] if node[0] <= 0 else np.zeros(len(rows), dtype=bool)
    known = np.eye(len(rows), dtype=bool)[whole] if readers is None else readers
    found = np.full(sums.shape, np.inf)
    for layer, counts in enumerate(_steps(sums)):
        wide = np.full(counts.shape, np.inf)
        if whole.any():
            wide[whole] = frechet(counts[whole], none[whole], known[:, whole])
        for row in np.flatnonzero(~whole):
            with_it = np.append(np.flatnonzero(whole), row)
            columns = np.flatnonzero(seen[row])
            wide[row, columns] = frechet(counts[np.ix_(with_it, columns)], none[with_it], known[:, with_it])[-1]
        found[layer] = wide
    if node != ROOT:  # a total of nothing is published as nothing
        found[sums.sum(axis=2) == 0] = np.inf
    # a larger count follows a smaller one it holds, or moves by itself in what it has beyond it
    return np.asarray(np.maximum.accumulate(found, axis=0))


def _steps(sums: Counts) -> Counts:
    """The smallest layer, and what each further one has beyond the one before."""
    return np.asarray(np.diff(sums, axis=0, prepend=0))


def frechet(counts: Counts, none: Flags, known: Flags) -> Counts:
    """Width of the bounds of each cell of a table with known margins, for the best informed of several readers.

    `counts` is ``(rows, columns)``. Of the rows in `none` no total is known. Each row of `known` flags the rows one reader
    knows; one who knows nothing more is always among them. Cells of rows that a reader knows are not judged for that reader.
    """
    readers = np.vstack([np.zeros((1, len(counts)), dtype=bool), known])
    free = ~readers
    columns = free @ counts  # readers x columns
    whole = columns.sum(axis=1)
    totals = counts.sum(axis=1)
    loose = (free * none) @ totals
    several = (free * none).sum(axis=1) >= 2
    rows = np.where(none[None, :], loose[:, None], totals[None, :])[:, :, None]
    above = np.minimum(rows, columns[:, None, :])
    below = np.maximum(0, rows + columns[:, None, :] - whole[:, None, None])
    below = np.where((none[None, :] & several[:, None])[:, :, None], 0, below)
    wide = np.where(readers[:, :, None], np.inf, above - below)
    return np.asarray(wide.min(axis=0))
