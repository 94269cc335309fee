"""Tables drawn at random are closed, published, and attacked: no hidden count may be bounded narrower than the threshold."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from data.disclosure.close import LEAST_WIDTH, MONTHS, Span, Table, categories, close
from tests.conftest import FULL
from tests.disclosure.attacker import Puzzle

pytestmark = pytest.mark.slow

QUIET = settings(
    max_examples=400 if FULL else 5, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
Unknown = tuple[int, int, int]


def _table(seed: int, groups: int, grains: tuple[tuple[Span, ...], ...], layers: int = 1, gaps: float = 0.0) -> Table:
    chance = np.random.default_rng(seed)
    group = np.sort(chance.integers(0, groups, chance.integers(groups, groups * 8 + 1)))
    columns = grains[0][0][1]
    level = chance.gamma(0.9, 9, len(group))[:, None] * chance.dirichlet(np.full(columns, 4), len(group)) * columns
    steps = [chance.poisson(level if layer == 0 else level * 0.3).astype(float) for layer in range(layers)]
    covered = chance.random((len(group), columns)) >= gaps
    counts = np.cumsum(steps, axis=0) * covered
    return Table(counts, group, grains, covered)


def _puzzle(table: Table, insider: tuple[str, int] | None = None) -> Puzzle:
    """What everybody sees, and what an insider sees of his own row or province."""
    puzzle = Puzzle()
    layers, rows, _ = table.layers.shape
    for depth, grain in enumerate(table.grains):
        for place, (first, last) in enumerate(grain):
            hidden_rows, hidden_groups, hidden_whole = table.hidden(depth, place)
            for layer in range(layers):
                cells = [
                    [(layer, row, column) for column in range(first, last) if table.covered[row, column]] for row in range(rows)
                ]
                sums = table.layers[layer, :, first:last].sum(axis=1)
                for row in range(rows):
                    if not hidden_rows[row] or insider in (("row", row), ("group", int(table.group[row]))):
                        puzzle.publish(cells[row], float(sums[row]))
                    elif cells[row]:
                        puzzle.hide(("row", layer, depth, place, row), cells[row])
                for group in np.unique(table.group):
                    inside = np.flatnonzero(table.group == group)
                    parts = [one for row in inside for one in cells[row]]
                    if not hidden_groups[group] or insider == ("group", int(group)):
                        puzzle.publish(parts, float(sums[inside].sum()))
                    elif parts:
                        puzzle.hide(("group", layer, depth, place, int(group)), parts)
                if not hidden_whole:
                    puzzle.publish([one for cell in cells for one in cell], float(sums.sum()))
    for layer in range(1, layers):
        for row in range(rows):
            for column in np.flatnonzero(table.covered[row]):
                puzzle.order((layer - 1, row, int(column)), (layer, row, int(column)))
    return puzzle


def _attack(table: Table, chance: np.random.Generator, tries: int) -> int:
    """Attack some hidden cells as anybody, as a regency and as a province; the number of attacks."""
    done = 0
    insiders = [
        None,
        *(("row", int(row)) for row in np.flatnonzero(table.closed[(-1, 0)] | table.closed[table.nodes[-1]])[:40]),
    ]
    insiders += [("group", int(group)) for group in np.unique(table.group)]
    for at in chance.permutation(len(insiders))[:3]:
        puzzle = _puzzle(table, insiders[at])
        names = [name for name in puzzle.hidden if _about_others(table, name, insiders[at])]
        for pick in chance.permutation(len(names))[:tries]:
            low, high = puzzle.bounds(names[pick])
            assert high - low >= LEAST_WIDTH - 1e-6, (insiders[at], names[pick], low, high)
            done += 1
    return done


def _about_others(table: Table, name: tuple[str, int, int, int, int], insider: tuple[str, int] | None) -> bool:
    """Whether a hidden sum holds a hidden row of others: an office knows its own and others' zeros."""
    kind, _, depth, place, which = name
    rows = np.arange(len(table.group)) == which if kind == "row" else table.group == which
    if insider is not None:
        rows &= (np.arange(len(table.group)) if insider[0] == "row" else table.group) != insider[1]
    reported = table.covered[:, slice(*table.grains[depth][place])].any(axis=1)
    return bool((rows & reported & table.hidden(depth, place)[0]).any())


def _small_is_hidden(table: Table) -> None:
    for depth, grain in enumerate(table.grains):
        for place, (first, last) in enumerate(grain):
            hidden_rows, hidden_groups, hidden_whole = table.hidden(depth, place)
            for counts in table.layers:
                sums = counts[:, first:last].sum(axis=1)
                assert hidden_rows[(sums > 0) & (sums < LEAST_WIDTH)].all()
                by_group = np.bincount(table.group, sums)
                assert hidden_groups[: len(by_group)][(by_group > 0) & (by_group < LEAST_WIDTH)].all()
                assert hidden_whole or not 0 < sums.sum() < LEAST_WIDTH


@pytest.mark.parametrize(
    ("grains", "layers", "gaps"),
    [
        (MONTHS, 1, 0.0),
        (MONTHS, 2, 0.0),
        (MONTHS, 1, 0.1),
        (categories(4), 1, 0.0),
        (categories(1), 1, 0.0),
        (categories(1), 2, 0.0),
    ],
    ids=["months", "cases and suspects", "late reports", "categories", "years", "stages and their days"],
)
@given(seed=st.integers(0, 10**6), groups=st.integers(1, 4))
@QUIET
def test_no_hidden_count_is_found(
    grains: tuple[tuple[Span, ...], ...], layers: int, gaps: float, seed: int, groups: int
) -> None:
    table = close(_table(seed, groups, grains, layers, gaps))
    _small_is_hidden(table)
    _attack(table, np.random.default_rng(seed), 20)
