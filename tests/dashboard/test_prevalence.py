"""Prevalence: changes in points and in per cent, between surveys of the same measure and ages only."""

import pandas as pd
import pytest

from dashboard.analysis.prevalence import Survey, stretches, surveys

COLUMNS = ("measure", "age_band", "year", "value", "publisher")
ROWS = [
    ("setahun pakai", "10-59", 2008, 1.9, "a"),
    ("setahun pakai", "15-64", 2019, 1.8, "b"),
    ("setahun pakai", "15-64", 2021, 1.95, "c"),
    ("setahun pakai", "15-64", 2023, 1.73, "d"),
    ("pernah pakai", "15-64", 2023, 2.2, "d"),
]


def frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Rows as `queries.published` gives them."""
    made = pd.DataFrame(rows, columns=COLUMNS)
    return made.assign(topic="prevalensi", place="Indonesia", low=None, high=None, note="", simulated=False)


def changes(found: list[Survey]) -> dict[tuple[str, int], tuple[int | None, float | None, float | None]]:
    return {
        (one.measure, one.year): (one.before, one.points, None if one.relative is None else round(one.relative, 2))
        for one in found
    }


def test_a_change_is_named_in_points_and_in_per_cent_and_other_ages_are_a_break() -> None:
    found = surveys(frame(ROWS), "Indonesia")
    assert changes(found) == {
        ("setahun pakai", 2023): (2021, -0.22, -11.28),
        ("setahun pakai", 2021): (2019, 0.15, 8.33),
        ("setahun pakai", 2019): (None, None, None),  # 2008 was of other ages
        ("setahun pakai", 2008): (None, None, None),
        ("pernah pakai", 2023): (None, None, None),  # past year is another measure
    }
    assert [one.measure for one in found][-1] == "pernah pakai"


def test_no_line_joins_two_age_bands() -> None:
    bands = stretches(surveys(frame(ROWS), "Indonesia"), "setahun pakai")
    assert {ages: [one.year for one in made] for ages, made in bands.items()} == {"10-59": [2008], "15-64": [2019, 2021, 2023]}


@pytest.mark.parametrize("value", [1.95, 1.99])
def test_two_documents_that_disagree_are_both_shown_and_nothing_is_compared_with_them(value: float) -> None:
    found = surveys(frame([*ROWS, ("setahun pakai", "15-64", 2021, value, "lain")]), "Indonesia")
    assert len(found) == 6
    (newest,) = (one for one in found if (one.measure, one.year) == ("setahun pakai", 2023))
    assert newest.points == (-0.22 if value == 1.95 else None)
    assert {one.points for one in found if one.year == 2021} == ({0.15} if value == 1.95 else {None})


def test_a_figure_without_ages_is_compared_with_none() -> None:
    rows = [("setahun pakai", "", 2019, 1.8, "b"), ("setahun pakai", "", 2021, 1.95, "c")]
    assert {one.points for one in surveys(frame(rows), "Indonesia")} == {None}


def test_another_place_is_another_series() -> None:
    rows = frame(ROWS)
    rows.loc[rows["year"] == 2021, "place"] = "Gorontalo"
    assert changes(surveys(rows, "Indonesia"))["setahun pakai", 2023] == (2019, -0.07, -3.89)
    assert len(surveys(rows, "Gorontalo")) == 1
    assert surveys(rows, "Aceh") == []
