"""What stands over slides, and their drawings: with nothing, one, many, missing and equal figures."""

import re

import geopandas as gpd
import numpy as np
import pytest
import shapely

from dashboard.components.meeting import decisions_count
from dashboard.meeting import headlines, parts
from dashboard.meeting.shapes import map_svg, shapes_of, spots
from dashboard.meeting.trend import trend_svg
from data.facts.indicators import indicator

COVERAGE, CASES = indicator("cakupan_bersinar"), indicator("kasus_narkoba")
NONE = float("nan")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "Belum ada angka kecamatan untuk periode ini."),
        ([NONE, NONE], "Belum ada angka kecamatan untuk periode ini."),
        ([5.0], "A: 5,0 persen."),
        ([5.0, NONE], "A: 5,0 persen. Tanpa angka: 1."),
        ([5.0, 5.01], "Sama di 2 kecamatan: 5,0 persen."),
        ([1.0, 3.0], "Tertinggi B (3,0 persen); terendah A (1,0)."),
        ([0.0, 3.0], "Tertinggi B (3,0 persen); terendah A (0,0)."),
        ([0.0, 3.0, 0.0, NONE], "Tertinggi B (3,0 persen); 2 kecamatan masih nol. Tanpa angka: 1."),
        ([3.0, 3.0, 1.0, 1.0], "Tertinggi 2 kecamatan (3,0 persen); terendah 2 kecamatan (1,0)."),
    ],
)
def test_a_map_says_its_highest_and_lowest(values: list[float], said: str) -> None:
    assert headlines.of_map(COVERAGE, ["A", "B", "C", "D"][: len(values)], values, "kecamatan") == said


def test_stages_say_the_most_frequent() -> None:
    assert headlines.of_stages(["Belum", "Dicanangkan"], [3, 1], "desa") == "Terbanyak: Belum, 3 dari 4 desa."
    assert headlines.of_stages([], [], "desa") == "Belum ada angka desa untuk periode ini."


@pytest.mark.parametrize(
    ("values", "running", "said"),
    [
        ([], [], "Belum ada angka per tahun."),
        ([NONE], [False], "Belum ada angka per tahun."),
        ([4.0], [False], "4,0 persen pada 2022."),
        ([4.0], [True], "2022: 4,0 persen, belum setahun penuh."),
        ([4.0, 8.0], [False, False], "Naik dari 4,0 (2022) menjadi 8,0 persen pada 2023."),
        ([8.0, NONE, 4.0], [False] * 3, "Turun dari 8,0 (2022) menjadi 4,0 persen pada 2024."),
        ([8.0, 8.1], [False, False], "Hampir tetap: 8,0 (2022), 8,1 persen pada 2023."),
        ([8.0, 8.0], [False, False], "8,0 persen pada 2023, sama dengan 2022."),
        ([0.0, 0.0], [False, False], "0,0 persen pada 2023, sama dengan 2022."),
        # a year that is not over is never said to be a fall
        (
            [4.0, 8.0, 2.0],
            [False, False, True],
            "Naik dari 4,0 (2022) menjadi 8,0 persen pada 2023. 2024: 2,0 persen, belum setahun penuh.",
        ),
    ],
)
def test_a_line_says_what_whole_years_did(values: list[float], running: list[bool], said: str) -> None:
    years = ["2022", "2023", "2024"][: len(values)]
    assert headlines.of_trend(COVERAGE, years, values, running) == said


def test_a_long_unit_stands_at_the_drawing_and_not_in_the_sentence() -> None:
    assert headlines.of_map(CASES, ["A", "B"], [1.0, 2.0], "kecamatan") == "Tertinggi B (2,0); terendah A (1,0)."


@pytest.mark.parametrize(
    ("better", "worse", "known", "compared", "said"),
    [
        ([], [], False, True, "Belum ada angka untuk wilayah ini."),
        ([], [], True, False, "Angka utama pada periode ini."),
        ([], [], True, True, "Angka utamanya setara dengan wilayah sejenis."),
        (["A"], [], True, True, "Lebih baik daripada wilayah setara dalam 1 hal: A."),
        ([], ["A", "B"], True, True, "Tertinggal dari wilayah setara dalam 2 hal: A dan B."),
        (
            ["A"],
            ["B", "C", "D"],
            True,
            True,
            "Lebih baik daripada wilayah setara dalam 1 hal: A. "
            "Tertinggal dari wilayah setara dalam 3 hal: B, C dan 1 lainnya.",
        ),
    ],
)
def test_an_area_among_its_peers(better: list[str], worse: list[str], known: bool, compared: bool, said: str) -> None:
    assert headlines.of_standing(better, worse, known=known, compared=compared) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0, 0), "Belum ada keputusan dari rapat sebelumnya."),
        ((0, 0, 0, 3), "Semua keputusan sudah ditutup (3)."),
        ((1, 0, 0, 0), "1 lewat batas waktu."),
        ((0, 2, 0, 5), "2 berjalan."),
        ((1, 2, 3, 0), "1 lewat batas waktu, 2 berjalan, 3 tercapai menurut data."),
    ],
)
def test_decisions_without_the_numbers_that_are_zero(counts: tuple[int, int, int, int], said: str) -> None:
    assert headlines.of_decisions(*counts) == said


def test_what_waits_and_how_many_decisions_there_were() -> None:
    assert headlines.of_needed(0) == "Tidak ada hal yang mendesak menurut data."
    assert headlines.of_needed(1) == "1 hal menunggu keputusan rapat."
    assert (decisions_count(0), decisions_count(1), decisions_count(12)) == ("tanpa keputusan", "1 keputusan", "12 keputusan")


def test_a_line_omits_unknown_years_and_leaves_a_running_one_alone() -> None:
    years, running = ["2023", "2024", "2025", "2026"], [False, False, False, True]
    made = parts.trend(CASES, "Desa Uji", years, [4.0, NONE, 8.0, 2.0], [5.0, 5.0, 5.0, 1.0], running)
    assert made is not None
    assert (made["words"], made["values"]) == (["4,0", "–", "8,0", "2,0"], [4.0, None, 8.0, 2.0])
    drawn = trend_svg(made)
    lines = re.findall(r'<polyline points="([^"]+)"[^>]*stroke="(#\w+)"', drawn)
    assert [(len(points.split()), colour) for points, colour in lines] == [(3, "#a12d12")], (
        "no line over a gap or to a part year"
    )
    assert drawn.count('fill="#ffffff" stroke="#0b6e6e"') == 1, "the running year is hollow"
    assert parts.trend(CASES, "Desa Uji", ["2024"], [NONE], [8.0], [False]) is None
    alone = parts.trend(CASES, "Desa Uji", ["2024"], [0.0], [NONE], [False])
    assert alone is not None
    assert (alone["peers"], alone["note"]) == ("", "")
    assert "nan" not in trend_svg(alone)


def test_names_on_a_map_do_not_touch_and_what_has_no_room_is_numbered() -> None:
    squares = {f"99.0{at}": shapely.box(at, 0, at + 1, 1) for at in range(1, 5)}
    outlines = gpd.GeoSeries(squares, crs=4326)
    names = {code: f"Kabupaten Nama Yang Panjang Sekali {code[-1]}" for code in squares}
    shapes = shapes_of(outlines, names)
    assert shapes is not None
    written, numbered = spots(shapes)
    assert len(written) == 4, "each area has a name or a number"
    assert all(name.startswith("Nama Yang") for name in numbered)
    assert [name for name, _, _ in written if name.isdigit()] == [str(at) for at in range(1, len(numbered) + 1)]
    short = shapes_of(outlines, dict.fromkeys(squares, "A<b>"))
    assert short is not None
    assert spots(short)[1] == []
    drawn = map_svg(short, ["#ffffff"] * 4)
    assert drawn.count("A&lt;b&gt;</text>") == 4
    assert "<b>" not in drawn
    assert np.isfinite([one for _, x, y in written for one in (x, y)]).all()
    assert shapes_of(gpd.GeoSeries([], crs=4326), {}) is None


def test_a_part_far_away_stands_in_a_box_and_does_not_make_the_others_small() -> None:
    squares = {"99.01": shapely.box(0, 0, 1, 1), "99.02": shapely.box(1, 0, 2, 1), "99.03": shapely.box(40, 5, 40.1, 5.1)}
    names = {code: f"Nama {code}" for code in squares}
    outlines = gpd.GeoSeries(squares, crs=4326)
    whole, framed = shapes_of(outlines, names), shapes_of(outlines, names, (0, 0, 2, 1))
    assert whole is not None
    assert framed is not None
    assert framed["codes"] == whole["codes"], "nothing is left out"
    assert framed["at"][0][2] > 10 * whole["at"][0][2], "the main body is large"
    assert framed["at"][2][1] > framed["at"][0][1] + framed["at"][0][2], "the far one stands below"
    assert len(framed["boxes"]) == 1
    assert map_svg(framed, ["#ffffff"] * 3).count("<rect") == 1
    assert whole["boxes"] == []
