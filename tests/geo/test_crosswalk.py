"""Figures on the former and the current map: shares add to one and totals are preserved, for any split."""

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import Phase, given, settings

from geo import reference
from geo.regions import crosswalk

_CODES = [f"{n:02d}" for n in range(30)]
_AMOUNTS = st.floats(0, 1e7, allow_nan=False)


@st.composite
def _splits(draw) -> tuple[pd.DataFrame, "pd.Series[float]", "pd.Series[str]"]:
    """Old regions with successors that no other has; some keep their own code, some people live nowhere."""
    codes = draw(st.permutations(_CODES))
    pairs: list[tuple[str, str]] = []
    today: list[str] = []
    while len(codes) > 4 and draw(st.booleans()):
        old, codes = codes[0], codes[1:]
        many = draw(st.integers(1, 4))
        pairs += [(old, new) for new in codes[:many]]
        today += codes[:many]
        codes = codes[many:]
        if draw(st.booleans()):
            today.append(old)
    today += codes
    people = pd.Series({code: draw(st.integers(0, 5_000_000)) for code in today if draw(st.booleans())}, dtype=float)
    return pd.DataFrame(pairs, columns=["old_code", "new_code"]), people, pd.Series(sorted(today), dtype=str)


@settings(phases=[Phase.generate], max_examples=60)
@given(_splits(), st.data())
def test_totals_are_preserved_both_ways(split, data) -> None:
    pairs, people, today = split
    parts = crosswalk.shares(pairs, people, today)
    assert parts.groupby("old_code")["share"].sum().to_numpy() == pytest.approx(1)
    assert (parts["share"] >= 0).all()
    old = sorted({*pairs["old_code"], *today[~today.isin(pairs["new_code"])]})
    before = pd.Series({code: data.draw(_AMOUNTS) for code in old if data.draw(st.booleans())}, dtype=float)
    after = crosswalk.to_new(before, parts)
    assert after.sum() == pytest.approx(before.sum())
    assert set(after.index) <= {*today}
    back = crosswalk.to_old(after, parts)
    # shares weigh, and adding them up again gives what was handed out
    assert back.sum() == pytest.approx(before.sum())
    for code in before.index:
        assert back[code] == pytest.approx(before[code])


def test_papua_before_july_2022_is_four_provinces_of_today() -> None:
    frame = reference.read_crosswalk()
    provinces = frame[(frame["level"] == 1)]
    today = pd.Series(["91", "92", "93", "94", "95", "96"])
    people = pd.Series({"91": 1_000_000, "93": 500_000, "94": 1_500_000, "95": 1_000_000, "92": 600_000, "96": 600_000})
    parts = crosswalk.shares(provinces, people, today).set_index(["old_code", "new_code"])["share"]
    assert parts["91"].to_dict() == {"91": 0.25, "93": 0.125, "94": 0.375, "95": 0.25}
    assert parts["92"].to_dict() == {"92": 0.5, "96": 0.5}
    now = pd.Series({"91": 1.0, "93": 2.0, "94": 3.0, "95": 4.0, "11": 5.0})
    assert crosswalk.to_old(now, parts.reset_index()).to_dict() == {"11": 5.0, "91": 10.0}


def test_a_region_out_of_two_is_refused_on_the_old_map() -> None:
    parts = pd.DataFrame({"old_code": ["01", "02"], "new_code": ["03", "03"], "share": [1.0, 1.0]})
    with pytest.raises(ValueError, match="03 came from more than one"):
        crosswalk.to_old(pd.Series({"03": 1.0}), parts)
