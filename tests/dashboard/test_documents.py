"""Documents read back: what is in them is what was to be in them, and no text in them is taken for anything else."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from dashboard.documents.drawing import Drawing
from dashboard.documents.letter import letter_of
from dashboard.documents.paper import Paper
from dashboard.documents.pdf import pdf_of
from dashboard.documents.slides import slides_of
from dashboard.documents.workbook import workbook_of

HOSTILE = '=HYPERLINK("http://x";"y") #panic("x") *tebal* <b>&amp; \\ $x$ @a'
URL = "https://dasbor.example.go.id/profil?w=75.03&periode=2025"
PAPER = Paper(
    language="id", title="Profil Kabupaten Contoh", period="2025", verdict="2 angka jauh lebih baik.", marks="DATA SIMULASI",
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
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#0b6e6e" d="M0 0L10 0L10 10Z"/></svg>', 10, 10,
        [("#0b6e6e", "> 0,0 – 7,7", "3"), ("#fffdf5", "Nol", "1")],
    ),
    visits=[("Ipilo", "Kategori Bahaya dan belum ada program.")],
    offices=[("BNNP Contoh", "Layanan bulanan", "2026-10-31")],
    stamp=["Kabupaten Contoh (75.03), 2025", "Versi data 7, sampai 2026-10-31", "Jumlah 1 sampai 4 disembunyikan"], url=URL,
)  # fmt: skip


def _plain(words: str) -> str:
    return " ".join(words.split())


def test_the_pdf_says_it_all_with_its_fonts_inside_and_nothing_drawn_in_dots() -> None:
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


def test_slides_hold_charts_and_tables_as_numbers() -> None:
    deck = Presentation(io.BytesIO(slides_of(PAPER)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 1, "one year alone is no chart"
    series = {one.name: list(one.values) for one in charts[0].plots[0].series}
    assert list(charts[0].plots[0].categories) == ["2024", "2025"]
    assert series == {"Cakupan Bersinar": [10.9, 13.3], "Nilai tengah wilayah setara": [None, 6.9]}
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
    assert len(made.inline_shapes) == 1


def test_the_workbook_has_numbers_as_numbers_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(workbook_of(PAPER)))
    assert book.sheetnames == ["Profil", "Angka", "Kamus", "Asal"]
    figures = book["Angka"]
    assert [cell.value for cell in figures[2]] == ["Cakupan Bersinar", "persen", 10.9, 13.3, 6.9]
    assert [cell.value for cell in figures[3]][2:] == [None, 6.05, None]
    assert figures["C2"].data_type == "n"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert any(HOSTILE in str(row[0].value) for row in book["Profil"].iter_rows())
    assert "desa" in str(book["Kamus"]["B2"].value).lower()
    assert {"DATA SIMULASI", URL} <= {row[0].value for row in book["Asal"].iter_rows()}


@pytest.mark.parametrize("make", [pdf_of, slides_of, letter_of, workbook_of])
def test_a_paper_with_next_to_nothing_is_made_all_the_same(make) -> None:
    bare = replace(
        PAPER, verdict="", marks="", sections=[("Seperti apa di sini", ["Belum ada angka."])], figures=PAPER.figures.head(0),
        years=[], drawing=None, visits=[], offices=[], url="",
    )  # fmt: skip
    assert len(make(bare)) > 1_000
