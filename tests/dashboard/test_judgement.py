"""Rules of changes, concerns and targets, on small tables."""

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.attention import attention, changed, promise_words, promises
from dashboard.analysis.silent import is_known, with_silent
from data.facts.indicators import indicator

_NONE = {"low": np.nan, "high": np.nan, "above": np.nan, "nation": np.nan, "versus_above": "", "versus_nation": "", "status": 1}


def _snapshot(period: str, *rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{"period": period, "region_code": "75", "value": np.nan} | _NONE | row for row in rows])


def test_a_change_lies_beyond_chance_and_is_better_by_its_direction() -> None:
    before = _snapshot(
        "2024",
        {"indicator": "cakupan_bersinar", "value": 10.0, "low": 9.0, "high": 11.0},
        {"indicator": "perkara_mandek", "value": 40.0, "low": 35.0, "high": 45.0},
        {"indicator": "regulasi_berlaku", "value": 50.0, "low": 30.0, "high": 70.0},
        {"indicator": "kasus_narkoba", "value": 10.0, "low": 9.0, "high": 11.0},
        {"indicator": "kapasitas_inap", "value": 1.0},
    )
    now = _snapshot(
        "2025",
        {"indicator": "cakupan_bersinar", "value": 12.0, "low": 11.1, "high": 13.0},
        {"indicator": "perkara_mandek", "value": 60.0, "low": 55.0, "high": 65.0},
        {"indicator": "regulasi_berlaku", "value": 60.0, "low": 40.0, "high": 80.0},
        {"indicator": "kasus_narkoba", "value": 20.0, "low": 18.0, "high": 22.0},
        {"indicator": "kapasitas_inap", "value": 9.0},
    )
    found = changed(now, before, part_year=False)
    assert dict(zip(found["indicator"], found["better"], strict=True)) == {
        "kasus_narkoba": None,
        "perkara_mandek": False,
        "cakupan_bersinar": True,
    }
    assert found["indicator"].tolist() == ["kasus_narkoba", "perkara_mandek", "cakupan_bersinar"], "the largest change first"
    # counts that grow through the year have no fair change within one
    assert "kasus_narkoba" not in changed(now, before, part_year=True)["indicator"].tolist()


def test_a_series_has_no_change_across_its_break() -> None:
    far = {"indicator": "bagian_rawan", "value": 20.0, "low": 19.0, "high": 21.0}
    near = {"indicator": "bagian_rawan", "value": 40.0, "low": 39.0, "high": 41.0}
    assert changed(_snapshot("2024", near), _snapshot("2023", far), part_year=False).empty
    assert len(changed(_snapshot("2025", near), _snapshot("2024", far), part_year=False)) == 1


def test_attention_is_ranked_by_weight_with_one_reason_an_indicator() -> None:
    now = _snapshot(
        "2025",
        {
            "indicator": "bagian_rawan",
            "value": 40.0,
            "nation": 30.0,
            "above": 33.0,
            "versus_nation": "lebih_buruk",
            "versus_above": "lebih_buruk",
        },
        {"indicator": "perkara_mandek", "value": 60.0, "nation": 61.0, "above": 40.0, "versus_above": "lebih_buruk"},
        {"indicator": "ran_capaian", "status": 2},
        {"indicator": "cakupan_bersinar", "value": 8.0, "nation": 6.0, "versus_nation": "lebih_baik"},
    )
    moved = pd.DataFrame(
        [("bagian_rawan", 30.0, 40.0, False), ("retensi_6_bulan", 70.0, 50.0, False), ("cakupan_bersinar", 6.0, 8.0, True)],
        columns=["indicator", "before", "now", "better"],
    )
    targets = pd.DataFrame(
        [
            {
                "indicator": "cakupan_bersinar",
                "baseline_period": "2023",
                "baseline": 6.0,
                "target_period": "2027",
                "target": 20.0,
                "said_by": "Uji",
                "simulated": True,
            }
        ]
    )
    series = pd.DataFrame(
        {"indicator": "cakupan_bersinar", "period": ["2023", "2024", "2025"], "value": [6.0, 7.0, 8.0], "rough": False}
    )
    promised = promises(targets, series, "2025-12-31")
    assert promised[0].way.expected == pytest.approx(10)
    assert not promised[0].way.reached
    found = attention(now, moved, promised, "Gorontalo")
    assert [finding.indicator for finding in found] == [
        "cakupan_bersinar",
        "bagian_rawan",
        "retensi_6_bulan",
        "perkara_mandek",
        "ran_capaian",
    ]
    assert "20,0" in found[0].reason
    assert "Gorontalo" in found[3].reason
    assert attention(now.head(0), moved.head(0), [], "") == []


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        (
            "cakupan_bersinar", [6.0, 7.0, 8.0],
            "Target 20,0 persen untuk 2027 tidak akan tercapai bila tren berlanjut (perlu naik 0,50 tiap bulan).",
        ),
        (
            "cakupan_bersinar", [18.0, 20.0, 22.0],
            "Target 20,0 persen untuk 2027 sudah tercapai.",
        ),
        (
            "perkara_mandek", [30.0, 25.0, 22.0],
            "Target 20,0 persen untuk 2027 akan tercapai bila tren berlanjut (perlu turun 0,08 tiap bulan).",
        ),
        ("cakupan_bersinar", [20.0, 20.0, 20.0], "Target 20,0 persen untuk 2027 sudah tercapai."),
        (
            "cakupan_bersinar", [30.0, 26.0, 22.0],
            "Target 20,0 persen untuk 2027 sudah tercapai, tetapi lepas lagi bila tren berlanjut.",
        ),
        ("cakupan_bersinar", [np.nan] * 3, "Target 20,0 persen untuk 2027; capaiannya belum diketahui."),
    ],
)  # fmt: skip
def test_a_promise_in_words(code: str, values: list[float], said: str) -> None:
    targets = pd.DataFrame(
        [
            {
                "indicator": code,
                "baseline_period": "2023",
                "baseline": 5.0 if np.isnan(values[0]) else values[0],
                "target_period": "2027",
                "target": 20.0,
                "said_by": "Uji",
                "simulated": True,
            }
        ]
    )
    series = pd.DataFrame({"indicator": code, "period": ["2023", "2024", "2025"], "value": values, "rough": False})
    assert promise_words(promises(targets, series, "2025-12-31")[0], indicator(code)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(19.0, "Target 20,0 persen untuk 2024 tidak tercapai."), (20.0, "Target 20,0 persen untuk 2024 sudah tercapai.")],
)
def test_a_promise_whose_time_is_over_was_kept_or_not(value: float, said: str) -> None:
    row = {"indicator": "cakupan_bersinar", "baseline_period": "2022", "baseline": 5.0, "target_period": "2024", "target": 20.0}
    series = pd.DataFrame({"indicator": "cakupan_bersinar", "period": ["2025"], "value": [value], "rough": False})
    targets = pd.DataFrame([row | {"said_by": "Uji", "simulated": True}])
    assert promise_words(promises(targets, series, "2025-12-31")[0], indicator("cakupan_bersinar")) == said


def test_a_figure_that_nobody_in_the_nation_reported_is_shown_as_such() -> None:
    now = _snapshot("2025", {"indicator": "cakupan_bersinar", "region_code": "75.01", "value": 12.5, "status": 1})
    found = with_silent(now, ["cakupan_bersinar", "kasus_narkoba", "selisih_terbuka", "status_bersinar"], "75.01", "2025")
    status = found.set_index("indicator")["status"].to_dict()
    assert status == {"cakupan_bersinar": 1, "kasus_narkoba": 2}, "no findings of today, no classes of villages"
    assert found["value"].isna().tolist() == [False, True]
    assert (is_known(found, "cakupan_bersinar"), is_known(found, "kasus_narkoba")) == (True, False)
    assert with_silent(found, ["kasus_narkoba"], "75.01", "2025") is found
    assert len(with_silent(now, ["desa_bersinar", "kapasitas_inap"], "75.01", "2025-03")) == 2, "capacity goes by years"
