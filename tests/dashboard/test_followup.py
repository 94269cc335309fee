"""The state of a decision: by its deadline, and by the data where a figure is tied to it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import decisions
from dashboard.analysis.decisions import Followed, counts, status_of

STATE: Any = SimpleNamespace(last_day="2026-10-31")
DAY = date(2026, 11, 25)
EARLIER, LATER = date(2026, 11, 24), date(2026, 12, 31)


def _row(**changed: object) -> pd.Series:
    usual = {
        "id": 1, "what": "Tambah desa", "who": "PMD", "until": LATER, "indicator": None, "aim": np.nan, "baseline": np.nan,
        "outcome": None,
    }  # fmt: skip
    return pd.Series({**usual, **changed}, dtype=object)


@pytest.mark.parametrize(
    ("changed", "now", "status"),
    [
        ({}, np.nan, "berjalan"),
        ({"until": DAY}, np.nan, "berjalan"),  # its last day is not over
        ({"until": EARLIER}, np.nan, "lewat"),
        ({"until": EARLIER, "outcome": "selesai"}, np.nan, "selesai"),
        ({"until": EARLIER, "outcome": "batal"}, np.nan, "batal"),
        # a share that was to rise
        ({"indicator": "cakupan_bersinar", "aim": 20.0, "baseline": 13.3}, 20.0, "tercapai"),
        ({"indicator": "cakupan_bersinar", "aim": 20.0, "baseline": 13.3, "until": EARLIER}, 20.0, "tercapai"),
        ({"indicator": "cakupan_bersinar", "aim": 20.0, "baseline": 13.3}, 19.9, "berjalan"),
        ({"indicator": "cakupan_bersinar", "aim": 20.0, "baseline": 13.3, "until": EARLIER}, 19.9, "lewat"),
        ({"indicator": "cakupan_bersinar", "aim": 20.0, "baseline": 13.3, "until": EARLIER}, np.nan, "lewat"),
        # what was to fall, said by where it was, or by which way is better
        ({"indicator": "bagian_rawan", "aim": 20.0, "baseline": 30.0}, 19.0, "tercapai"),
        ({"indicator": "bagian_rawan", "aim": 20.0, "baseline": 30.0}, 21.0, "berjalan"),
        ({"indicator": "bagian_rawan", "aim": 20.0}, 19.0, "tercapai"),
        # a count that still grows has not stayed low before its year is over
        ({"indicator": "jumlah_kasus", "aim": 100.0, "baseline": 200.0}, 80.0, "berjalan"),
        ({"indicator": "jumlah_kasus", "aim": 100.0, "baseline": 50.0}, 120.0, "tercapai"),
        # one that somebody closed stays closed whatever the data says
        ({"indicator": "cakupan_bersinar", "aim": 20.0, "baseline": 13.3, "outcome": "batal"}, 30.0, "batal"),
    ],
)
def test_status(changed: dict[str, object], now: float, status: str) -> None:
    assert status_of(_row(**changed), now, STATE, "2026", DAY) == status


def test_a_count_of_a_year_that_is_over_is_judged() -> None:
    row = _row(indicator="jumlah_kasus", aim=100.0, baseline=200.0)
    assert status_of(row, 80.0, STATE, "2025", DAY) == "tercapai"


def test_overdue_ones_come_first_and_each_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pd.DataFrame(
        [
            _row(id=1, region_code="75", until=LATER),
            _row(id=2, region_code="75", until=EARLIER, outcome="selesai"),
            _row(id=3, region_code="75", until=EARLIER),
            _row(id=4, region_code="75", until=date(2026, 8, 1)),
        ]
    )
    monkeypatch.setattr(decisions, "store", lambda: None)
    monkeypatch.setattr(decisions.queries, "decisions", lambda *_, **__: rows)
    monkeypatch.setattr(decisions, "_names", lambda *_: {"75": "Gorontalo"})
    monkeypatch.setattr(decisions, "newest_year", lambda _: "2026")
    found = decisions.followed(None, STATE, "75", DAY)  # type: ignore[arg-type]
    assert [one.row["id"] for one in found] == [4, 3, 1, 2]
    assert counts(found) == {"lewat": 2, "berjalan": 1, "tercapai": 0, "selesai": 1, "batal": 0}
    assert [one.is_open for one in found] == [True, True, True, False]


def test_the_figure_says_from_where_to_where_and_what_was_aimed_at() -> None:
    row = _row(indicator="cakupan_bersinar", aim=20.0, baseline=13.25)
    assert Followed(row, "x", "berjalan", 15.0).figure == "Cakupan Bersinar: 13,2 → 15,0 persen, sasaran 20,0"
    assert "– → –" in Followed(_row(indicator="cakupan_bersinar", aim=20.0), "x", "lewat", np.nan).figure
    assert Followed(_row(), "x", "berjalan", np.nan).figure == ""
