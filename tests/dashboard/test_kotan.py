"""KOTAN: bands, ranks that overlap and what would lift a class, by hand."""

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.kotan import bounds, class_of, editions, lifts, ranked


def test_a_band_ends_with_its_limit() -> None:
    assert [class_of(value, "2022") for value in (2.599, 2.6, 3.064, 3.065, 3.532, 3.533, 4.0)] == [0, 1, 1, 2, 2, 3, 3]
    assert [class_of(value, "2021") for value in (25, 25.01, 75, 75.01)] == [0, 1, 2, 3]
    assert [class_of(value, "2019") for value in (20, 60, 60.01)] == [0, 2, 3]
    assert (bounds("2022"), bounds("2021")) == ((1.0, 4.0), (0.0, 100.0))


def test_ranks_that_overlap_say_so() -> None:
    made = pd.DataFrame(
        {
            "region_code": ["a", "b", "c", "d"],
            "index": [3.5, 3.4, 3.0, 2.0],
            "low": [3.3, 3.2, 2.9, np.nan],
            "high": [3.7, 3.6, 3.1, np.nan],
        }
    )
    found = ranked(made).set_index("region_code")
    assert found["rank"].tolist() == [1, 2, 3, 4]
    assert found.loc["a", ["first", "last"]].tolist() == [1, 2]
    assert found.loc["b", ["first", "last"]].tolist() == [1, 2]
    assert found.loc["c", ["first", "last"]].tolist() == [3, 3]
    assert found["overlaps"].tolist() == [1, 1, 0, 0]


def test_what_would_lift_the_class() -> None:
    row = pd.Series({"family": 3.9, "community": 3.0, "territory": 2.8, "institution": 2.9, "law": 2.6, "index": 3.04})
    found = lifts(row, "2022")
    # 0.025 more of the index is 0.125 of one of five variables
    assert [lift.by for lift in found] == pytest.approx([0.125] * 5)
    assert found[0].variable == "law"
    assert [lift.variable for lift in found if not lift.enough] == ["family"]
    raised = (3.9 + 3.0 + 2.8 + 2.9 + 2.6 + 0.125) / 5
    assert class_of(round(raised, 3), "2022") == 2
    assert (
        lifts(pd.Series({"family": 4.0, "community": 4, "territory": 4, "institution": 4, "law": 4, "index": 4.0}), "2022")
        == []
    )


def test_editions_come_newest_first() -> None:
    assert editions(pd.DataFrame({"edition": [2021, 2022, 2021]})) == ["2022", "2021"]
