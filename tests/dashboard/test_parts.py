"""Parts of pages that need no store: payloads, exports, palettes, sentences."""

import base64
import contextlib
import csv
import io
import itertools
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import colorspacious
import numpy as np
import pandas as pd
import pytest
import yaml

from dashboard.cache.packing import packed, stacked
from dashboard.components.map.payload import legend_data, symbol_counts, weight_bytes
from dashboard.documents.files import csv_of, file_name, notes_of
from dashboard.documents.rows import figures
from dashboard.state.view import chosen_method
from dashboard.words.legend import class_labels, method_note
from dashboard.words.marks import boundary_mark, marks
from dashboard.words.palettes import NOTHING_COLOURS, change_colours, class_colours, palette, patterns
from dashboard.words.sentences import MOST_LETTERS, layer_sentence
from dashboard.words.tables import layer_table
from data.facts.indicators import FOLDER, Classes, indicator, read_indicators, registry
from data.model.spreadsheets import csv_bytes, harmless
from data.queries import Fit, Freshness, Layer, Nothing
from geo.regions.codes import inside
from geo.stats.classes import Breaks

STATE = Freshness(
    3,
    datetime(2026, 11, 1, tzinfo=UTC),
    True,
    "v",
    "Batas",
    True,
    {},
    ("2025", "2026"),
    "2026-10-31",
    False,
    {"fasilitas_rehab": 3},
)
MAPPED = list(registry().values())  # any of them can be on a map
RATE = indicator("kapasitas_inap")
CODES = ["75", "75.01", "75.01.01", "75.01.01.2001", "75.01.02", "75.02", "76"]


def _layer(values: list[float], classes: list[int]) -> Layer:
    array = np.array(values)
    size = len(values)
    return Layer(
        "kapasitas_inap",
        2,
        "2025",
        np.array(classes, np.uint8),
        array,
        array * 2,
        array * 3,
        Breaks((1.0, 5.0), 1),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
    )


FIT = Fit("", 0, 5)
LAYER = _layer([0.0, 1.0, 5.0, np.nan, 0.5], [0, 1, 2, int(Nothing.TIDAK_DILAPORKAN), 1])
REGIONS = pd.DataFrame({"code": ["75.01", "75.02", "75.03", "75.71", "76.01"], "name": ["A", "B", "C", "=D", "E"]})


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def test_classes_of_all_periods_travel_as_differences_and_come_back_whole() -> None:
    years = {
        "2024": np.array([0, 1, 2, 254, 1], np.uint8),
        "2025": np.array([0, 2, 2, 254, 65], np.uint8),
        "2026": np.array([1, 2, 2, 0, 65], np.uint8),
    }
    before = {year: array.copy() for year, array in years.items()}
    body = np.frombuffer(_unpacked(stacked(list(years.values()))), np.uint8).reshape(3, 5)
    np.testing.assert_array_equal(np.bitwise_xor.accumulate(body, axis=0), np.stack(list(before.values())))
    for year, array in years.items():
        np.testing.assert_array_equal(array, before[year])  # what is cached stays as it was


def test_a_nation_of_villages_through_five_years_stays_within_its_bytes() -> None:
    rng = np.random.default_rng(3)
    first = rng.choice(5, 83_762, p=[0.85, 0.03, 0.02, 0.09, 0.01]).astype(np.uint8)
    years = {"2022": first}
    for year in ("2023", "2024", "2025", "2026"):
        following = list(years.values())[-1].copy()
        moved = rng.random(len(first)) < 0.03
        following[moved] = np.minimum(following[moved] + 1, 4)
        years[year] = following
    assert len(stacked(list(years.values()))) < 80_000
    assert len(packed(np.concatenate(list(years.values())))) > 1.4 * len(stacked(list(years.values())))


def test_the_legend_names_colours_and_words_of_what_can_occur() -> None:
    data = legend_data(RATE, LAYER, FIT)
    assert set(data["labels"]) == {0, 1, 2} | {int(nothing) for nothing in Nothing}
    assert set(data["palette"]) == set(data["labels"])
    assert data["note"] == "Batas warna mengikuti wilayah dan tahun ini."
    assert data["ends"] == ["0,1", "5,0"]
    assert data["shape"] == "batang"


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        (Fit("kuantil", 0, 5), "Batas warna mengikuti wilayah dan tahun ini."),
        (Fit("kuantil", 0, 2), "Batas warna mengikuti semua kabupaten/kota pada tahun ini."),  # two say nothing
        (Fit("kuantil", 0, 1), "Batas warna mengikuti semua kabupaten/kota pada tahun ini."),
        (Fit("kuantil"), "Batas warna mengikuti semua kabupaten/kota pada tahun ini."),
        (Fit("kuantil", 0, 5, ("2022", "2023", "2024")), "Batas warna sama untuk 2022–2024."),
        (Fit("sama", 0, 5), "Batas warna mengikuti wilayah dan tahun ini. Cara: selang sama."),
        (Fit("", 0, 5), "Batas warna mengikuti wilayah dan tahun ini."),
    ],
)
def test_the_legend_says_what_its_limits_follow(fit: Fit, said: str) -> None:
    assert method_note(RATE, LAYER, fit) == said


def test_the_last_class_of_an_area_is_open_where_others_have_more() -> None:
    layer = replace(LAYER, breaks=Breaks((1.0, 5.0), 1, open=True))
    assert class_labels(RATE, layer) == ["0", "0,1–1,0", "1,1 ke atas"]
    assert legend_data(RATE, layer, FIT)["ends"] == ["0,1", "5,0+"]


def test_a_class_of_one_value_is_written_once() -> None:
    layer = replace(LAYER, breaks=Breaks((0.1, 5.0), 1))
    assert class_labels(RATE, layer) == ["0", "0,1", "0,2–5,0"]
    none = replace(LAYER, breaks=Breaks((), 1))
    assert class_labels(RATE, none) == ["0"]
    assert legend_data(RATE, none, FIT)["ends"] == ["0", "0"]


def test_official_bands_name_their_edition_and_exclude_other_methods() -> None:
    banded = RATE.model_copy(update={"classes": Classes.model_validate(BANDS)})
    assert method_note(banded, LAYER, FIT) == "Pita resmi, edisi 2021"
    assert chosen_method(banded) == "tetap"


BANDS = {
    "kind": "tetap", "edges": [25, 50], "edition": "2021", "source": "Peraturan", "valid_from": "2021-01-01",
    "labels": [{"id": "Kurang", "en": "Less"}, {"id": "Cukup", "en": "Fair"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "fits"),
    [
        (BANDS, True),
        ({name: value for name, value in BANDS.items() if name != "source"}, False),  # whose bands?
        ({name: value for name, value in BANDS.items() if name != "valid_from"}, False),
        ({name: value for name, value in BANDS.items() if name != "edges"}, False),
        ({"kind": "fisher_jenks", "count": 5}, True),
        ({"kind": "kuantil", "count": 5, "edges": [25, 50]}, False),
        ({"kind": "jenks", "count": 5}, False),
    ],
)
def test_the_registry_knows_ways_to_make_classes(tmp_path: Path, classes: dict[str, object], fits: bool) -> None:
    entry = yaml.safe_load((FOLDER / "kapasitas_inap.yaml").read_text()) | {"classes": classes}
    file = tmp_path / "kapasitas_inap.yaml"
    file.write_text(yaml.safe_dump(entry))
    with contextlib.nullcontext() if fits else pytest.raises(ValueError, match=r"^kapasitas_inap\.yaml: classes"):
        assert read_indicators(file)[0].method == classes["kind"]


def test_circles_stand_for_shown_counts_only() -> None:
    counts = symbol_counts(LAYER)
    assert counts.dtype == np.float32
    assert np.isnan(counts[3])
    np.testing.assert_allclose(counts[[0, 1, 2, 4]], [0, 2, 10, 1])


def test_weights_fade_what_little_stands_behind() -> None:
    weights = weight_bytes(LAYER)
    assert weights[3] == 0
    assert weights[2] == 255
    assert weights[1] < weights[2]


@pytest.mark.parametrize(
    ("focus", "found"),
    [("ID", CODES), ("75", CODES[:6]), ("75.01", CODES[1:5]), ("75.01.01", CODES[2:4]), ("76", ["76"]), ("74", [])],
)
def test_what_lies_inside_a_region_is_one_range_of_numbers(focus: str, found: list[str]) -> None:
    frame = pd.DataFrame({"code": CODES})
    start, end = inside(frame["code"], focus)
    assert frame["code"].iloc[start:end].tolist() == found


def test_exports_carry_source_and_marks_and_no_formula() -> None:
    frame = layer_table(LAYER, RATE, REGIONS, 0, 5)
    notes = ["DATA SIMULASI", "http://uji/peta?w=75"]
    local = csv_of(frame, notes, local=True)
    assert local.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(local.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lines[0] == list(frame.columns), "a spreadsheet reads it at once"
    assert lines[4][1] == "'=D"
    assert lines[4][-1] == "Tidak dilaporkan"
    assert [line for line in lines[6:] if line] == [["Tentang dokumen ini"], ["DATA SIMULASI"], ["http://uji/peta?w=75"]]
    plain = csv_of(frame, notes, local=False)
    assert not plain.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.DictReader(io.StringIO(plain.decode())))) == 5
    said = notes_of("Judul", notes).decode("utf-8-sig")
    assert "DATA SIMULASI" in said
    assert "http://uji/peta?w=75" in said


def test_an_indonesian_excel_gets_a_decimal_comma_and_whole_numbers_are_whole() -> None:
    frame = pd.DataFrame(
        {"a": figures(np.array([135.0, np.nan, 7.0])), "b": figures(np.array([12.5, 0.0, 1 / 3]), 1), "c": [1.5, 2.0, 3.0]}
    )
    local = csv_bytes(frame, local=True).decode("utf-8-sig").split()
    assert local == ["a;b;c", "135;12,5;1,5", ";0,0;2,0", "7;0,333;3,0"]
    assert csv_bytes(frame).decode().split() == ["a,b,c", "135,12.5,1.5", ",0.0,2.0", "7,0.333,3.0"]


def test_files_carry_their_name_and_a_mark() -> None:
    assert file_name(RATE, "75", "2025", STATE).startswith("SIMULASI_")
    assert not file_name(RATE, "75", "2025", replace(STATE, simulated=False)).startswith("SIMULASI_")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_cells_that_excel_would_run_are_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_plain_cells_stay() -> None:
    assert harmless("Bone Bolango") == "Bone Bolango"
    assert harmless(-1.5) == -1.5


SENTENCES = [
    (
        [0.0, 1.0, 5.0, np.nan, 0.5],
        [0, 1, 2, 254, 1],
        "Tertinggi C (5,0 UNIT); terendah A (0,0); 1 belum melapor.",
    ),
    ([0.0, 0.0, 5.0], [0, 0, 2], "Tertinggi C (5,0 UNIT); 2 kabupaten/kota bernilai nol."),
    ([1.0, 1.0, 5.0], [1, 1, 2], "Tertinggi C (5,0 UNIT); terendah 2 kabupaten/kota (1,0)."),
    ([5.0, 1.0, 5.0], [2, 1, 2], "Tertinggi 2 kabupaten/kota (5,0 UNIT); terendah B (1,0)."),
    ([5.0, 5.0], [2, 2], "2 kabupaten/kota bernilai sama: 5,0 UNIT."),
    ([0.0, 0.0], [0, 0], "2 kabupaten/kota, semuanya bernilai nol."),
    ([5.0, np.nan], [2, 253], "1 kabupaten/kota bernilai sama: 5,0 UNIT; 1 tidak diukur."),
    ([np.nan, np.nan], [253, 253], "Belum ada nilai untuk kabupaten/kota di sini; 2 tidak diukur."),
    (
        [1.0, 2.0, np.nan, np.nan],
        [1, 1, 250, 254],
        "Tertinggi B (2,0 UNIT); terendah A (1,0); 2 tanpa nilai.",
    ),
]


@pytest.mark.parametrize(("values", "classes", "said"), SENTENCES, ids=[said for *_, said in SENTENCES])
def test_the_sentence_names_the_ends_and_counts_ties_zeros_and_the_silent(values, classes, said: str) -> None:
    assert layer_sentence(_layer(values, classes), RATE, REGIONS, 0, len(values)) == said.replace("UNIT", RATE.unit["id"])


def test_every_reason_for_no_value_has_words() -> None:
    for silent in Nothing:
        one = layer_sentence(_layer([1.0, 2.0, np.nan], [0, 0, int(silent)]), RATE, REGIONS, 0, 3)
        assert "; 1 " in one, silent


def test_the_sentence_stays_on_one_line() -> None:
    long = REGIONS.assign(
        name=["Kabupaten Penukal Abab Lematang Ilir", "Kabupaten Hulu Sungai Tengah", "Kabupaten Kepulauan Tanimbar", "x", "y"]
    )
    layer = _layer([1.0, 0.5, 5.0, np.nan, 2.0], [1, 1, 2, 254, 1])
    said = layer_sentence(layer, RATE, long, 0, 5)
    assert len(said) <= MOST_LETTERS
    assert said == "Tertinggi Kabupaten Kepulauan Tanimbar (5,0); terendah Kabupaten Hulu Sungai Tengah (0,5); 1 belum melapor."
    stages = indicator("status_bersinar")
    size = len(stages.labels) * 1_000
    layer = replace(_layer([np.nan] * size, [at % len(stages.labels) for at in range(size)]), level=4)
    names = pd.DataFrame({"code": ["x"] * size, "name": ["x"] * size})
    said = layer_sentence(layer, stages, names, 0, size)
    assert len(said) <= MOST_LETTERS
    assert "lainnya" in said or said.count("1.000") == len(stages.labels)


def test_a_single_region_is_described_by_its_value_or_why_it_has_none() -> None:
    assert layer_sentence(LAYER, RATE, REGIONS, 2, 3) == "C: 5,0 tempat per 100.000 penduduk."
    assert layer_sentence(LAYER, RATE, REGIONS, 3, 4) == "=D: Tidak dilaporkan."


def test_a_layer_counts_classes_and_nothings_of_a_range() -> None:
    assert LAYER.counts() == {0: 1, 1: 2, 2: 1, 254: 1}
    assert LAYER.counts(3, 5) == {1: 1, 254: 1}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("item", MAPPED, ids=lambda item: item.code)
def test_classes_get_darker_in_order_so_that_they_read_without_colour(item) -> None:
    colours = class_colours(item)
    assert len(colours) == (len(item.labels) if item.is_categorical else 1 + item.class_count)
    light = [_luminance(colour) for colour in (colours[1:] if item.edges else colours)]
    assert all(before - after > 0.02 for before, after in itertools.pairwise(light))
    assert not set(colours) & set(NOTHING_COLOURS.values())
    assert set(palette(item)) >= {int(nothing) for nothing in Nothing}


def test_labels_are_as_many_as_classes() -> None:
    assert class_labels(RATE, LAYER) == ["0", "0,1–1,0", "1,1–5,0"]


def test_every_row_of_a_file_says_that_figures_of_people_are_rounded_or_exact() -> None:
    said = [marks(state, indicator("rehab_baru")) for state in (STATE, replace(STATE, exact=True))]
    assert ["dibulatkan ke kelipatan 5" in one for one in said] == [True, False]


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ({}, "Batas indikatif"),
        ({"resmi": 83_400, "indikatif": 0, "tanpa": 362}, "Batas resmi: Batas; 362 tanpa batas, digambar sebagai titik"),
        ({"resmi": 729, "indikatif": 83_033, "tanpa": 0}, "Batas campuran: 729 desa/kelurahan resmi (Batas), 83.033 indikatif"),
    ],
    ids=["reference", "official", "mixed"],
)
def test_the_mark_says_whose_boundaries_these_are(shapes: dict[str, int], words: str) -> None:
    state = replace(STATE, shapes=shapes)
    assert boundary_mark(state).startswith(words)
    in_each_row = marks(state, indicator("rehab_baru"))
    assert words in in_each_row
    assert "DATA SIMULASI" in in_each_row


VISION = {
    "normal": None,
    "deuteranomaly": {"name": "sRGB1+CVD", "cvd_type": "deuteranomaly", "severity": 100},
    "protanomaly": {"name": "sRGB1+CVD", "cvd_type": "protanomaly", "severity": 100},
    "tritanomaly": {"name": "sRGB1+CVD", "cvd_type": "tritanomaly", "severity": 100},
}


def _seen(colours: list[str], vision: str) -> np.ndarray:
    """Colours in CAM02-UCS as eyes of that kind see them (Machado et al. 2009, as colorspacious has it)."""
    rgb = np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours])
    space = VISION[vision]
    if space is not None:
        rgb = np.clip(colorspacious.cspace_convert(rgb, space, "sRGB1"), 0, 1)
    return colorspacious.cspace_convert(rgb, "sRGB1", "CAM02-UCS")


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("item", MAPPED, ids=lambda item: item.code)
def test_classes_stay_apart_for_every_kind_of_eye(item, vision: str) -> None:
    """A difference of 1 can just be seen side by side; classes that touch on a map are at least 8 apart."""
    seen = _seen(class_colours(item), vision)
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) >= 8


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_falls_and_rises_stay_apart_for_every_kind_of_eye(count: int, vision: str) -> None:
    colours = change_colours(count)
    assert len(colours) == 2 * count + 1
    seen = _seen(colours, vision)
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) >= 8
    light = [_luminance(colour) for colour in colours]
    assert light[count] == max(light), "no change is the palest"
    assert all(a < b for a, b in itertools.pairwise(light[: count + 1]))
    assert all(a > b for a, b in itertools.pairwise(light[count:]))


def test_the_four_grades_of_vulnerability_are_not_drawn_as_nothing() -> None:
    item = indicator("kategori_rawan")
    colours = class_colours(item)
    assert [label["id"] for label in item.labels] == ["Aman", "Siaga", "Waspada", "Bahaya"]
    assert len(set(colours)) == 4
    assert class_colours(RATE)[0] not in colours
    assert not set(patterns(item)) & set(range(4))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 24])
def test_however_many_classes_there_are_their_colours_run_from_pale_to_dark(count: int) -> None:
    colours = class_colours(RATE, count)
    assert len(colours) == count + 1
    assert len(set(colours)) == count + 1
    light = [_luminance(colour) for colour in colours]
    assert light == sorted(light, reverse=True)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("item", MAPPED, ids=lambda item: item.code)
def test_every_kind_of_nothing_differs_from_classes_by_colour_or_pattern(item, vision: str) -> None:
    own, marks = class_colours(item), patterns(item)
    for nothing, colour in NOTHING_COLOURS.items():
        for i, klass in enumerate(own):
            near = np.linalg.norm(np.subtract(*_seen([colour, klass], vision)))
            assert near >= 8 or marks.get(int(nothing)) != marks.get(i), (nothing.name, i)


def test_stages_carry_patterns_and_none_looks_like_an_unstable_rate() -> None:
    marks = patterns(indicator("status_bersinar"))
    assert len({marks.get(i) for i in range(5)}) >= 3
    assert "garis" not in marks.values()  # rising lines mean unstable
