import subprocess
import sys

import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.model.settings import ROOT
from geo.stats.classes import METHODS, assign, fit_edges

values = arrays(np.float64, st.integers(0, 200), elements=st.one_of(st.just(0.0), st.just(np.nan), st.floats(0, 1e6)))
methods = st.sampled_from(METHODS)


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


@pytest.mark.parametrize("method", METHODS)
def test_fewer_distinct_values_than_classes_give_fewer_classes(method: str) -> None:
    assert fit_edges(np.array([5.0, 5.0, 5.0, 0.0]), 5, method).tolist() == [5.0]


@pytest.mark.parametrize("method", METHODS)
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


def test_asking_the_store_does_not_pay_for_mapclassify() -> None:
    code = "import sys, data.queries; sys.exit('mapclassify' in sys.modules or 'sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
