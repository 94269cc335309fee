"""Published figures as lines: scope, half-year, place of detention and source beside each, senders' words as they are."""

import pandas as pd

from dashboard.components.published import _line, _source

ROW = {
    "place": "Gorontalo", "year": 2024, "value": 214.0, "unit": "orang", "measure": "tat dilaksanakan", "scope": "BNN dan BNNP",
    "method": "rekap", "note": "", "half": 1, "place_held": "tahanan polri", "simulated": False, "publisher": "Laporan tahunan",
    "published_on": pd.Timestamp("2025-01-15"),
}  # fmt: skip


def test_a_line_says_what_is_counted_when_where_and_among_whom() -> None:
    assert (
        _line(ROW)
        == "Gorontalo 2024: **214 orang** tat dilaksanakan, BNN dan BNNP, rekap, semester 1, ditahan di tahanan polri"
    )
    assert _source(pd.Series(ROW)) == "Laporan tahunan, terbit 15 Januari 2025"
    assert _source(pd.Series(ROW | {"published_on": None})) == "Laporan tahunan"


def test_a_practice_figure_says_so_and_a_senders_words_are_no_markdown() -> None:
    line = _line(ROW | {"simulated": True, "scope": "**[x](http://a)**", "note": "a_b"})
    assert line.endswith(" (LATIHAN, bukan angka nyata)")
    assert "\\*\\*\\[x\\]\\(http\\://a\\)\\*\\*" in line
    assert "\\(a\\_b\\)" in line
