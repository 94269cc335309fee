"""The change between two periods: what is compared, what is not, what chance may explain, and what the legend says of it."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.analysis.change import Change, change_of, has_changes
from dashboard.components.map.payload import change_data
from dashboard.words.legend import change_labels, change_unit
from data.facts.indicators import indicator
from data.queries import UNSTABLE, Layer, Nothing
from geo.stats.classes import Breaks
from tests.dashboard.test_parts import STATE

SHARE, RATE = indicator("cakupan_bersinar"), indicator("kapasitas_inap")
CASES = indicator("kasus_narkoba")
SILENT = int(Nothing.TIDAK_DILAPORKAN)


def _layer(values: list[float], period: str, *, whole: float = 1000.0, item=SHARE) -> Layer:
    value = np.array(values)
    classes = np.where(np.isnan(value), SILENT, 1).astype(np.uint8)
    whole_of = np.full(len(values), whole)
    none = np.zeros(len(values), np.int64)
    return Layer(item.code, 2, period, classes, value, value * whole / item.scale, whole_of, Breaks((100.0,), 1), none, none)


def _change(
    before: list[float], now: list[float], item=SHARE, years: tuple[str, str] = ("2024", "2025"), whole: float = 1e6
) -> Change:
    one, other = (_layer(values, year, whole=whole, item=item) for values, year in zip((before, now), years, strict=True))
    return change_of(item, one, other, (0, len(before)), STATE)


def test_falls_rises_and_no_change_have_classes_around_the_middle() -> None:
    made = _change([10, 10, 10, 10.04, np.nan], [5, 10, 20, 10.0, 7])
    middle = len(made.breaks.edges)
    assert middle == 2
    assert made.classes.tolist() == [1, middle, 2 * middle, middle, SILENT], "what is displayed as equal did not change"
    assert not made.why_not


def test_chance_may_explain_a_small_change_among_few_and_not_a_large_one_among_many() -> None:
    few, many = _change([10, 10], [12, 50], whole=50), _change([10, 10], [12, 50], whole=1e6)
    assert [bool(byte & UNSTABLE) for byte in few.classes] == [True, False]
    assert not (many.classes & UNSTABLE).any()


def test_no_change_is_never_hatched() -> None:
    assert not (_change([10, 10, 10], [10, 10, 10], whole=20).classes & UNSTABLE).any()


@pytest.mark.parametrize(
    ("years", "why_not"),
    [(("2025", "2026"), "berjalan"), (("2026", "2025"), "berjalan"), (("2024", "2025"), ""), (("2025", "2025"), "sama")],
)
def test_a_count_that_grows_is_not_compared_within_a_running_year(years: tuple[str, str], why_not: str) -> None:
    made = _change([10, 10], [3, 4], item=CASES, years=years)
    assert made.why_not == why_not
    assert ((made.classes == int(Nothing.BELUM_LENGKAP)).all()) == bool(why_not)


def test_what_does_not_accumulate_is_compared_within_a_running_year() -> None:
    assert not _change([10, 10], [3, 4], years=("2025", "2026")).why_not


def test_no_series_is_compared_across_its_break() -> None:
    broken = SHARE.model_copy(update={"comparable_from": "2025"})
    assert _change([10, 10], [3, 4], item=broken).why_not == "jeda"
    words = change_data(broken, _change([10, 10], [3, 4], item=broken), "2024", "2025")
    assert words["note"] == "Cara mengukur berubah pada 2025: angka sebelum dan sesudahnya tidak dibandingkan."
    assert words["ends"] == ["0,0", "0,0"]


def test_stages_and_one_period_have_no_change() -> None:
    assert has_changes(SHARE, ("2024", "2025"))
    assert not has_changes(SHARE, ("2025",))
    assert not has_changes(indicator("status_bersinar"), ("2024", "2025"))


def test_labels_of_changes_name_every_displayed_change_once() -> None:
    assert change_labels(Breaks((1.5, 4.0), 1)) == {
        0: "turun 1,6–4,0", 1: "turun 0,1–1,5", 2: "tetap", 3: "naik 0,1–1,5", 4: "naik 1,6–4,0",
    }  # fmt: skip
    assert change_labels(Breaks((), 1)) == {0: "tetap"}
    assert change_labels(Breaks((2.0,), 0, open=True)) == {0: "turun 1 ke atas", 1: "tetap", 2: "naik 1 ke atas"}


def test_a_share_changes_by_percentage_points_and_better_is_always_the_same_colour() -> None:
    assert change_unit(SHARE) == "poin persen"
    assert change_unit(RATE) == "tempat per 100.000 penduduk"
    made = _change([10, 10, 10], [5, 12, 20])
    good = change_data(SHARE, made, "2024", "2025")
    bad = change_data(SHARE.model_copy(update={"direction": "rendah_baik"}), made, "2024", "2025")
    neutral = change_data(SHARE.model_copy(update={"direction": "netral"}), made, "2024", "2025")
    assert list(good["palette"].values()) == list(bad["palette"].values())[::-1]
    assert good["palette"] == neutral["palette"]
    assert good["note"] == bad["note"] == "Ungu: membaik; jingga: memburuk."
    assert neutral["note"] == "Ungu: naik; jingga: turun."
    assert good["heading"] == "Cakupan Bersinar: perubahan 2024 ke 2025 (poin persen)"


def test_what_is_withheld_in_either_year_has_no_change() -> None:
    before = replace(_layer([10.0, np.nan], "2024"), classes=np.array([1, int(Nothing.TERLALU_SEDIKIT)], np.uint8))
    made = change_of(SHARE, before, _layer([11.0, 12.0], "2025"), (0, 2), STATE)
    assert made.classes[1] == int(Nothing.TERLALU_SEDIKIT)
