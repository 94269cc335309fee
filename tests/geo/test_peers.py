"""Peer areas: nearest by features on one scale."""

import numpy as np
import pytest

from geo.regions.peers import nearest_peers

ALL = np.ones(6, dtype=bool)


def test_each_feature_counts_equally_whatever_its_unit() -> None:
    people = np.array([1000.0, 1100, 2000, 1000, 5000, 1000])
    share = np.array([0.10, 0.11, 0.10, 0.90, 0.10, 0.12])
    features = np.column_stack([people, share])
    near = nearest_peers(features, 0, ALL, 3)
    assert near.tolist() == [5, 1, 2]
    assert nearest_peers(features * [1, 1000], 0, ALL, 3).tolist() == near.tolist()


def test_only_what_is_allowed_and_never_itself() -> None:
    features = np.arange(6, dtype=float)[:, None]
    allowed = np.array([True, False, True, True, False, False])
    assert nearest_peers(features, 0, allowed, 10).tolist() == [2, 3]
    assert set(nearest_peers(features, 1, allowed, 2)) == {0, 2}, "itself need not be allowed"


@pytest.mark.parametrize("lost", [0, 3])
def test_what_is_not_known_counts_as_the_middle(lost: int) -> None:
    features = np.column_stack([np.arange(6, dtype=float), np.ones(6)])
    features[lost, 0] = np.nan
    near = nearest_peers(features, 0, ALL, 6)
    assert len(near) == 5
    assert set(near) == set(range(6)) - {0}


def test_nothing_known_at_all_still_answers() -> None:
    assert len(nearest_peers(np.full((4, 2), np.nan), 2, np.ones(4, dtype=bool), 10)) == 3
