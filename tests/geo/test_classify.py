import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.classify import assign, quantile_edges

values = arrays(np.float64, st.integers(0, 200), elements=st.one_of(st.just(0.0), st.just(np.nan), st.floats(0, 1e6)))


@given(values, st.integers(1, 7))
def test_edges_rise_and_never_outnumber_the_classes(array: np.ndarray, count: int) -> None:
    edges = quantile_edges(array, count)
    assert len(edges) <= count
    assert (np.diff(edges) > 0).all()
    positive = array[np.isfinite(array) & (array > 0)]
    assert len(edges) == 0 if not len(positive) else edges[-1] == positive.max()


@given(values, st.integers(1, 7))
def test_zero_missing_and_positive_values_never_share_a_class(array: np.ndarray, count: int) -> None:
    classes = assign(array, quantile_edges(array, count))
    assert (classes[array == 0] == 0).all()
    assert (classes[np.isnan(array)] == -1).all()
    positive = np.isfinite(array) & (array > 0)
    assert (classes[positive] >= 1).all()
    assert (classes[positive] <= max(count, 1)).all()


def test_a_value_on_an_edge_belongs_below_it_and_one_above_all_to_the_last_class() -> None:
    edges = np.array([1.0, 2.0, 3.0])
    assert assign(np.array([1.0, 1.1, 3.0, 99.0]), edges).tolist() == [1, 2, 3, 3]


def test_fewer_distinct_values_than_classes_give_fewer_classes() -> None:
    assert quantile_edges(np.array([5.0, 5.0, 5.0, 0.0]), 5).tolist() == [5.0]


def test_all_zero_or_all_missing_gives_no_edge() -> None:
    assert len(quantile_edges(np.zeros(9), 5)) == 0
    assert len(quantile_edges(np.full(9, np.nan), 5)) == 0


def test_negative_values_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        quantile_edges(np.array([-1.0, 2.0]), 5)


def test_quantiles_hold_equal_shares() -> None:
    array = np.arange(1, 1001, dtype=float)
    counts = np.bincount(assign(array, quantile_edges(array, 5)))[1:]
    assert counts.min() >= 199
    assert counts.max() <= 201
