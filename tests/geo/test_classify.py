import subprocess
import sys

import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.model.settings import ROOT
from geo.stats.classes import CONTINUOUS, METHODS, STEPS, Breaks, assign_changes, fit, fit_changes, fit_edges, rounded

values = arrays(
    np.float64,
    st.integers(0, 200),
    elements=st.one_of(st.just(0.0), st.just(np.nan), st.floats(0, 1e6).map(lambda x: round(x, 3))),
)
FITTED = [method for method in METHODS if method != CONTINUOUS]
methods = st.sampled_from(FITTED)


def assign(array: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Classes of values that are written with so many decimals that rounding changes nothing."""
    return Breaks(tuple(edges.tolist()), 9).assign(array)


@given(values, st.integers(1, 7), methods)
def test_edges_rise_and_never_outnumber_the_classes(array: np.ndarray, count: int, method: str) -> None:
    edges = fit_edges(array, count, method)
    assert len(edges) <= count
    assert (np.diff(edges) > 0).all()
    positive = array[np.isfinite(array) & (array > 0)]
    assert len(edges) == 0 if not len(positive) else edges[-1] == positive.max()


@given(values, st.integers(1, 7), methods)
def test_zero_missing_and_positive_values_never_share_a_class(array: np.ndarray, count: int, method: str) -> None:
    classes = assign(array, fit_edges(array, count, method))
    assert (classes[array == 0] == 0).all()
    assert (classes[np.isnan(array)] == -1).all()
    positive = np.isfinite(array) & (array > 0)
    assert (classes[positive] >= 1).all()
    assert (classes[positive] <= max(count, 1)).all()


def test_a_value_on_an_edge_is_below_it_above_all_is_the_last_class() -> None:
    edges = np.array([1.0, 2.0, 3.0])
    assert assign(np.array([1.0, 1.1, 3.0, 99.0]), edges).tolist() == [1, 2, 3, 3]


@pytest.mark.parametrize("method", FITTED)
def test_fewer_distinct_values_than_classes_give_fewer_classes(method: str) -> None:
    assert fit_edges(np.array([5.0, 5.0, 5.0, 0.0]), 5, method).tolist() == [5.0]


@pytest.mark.parametrize("method", FITTED)
def test_all_zero_or_all_missing_gives_no_edge(method: str) -> None:
    assert len(fit_edges(np.zeros(9), 5, method)) == 0
    assert len(fit_edges(np.full(9, np.nan), 5, method)) == 0


def test_negative_values_and_unknown_methods_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        fit_edges(np.array([-1.0, 2.0]), 5)
    with pytest.raises(ValueError, match="jenks alami"):
        fit_edges(np.array([1.0, 2.0]), 5, "jenks alami")


def test_quantiles_hold_equal_shares() -> None:
    array = np.arange(1, 1001, dtype=float)
    counts = np.bincount(assign(array, fit_edges(array, 5)))[1:]
    assert counts.min() >= 199
    assert counts.max() <= 201


def test_natural_breaks_find_the_gaps() -> None:
    clumps = np.concatenate([np.linspace(base, base + 1, 40) for base in (1, 20, 50, 90)])
    assert fit_edges(clumps, 4, "fisher_jenks").tolist() == [2, 21, 51, 91]


def test_equal_intervals_are_equal() -> None:
    edges = fit_edges(np.array([1.0, 2.0, 3.0, 4.0, 11.0]), 4, "sama")
    np.testing.assert_allclose(edges, [3.5, 6.0, 8.5, 11.0])


def test_head_tail_breaks_are_the_means_of_what_lies_above() -> None:
    array = np.array([1.0] * 12 + [2.0] * 6 + [4.0] * 3 + [16.0, 32.0])
    first = array.mean()
    second = array[array > first].mean()
    assert fit_edges(array, 3, "kepala_ekor")[:2].tolist() == pytest.approx([first, second])


def test_thinned_fisher_jenks_stays_close_to_the_whole() -> None:
    array = np.random.default_rng(7).lognormal(0, 1, 1500)
    whole = mapclassify.FisherJenks(array, 5).bins
    thinned = fit_edges(array, 5, "fisher_jenks")
    agree = (assign(array, whole) == assign(array, thinned)).mean()
    assert agree > 0.9


@pytest.mark.parametrize("count", [2, 5, 7])
@pytest.mark.parametrize("size", [8, 60, 300])
def test_natural_breaks_are_those_of_mapclassify(size: int, count: int) -> None:
    array = np.sort(np.random.default_rng(size).lognormal(3, 1, size))
    np.testing.assert_allclose(fit_edges(array, count, "fisher_jenks"), mapclassify.FisherJenks(array, count).bins)


# few distinct values, many zeros, one value, all equal, huge ones, tiny shares
KINDS = st.one_of(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), min_size=1, max_size=80),
    st.lists(st.one_of(st.just(0.0), st.just(0.0), st.floats(0, 5)), min_size=1, max_size=80),
    st.lists(st.floats(0, 100), min_size=1, max_size=1),
    st.tuples(st.floats(0, 100), st.integers(2, 40)).map(lambda pair: [pair[0]] * pair[1]),
    st.lists(st.floats(0, 1e12), min_size=1, max_size=80),
    st.lists(st.floats(0, 0.2), min_size=1, max_size=80),
    st.lists(st.one_of(st.just(float("nan")), st.floats(0, 40)), min_size=1, max_size=80),
)


@given(KINDS, KINDS, st.integers(2, 7), st.sampled_from(METHODS), st.integers(0, 3))
def test_every_displayed_value_belongs_to_exactly_one_visible_class(
    inside: list[float], outside: list[float], count: int, method: str, decimals: int
) -> None:
    """`outside` are values that are drawn but not fitted to."""
    drawn = np.array([*inside, *outside])
    breaks = fit(np.array(inside), count, method, decimals, among=drawn)
    ranges = [(0.0, 0.0), *breaks.ranges()]
    assert len(ranges) == len(breaks.edges) + 1
    for value, klass in zip(drawn, breaks.assign(drawn), strict=True):
        if np.isnan(value):
            assert klass == -1
            continue
        shown = float(f"{value:.{decimals}f}")
        holding = [at for at, (low, high) in enumerate(ranges) if low <= shown and (high is None or shown <= high)]
        if len(ranges) > 1:
            assert holding == [klass], (shown, ranges)
    assert len(breaks.edges) <= (STEPS if method == CONTINUOUS else count)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.integers(0, 3))
def test_changes_are_classed_alike_to_both_sides_and_none_is_apart(changes: list[float], decimals: int) -> None:
    array = np.array(changes)
    breaks = fit_changes(array, 3, decimals)
    classes, middle = assign_changes(array, breaks), len(breaks.edges)
    assert (classes[rounded(array, decimals) == 0] == middle).all()
    np.testing.assert_array_equal(assign_changes(-array, breaks), 2 * middle - classes)
    order = np.argsort(array)
    assert (np.diff(classes[order]) >= 0).all(), "the greater the fall, the lower its class"
    assert ((classes >= 0) & (classes <= 2 * middle)).all()


@given(arrays(np.float64, st.integers(1, 50), elements=st.floats(0, 1e6)), st.integers(0, 3))
def test_values_are_rounded_as_they_are_written(array: np.ndarray, decimals: int) -> None:
    assert rounded(array, decimals).tolist() == [float(f"{value:.{decimals}f}") for value in array]


@pytest.mark.parametrize("value", [0.25, 0.35, 2.675, 12.5, 0.5, 1.5, 1e15 + 0.5])
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_tie_is_rounded_as_it_is_written(value: float, decimals: int) -> None:
    assert rounded(np.array([value]), decimals)[0] == float(f"{value:.{decimals}f}")


def test_official_bands_begin_at_nought() -> None:
    bands = Breaks((2.599, 3.064), 3, zero=False)
    assert bands.ranges() == [(0.0, 2.599), (2.6, 3.064)]
    assert bands.assign(np.array([0.0, 2.599, 2.6, 3.064])).tolist() == [1, 1, 2, 2]


def test_a_continuous_scale_is_cut_where_one_value_would_take_it_all() -> None:
    even = np.arange(1, 101, dtype=float)
    assert fit(even, 5, CONTINUOUS, 1).edges[-1] == 100
    assert not fit(even, 5, CONTINUOUS, 1).top
    far = fit(np.append(even, 5000.0), 5, CONTINUOUS, 1)
    assert far.edges[-1] < 110
    assert far.top
    assert far.ranges()[-1][1] is None
    assert len(far.edges) == STEPS


def test_asking_the_store_does_not_pay_for_mapclassify() -> None:
    code = "import sys, data.queries; sys.exit('mapclassify' in sys.modules or 'sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
