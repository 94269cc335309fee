"""Which small places a map shows beside itself."""

import numpy as np
import pandas as pd

from dashboard.components.map.places import choose_small

FRAME = (0.0, 0.0, 10.0, 10.0)


def regions(*boxes: tuple[float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(boxes, columns=["west", "south", "east", "north"]).assign(number=range(5, 5 + len(boxes)))


def test_what_the_frame_leaves_out_comes_first_then_small_ones_by_people() -> None:
    part = regions((1, 1, 1.1, 1.1), (2, 2, 2.1, 2.1), (3, 3, 7, 7), (11, 1, 14, 3))
    found = choose_small(part, FRAME, np.array([10.0, 20.0, 99.0, np.nan]))
    assert [row[0] for row in found] == [8, 6, 5]
    assert found[1][1:] == [2.0, 2.0, 2.1, 2.1]


def test_none_of_large_regions_and_none_of_none() -> None:
    assert choose_small(regions((1, 1, 9, 9)), FRAME, np.array([1.0])) == []
    assert choose_small(regions(), FRAME, np.array([])) == []


def test_never_more_than_six() -> None:
    part = regions(*[(i / 10, 1, i / 10 + 0.01, 1.01) for i in range(20)])
    assert len(choose_small(part, FRAME, np.arange(20.0))) == 6
