"""Linking records that resemble each other by the thousand: what is suggested, and that memory holds."""

import numpy as np
import pandas as pd
import pytest

from data.cases import matching
from data.cases.matching import link
from data.cases.pairs import PAIRS, STAGES
from data.cases.records import as_pair

PAIR = PAIRS[0]
DAY = 20_000.0


def _side(prefix: str, quoted: list[str], own: str = "") -> pd.DataFrame:
    """Records of one kabupaten that all reached SPDP on one day."""
    keys = [f"{prefix}{number}" for number in range(len(quoted))]
    frame = pd.DataFrame(dict.fromkeys(STAGES, np.nan), index=keys)
    frame["spdp"] = frame["first"] = DAY
    frame["region_code"], frame["quoted"] = "75.01", quoted
    frame["own"] = [(own,) if own else ()] * len(keys)
    return frame


def _linked(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    return link(as_pair(left, PAIR, left=True), as_pair(right, PAIR, left=False))


def test_a_number_that_many_records_bear_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    apart = matching._apart
    monkeypatch.setattr(matching, "_apart", lambda left, right: sizes.append(len(left)) or apart(left, right))  # type: ignore[func-returns-value]
    numbers = [f"{letter * 3}/{letter * 4}/2025" for letter in "abcdefghijklmnopqrstuvwxyz"] * 12
    distinct = [f"lkn/{at}/{one}" for at, one in enumerate(numbers)]
    found = _linked(_side("a", distinct, "spdp/2025"), _side("b", distinct, "spdp/2025"))
    assert (found["state"] == "equal").all()
    assert len(found) == len(distinct), "the LKN links each, the number in every row none"
    assert sum(sizes) < 2 * len(distinct), "no pair is made of a number that all bear"


def test_near_numbers_are_held_against_each_other_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    most: list[int] = []
    apart = matching._apart
    monkeypatch.setattr(matching, "_apart", lambda left, right: most.append(len(left)) or apart(left, right))  # type: ignore[func-returns-value]
    left = _side("a", [f"lkn/2025/75/1/{number}" for number in range(1000, 1400)])
    right = _side("b", [f"lkn/2025/75/1/{number}" for number in range(5000, 5400)])
    whole = _linked(left, right)
    assert set(whole["state"]) == {"suggested"}
    monkeypatch.setattr(matching, "_AT_ONCE", 7_000)
    most.clear()
    parts = _linked(left, right)
    assert max(most) <= 2 * 7_000
    assert parts.equals(whole), "parts change nothing"
    assert not parts[["left_key", "right_key"]].isna().to_numpy().any()
    assert parts["left_key"].is_unique
    assert parts["right_key"].is_unique


@pytest.mark.parametrize("empty", ["left", "right", "both"])
def test_a_side_without_records_links_nothing(empty: str) -> None:
    some, none = _side("a", ["lkn/2025/75/1/12"]), _side("b", [])
    sides = {"left": (none, some), "right": (some, none), "both": (none, none)}[empty]
    assert _linked(*sides).empty
