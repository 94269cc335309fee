"""Documents read back: their content is complete, and no text in them becomes markup or a formula."""

import io
import json
import sqlite3
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader
from pypdf.generic import ContentStream
from shapely import box

from dashboard.analysis.home import Step, Tile
from dashboard.components.trend import parted
from dashboard.documents.card import card_of
from dashboard.documents.drawing import Drawing
from dashboard.documents.geopackage import geopackage_of
from dashboard.documents.letter import letter_of
from dashboard.documents.paper import Chart, Listed, Paper, stamp_of
from dashboard.documents.pdf import pdf_of, short_link
from dashboard.documents.rows import figures
from dashboard.documents.slides import slides_of
from dashboard.documents.workbook import rows_workbook, workbook_of
from dashboard.words.palettes import layer_palette
from data.facts.indicators import indicator
from data.queries import Freshness, Layer, Nothing
from geo.stats.classes import Breaks

HOSTILE = '=HYPERLINK("http://x";"y") #panic("x") *tebal* <b>&amp; \\ $x$ @a'
URL = "https://dasbor.example.go.id/beranda?w=75.03&periode=2025"
PAPER = Paper(
    language="id",
    title="Profil Kabupaten Contoh",
    period="2025",
    verdict="2 angka jauh lebih baik.",
    marks="DATA SIMULASI",
    sections=[("Seperti apa di sini", ["Penduduknya 267.183 orang.", HOSTILE]), ("Yang berubah", ["Tidak ada."])],
    figures=pd.DataFrame(
        [
            ("cakupan_bersinar", "Cakupan Bersinar", "persen", 1, "Kemendesa", 6.9, 10.9, 13.3),
            ("kasus_narkoba", "Kasus narkotika", "kasus per 100.000 penduduk", 1, "Polri", np.nan, np.nan, 6.05),
        ],
        columns=["code", "name", "unit", "decimals", "source", "middle", "2024", "2025"],
    ),
    years=["2024", "2025"],
    drawing=Drawing(
        "Cakupan (persen)",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#0b6e6e" d="M0 0L10 0L10 10Z"/></svg>',
        10,
        10,
        [("#0b6e6e", "> 0,0 – 7,7", "3"), ("#fffdf5", "Nol", "1")],
    ),
    visits=[("Ipilo", "Kategori Bahaya dan belum ada program.")],
    offices=[("BNNP Contoh", "Layanan bulanan", "2026-10-31")],
    stamp=["Kabupaten Contoh (75.03), 2025", "Versi data 7, sampai 2026-10-31", "Angka tentang orang dibulatkan"],
    url=URL,
)
AREA = replace(
    PAPER,
    place="Kabupaten Contoh",
    state="Keadaan 2025",
    tiles=tuple(
        Tile("cakupan_bersinar", "2025", f"Desa Bersinar {at}", "13,3 %", "", "▲ 2,4 dari 2024", True, ("setara 6,9", HOSTILE))
        for at in range(5)
    ),
    steps=(Step("Kirim laporan", "**Capaian** belum dilaporkan.", "Kesbangpol", "ran_capaian"),),
)


def _plain(words: str) -> str:
    return " ".join(words.split())


def test_the_pdf_is_complete_embeds_its_fonts_and_draws_vectors_only() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(PAPER)))
    words = _plain(" ".join(page.extract_text() for page in reader.pages))
    for said in (PAPER.title, PAPER.verdict, "267.183 orang", "#panic", "*tebal*", "<b>&amp;", "13,3", "Ipilo", "BNNP Contoh"):
        assert said in words, said
    assert reader.metadata is not None
    assert reader.metadata.title == PAPER.title
    for page in reader.pages:
        on_page = _plain(page.extract_text())
        assert "DATA SIMULASI" in on_page
        assert "Versi data 7" in on_page
        assert not page.images, "map and code are vectors"
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), "a font that is not inside"
    links = [
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert URL in links
    assert reader.root_object["/MarkInfo"]["/Marked"], "readable aloud"


@pytest.mark.parametrize("sentences", [0, 1, 40, 120])
def test_an_area_is_one_page_with_its_map_whatever_it_says(sentences: int) -> None:
    long = replace(AREA, sections=[("Keadaan saat ini", [f"Kalimat {at} tentang wilayah ini." for at in range(sentences)])])
    reader = PdfReader(io.BytesIO(pdf_of(long)))
    assert len(reader.pages) == 1
    words = _plain(reader.pages[0].extract_text())
    for said in (AREA.title, AREA.verdict, "Desa Bersinar 4", "13,3 %", "Kirim laporan", "Kesbangpol", "Ipilo", "Versi data 7"):
        assert said in words, said
    assert "**" not in words.replace("*tebal*", "")
    assert all(f"Kalimat {at} tentang" in words for at in range(sentences)), "made smaller, never cut"
    assert "DATA SIMULASI" in words


@pytest.mark.parametrize("tiles", [1, 4, 5])
@pytest.mark.parametrize("drawn", [True, False])
def test_the_card_is_a_picture_of_one_size_made_within_two_seconds(tiles: int, drawn: bool, record_property) -> None:
    card = replace(AREA, tiles=AREA.tiles[:tiles], drawing=AREA.drawing if drawn else None, verdict=AREA.verdict * 6)
    began = time.perf_counter()
    made = Image.open(io.BytesIO(card_of(card)))
    took = time.perf_counter() - began
    record_property("card seconds", round(took, 2))
    assert (made.format, made.size) == ("PNG", (1080, 1350))
    assert took < 2
    assert len(made.convert("RGB").getcolors(1 << 20) or []) > 20, "something is drawn"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (URL, "dasbor.example.go.id/beranda?w=75.03"), ("", ""), ("http://x/beranda", "x/beranda"),
        ("http://x:8501/beranda?bahasa=en&w=ID", "x:8501/beranda?w=ID"),
    ],
)  # fmt: skip
def test_a_short_link_is_host_page_and_area(url: str, said: str) -> None:
    assert short_link(url) == said


def test_slides_hold_charts_and_tables_as_numbers() -> None:
    deck = Presentation(io.BytesIO(slides_of(PAPER)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 1, "one year alone is no chart"
    series = {one.name: list(one.values) for one in charts[0].plots[0].series}
    assert list(charts[0].plots[0].categories) == ["2024", "2025"]
    assert series == {"Cakupan Bersinar": [10.9, 13.3], "Nilai tengah wilayah setara": [None, 6.9]}
    assert charts[0].value_axis.minimum_scale == 0
    assert charts[0].plots[0].data_labels.number_format == "#,##0.0", "as many places as the figure has"
    inside = load_workbook(io.BytesIO(charts[0].part.chart_workbook.xlsx_part.blob)).active
    assert [cell.value for cell in inside["B"]][1:] == [10.9, 13.3], "edited in the sheet behind the chart"
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [cell.text for cell in tables[0].rows[2].cells] == ["Kasus narkotika (kasus per 100.000 penduduk)", "–", "6,0", "–"]
    for slide in deck.slides:
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "DATA SIMULASI" in words
        assert "Versi data 7" in words
    everything = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert HOSTILE in everything
    assert URL in everything


VIEW = replace(
    PAPER,
    figures=PAPER.figures.head(0),
    years=[],
    tables=(Listed("Tabel", ["Nama", "persen"], [[f"Desa {at}", f"{at},0"] for at in range(30)], "30 dari 99"),),
    trend=Chart("Contoh: Cakupan", "persen", 1, ["2024", "2025"], [10.9, 13.3], 12.0),
)


def test_a_map_view_becomes_documents_with_all_its_rows_and_its_trend() -> None:
    words = _plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(VIEW))).pages))
    deck = Presentation(io.BytesIO(slides_of(VIEW)))
    letter = Document(io.BytesIO(letter_of(VIEW)))
    cells = [
        [cell.text for cell in row.cells]
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    for at in range(30):
        assert f"Desa {at} {at},0" in words
        assert [f"Desa {at}", f"{at},0"] in cells
        assert letter.tables[0].rows[at + 1].cells[0].text == f"Desa {at}"
    assert "10,9" in words
    assert "nilai tengah wilayah setara 12,0" in words
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert list(charts[0].plots[0].series[0].values) == [10.9, 13.3]


def test_slides_and_letters_hold_the_map_with_its_legend() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"><path fill="#7fcdbb" d="M0 0L1000 0L500 500Z"/></svg>'
    drawing = Drawing("Cakupan (persen)", svg, 1000, 500, [("#7fcdbb", "> 0,0 – 5,0", "3"), ("#e2e2e2", "Tidak berlaku", "1")])
    made = replace(PAPER, drawing=drawing, url="")
    deck = Presentation(io.BytesIO(slides_of(made)))
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    image = Image.open(io.BytesIO(pictures[0].image.blob))
    assert image.width == pytest.approx(2 * pictures[0].width / 9525, abs=2), "twice the pixels of the slide"
    assert image.convert("RGB").getpixel((image.width // 2, 20)) == (0x7F, 0xCD, 0xBB)
    assert "> 0,0 – 5,0: 3" in pictures[0]._element.xpath(".//p:cNvPr")[0].get("descr")
    everything = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "Tidak berlaku   1" in everything
    letter = Document(io.BytesIO(letter_of(made)))
    assert len(letter.inline_shapes) == 1
    assert "> 0,0 – 5,0: 3; Tidak berlaku: 1" in [paragraph.text for paragraph in letter.paragraphs]


def test_a_list_with_headings_inside_becomes_a_letter_too() -> None:
    listed = Listed("Tabel", ["Nama", "persen"], [["Kecamatan Satu"], ["Desa A", "1,0"]])
    table = Document(io.BytesIO(letter_of(replace(VIEW, tables=(listed,))))).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["Kecamatan Satu", ""]


def test_a_long_list_on_paper_stands_under_headings() -> None:
    listed = Listed("Tabel", ["Nama", "persen"], [["Kecamatan Satu"], ["Desa A", "1,0"], ["Kecamatan Dua"], ["Desa B", "2,0"]])
    words = _plain(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(replace(VIEW, tables=(listed,))))).pages)
    )
    assert "Kecamatan Satu Desa A 1,0 Kecamatan Dua Desa B 2,0" in words


def test_the_pdf_draws_a_column_for_every_known_year() -> None:
    """Columns are rectangles, and as high beside each other as their values."""
    assert [(chart.name, chart.years, chart.values) for chart in PAPER.charts] == [
        ("Cakupan Bersinar", ["2024", "2025"], [10.9, 13.3])
    ]
    reader = PdfReader(io.BytesIO(pdf_of(replace(VIEW, tables=(), drawing=None, url=""))))
    drawn = ContentStream(reader.pages[0].get_contents(), reader).operations
    corners = [operands for at, (operands, operator) in enumerate(drawn) if operator == b"l" and drawn[at + 2][1] == b"h"]
    heights = [float(corner[1]) for corner in corners]
    assert len(heights) == 2
    assert heights[0] / heights[1] == pytest.approx(10.9 / 13.3, rel=1e-3)


def test_many_sentences_go_on_over_slides_and_none_is_lost() -> None:
    sentences = [f"Kalimat nomor {number}." for number in range(23)]
    deck = Presentation(io.BytesIO(slides_of(replace(PAPER, sections=[("Banyak", sentences)]))))
    everything = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert all(sentence in everything for sentence in sentences)


def test_the_letter_is_made_of_headings_lists_and_tables() -> None:
    made = Document(io.BytesIO(letter_of(PAPER)))
    by_style = [(paragraph.style.name, paragraph.text) for paragraph in made.paragraphs]
    assert ("Title", PAPER.title) in by_style
    assert ("Heading 1", "Seperti apa di sini") in by_style
    assert ("List Bullet", HOSTILE) in by_style
    assert [cell.text for cell in made.tables[0].rows[1].cells] == ["Cakupan Bersinar (persen)", "10,9", "13,3", "6,9"]
    assert made.sections[0].header.paragraphs[0].text == "DATA SIMULASI"
    assert "Versi data 7" in made.sections[0].footer.paragraphs[0].text
    assert len(made.inline_shapes) == 2, "the map, and the code of the address"
    widths = [column.width for column in made.tables[0].columns]
    assert widths[0] > 2 * widths[1], "a name has more room than a number"


def test_the_workbook_has_numbers_as_numbers_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(workbook_of(PAPER)))
    assert book.sheetnames == ["Profil", "Angka", "Keterangan", "Kamus"]
    figures = book["Angka"]
    assert [cell.value for cell in figures[2]] == ["Cakupan Bersinar", "persen", 10.9, 13.3, 6.9]
    assert [cell.value for cell in figures[3]][2:] == [None, 6.05, None]
    assert figures["C2"].data_type == "n"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert any(HOSTILE in str(row[0].value) for row in book["Profil"].iter_rows())
    assert "desa" in str(book["Kamus"]["C2"].value).lower()
    assert {"DATA SIMULASI", URL} <= {row[0].value for row in book["Keterangan"].iter_rows()}


def test_the_rows_of_a_view_are_numbers_in_a_workbook_too() -> None:
    item = indicator("cakupan_bersinar")
    frame = pd.DataFrame(
        {
            "Kode Kemendagri": ["75.01", "75.02"],
            "Nama": ["A", "=B()"],
            "Indikator": [item.name["id"]] * 2,
            "Nilai": figures(np.array([12.5, np.nan]), 1),
            "Pembilang": figures(np.array([1234.0, 0.5])),
            "Kelas": ["x", "y"],
        }
    )
    book = load_workbook(io.BytesIO(rows_workbook(frame, [item], [*PAPER.stamp, URL])))
    sheet = book["Angka"]
    assert book.sheetnames == ["Angka", "Keterangan", "Kamus"]
    assert [cell.value for cell in sheet[2]] == ["75.01", "A", item.name["id"], 12.5, 1234, "x"]
    assert [sheet["D2"].number_format, sheet["E2"].number_format, sheet["E3"].number_format] == ["#,##0.0", "#,##0", "#,##0.0"]
    assert sheet["D3"].value is None
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:F3", "C2")
    assert sheet.column_dimensions["A"].width > len("Kode Kemendagri")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book["Kamus"]["B2"].value == "persen"
    assert {*PAPER.stamp, URL} <= {row[0].value for row in book["Keterangan"].iter_rows()}


def test_a_geopackage_is_complete_and_opens_in_the_colours_of_the_map(tmp_path) -> None:
    shapes = gpd.GeoSeries(
        [box(122 + at, 0, 123 + at, 1) for at in range(4)], index=["75.01", "75.02", "75.03", "75.71"], crs=4326
    )
    areas = {"Kode BPS": ["7501", "7502", "7504", "7571"], "Provinsi": ["Gorontalo"] * 4, "Nama": list("ABCD")}
    silent = int(Nothing.TIDAK_DILAPORKAN)
    layer = Layer(
        "cakupan_bersinar",
        2,
        "2025",
        np.array([1, 0, 2, silent, 1], np.uint8),
        np.array([12.5, 0, 40, np.nan, 9]),
        np.array([1.0, 0, 4, np.nan, 1]),
        np.array([8.0, 8, 10, np.nan, 11]),
        Breaks((20.0, 100.0), 1),
        np.zeros(5, np.int64),
        np.zeros(5, np.int64),
    )
    item = indicator("cakupan_bersinar")
    file = tmp_path / "x.gpkg"
    file.write_bytes(geopackage_of(shapes, pd.DataFrame(areas), np.array([0, 1, 2, 3]), layer, item, "2025", PAPER.stamp, URL))
    read = gpd.read_file(file, layer="wilayah")
    assert read.crs.to_epsg() == 4326
    assert read["kode"].tolist() == list(shapes.index)
    assert read[["kode_bps", "provinsi", "nama"]].iloc[2].tolist() == ["7504", "Gorontalo", "C"]
    assert read["nilai"].tolist()[:3] == [12.5, 0, 40]
    assert np.isnan(read["nilai"].iat[3])
    assert read["keterangan"].iat[3] == "Tidak dilaporkan"
    assert read.geometry.iloc[2].equals(shapes.iloc[2])
    metadata = json.loads(pyogrio.read_info(file, layer="wilayah")["layer_metadata"]["dasbor_bersinar"])
    assert metadata["alamat"] == URL
    assert metadata["catatan"] == PAPER.stamp
    with sqlite3.connect(file) as connection:
        table, qml, default = connection.execute("select f_table_name, styleQML, useAsDefault from layer_styles").fetchone()
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("pragma user_version").fetchone() == (10200,)
    connection.close()
    assert (table, default) == ("wilayah", 1)
    root = ElementTree.fromstring(qml.partition(">")[2])
    categories = {one.get("value"): one.get("label") for one in root.iter("category")}
    assert categories == {"0": "0", "1": "0,1–20,0", "2": "20,1–100,0", str(silent): "Tidak dilaporkan"}
    colours = [one.get("value") for one in root.iter("Option") if one.get("name") == "color"]
    assert colours[1] == ",".join(str(int(layer_palette(item, layer)[1][at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
    done = subprocess.run(["ogrinfo", "-so", str(file), "wilayah"], capture_output=True, text=True, check=False)
    assert "Feature Count: 4" in done.stdout, "GDAL of the machine reads it as well"


@pytest.mark.parametrize(("waiting", "said"), [({"kasus": 2}, "SEMENTARA: 2 kiriman"), ({}, "Status data tetap")])
def test_a_stamp_says_final_only_where_nothing_behind_any_figure_waits(waiting: dict[str, int], said: str) -> None:
    state = Freshness(
        3, datetime(2026, 11, 1, tzinfo=UTC), False, "v", "Batas", True, {}, ("2025",), "2026-10-31", False, waiting
    )
    stamp = " · ".join(stamp_of("Contoh", "75.03", "2025", state, indicator("cakupan_bersinar"), indicator("kasus_narkoba")))
    assert said in stamp
    assert ("tetap" in stamp) == (not waiting)


@pytest.mark.parametrize("make", [pdf_of, slides_of, letter_of, workbook_of])
def test_a_paper_with_next_to_nothing_is_made_all_the_same(make) -> None:
    bare = replace(
        PAPER,
        verdict="",
        marks="",
        sections=[("Seperti apa di sini", ["Belum ada angka."])],
        figures=PAPER.figures.head(0),
        years=[],
        drawing=None,
        visits=[],
        offices=[],
        url="",
    )
    assert len(make(bare)) > 1_000


def test_a_running_year_is_hatched_on_paper_and_on_slides() -> None:
    label = "2026 (s.d. Okt)"
    running = Chart("Contoh: Kasus", "persen", 1, ["2025", label], [10.9, 8.0], 12.0, label)
    deck = Presentation(io.BytesIO(slides_of(replace(PAPER, trend=running))))
    drawn = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    hatched = [chart for chart in drawn if "pattFill" in chart._chartSpace.xml]
    assert len(hatched) == 1
    assert list(hatched[0].plots[0].categories)[-1] == label
    with_it, without = (pdf_of(replace(PAPER, trend=chart)) for chart in (running, replace(running, running="")))
    assert b"/PatternType 1" in with_it or len(with_it) != len(without), "the column is drawn otherwise"


@pytest.mark.parametrize(
    ("periods", "over", "running"),
    [
        (["2024", "2025", "2026"], ["2024", "2025"], ["2025", "2026"]),
        (["2024", "2025"], ["2024", "2025"], []),
        (["2026"], [], ["2026"]),
        ([], [], []),
    ],
)
def test_a_trend_is_parted_where_the_running_year_begins(periods: list[str], over: list[str], running: list[str]) -> None:
    state = Freshness(3, datetime(2026, 11, 1, tzinfo=UTC), False, "v", "Batas", True, {}, ("2025",), "2026-10-31", False, {})
    made = parted(pd.DataFrame({"period": periods, "value": [1.0] * len(periods)}), state)
    assert [part["period"].tolist() for part in made] == [over, running]
