"""Spreadsheets as offices keep them, read whole: delimiters, encodings, titles, merged cells, formulas, tricks."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from data.feeds import feeds
from data.intake.read.cells import NATIVE, cell_text
from data.intake.read.files import open_file
from data.intake.read.heading import find_heading
from data.model.errors import Fault, Problem
from tests.intake.conftest import month


def _saved(book: Workbook) -> bytes:
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    lines = [["Wilayah", "Catatan, lain", "Jumlah"], ["75.01", 'kafé "x"', "3"], ["75.02", "b\nc", "4"]]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    rows = open_file(text.encode(encoding), "x.csv").sheets[0].rows
    assert rows == [["Wilayah", "Catatan, lain", "Jumlah"], ["75.01", 'kafé "x"', "3"], ["75.02", "b\nc", "4"]]


def test_cells_of_a_workbook_keep_what_they_are() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["a", 5, 1.25, date(2025, 12, 31), datetime(2025, 12, 31, 8, 30), True, None, "  x\u00a0 "])  # noqa: DTZ001 - Excel's have none
    row = open_file(_saved(book)).sheets[0].rows[0]
    assert row == ["a", f"{NATIVE}5", f"{NATIVE}1.25", f"{NATIVE}2025-12-31", f"{NATIVE}2025-12-31 08:30", "ya", None, "x"]


def test_a_merged_cell_fills_its_range_and_hidden_sheets_are_skipped() -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Kab", "Bulan"], ["75.01", 1], [None, 2]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.create_sheet("lama").sheet_state = "hidden"
    found = open_file(_saved(book))
    assert [row[0] for row in found.sheets[0].rows] == ["Kab", "75.01", "75.01"]
    assert found.ignored == [("lama", "tersembunyi")]


def test_a_formula_that_nobody_computed_is_found() -> None:
    book = Workbook()
    book.active.append(["a", "=1+1"])
    assert open_file(_saved(book)).sheets[0].missing == {(0, 1)}


def _patched(body: bytes, part: str, **changes: str) -> bytes:
    """A workbook with words of one of its parts exchanged, each of which must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            for old, new in changes.items() if name == part else ():
                assert old.encode() in text, text
                text = text.replace(old.encode(), new.encode())
            after.writestr(name, text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def _with_cell(cell: str, **parts: str) -> bytes:
    """A sheet whose second row has one cell, as a program other than Excel may write it."""
    book = Workbook()
    book.active.append(["a"])
    book.active.append([7])
    body = _patched(_saved(book), SHEET, **{'<c r="A2" t="n"><v>7</v></c>': cell})
    return _patched(body, "xl/workbook.xml", **parts) if parts else body


@pytest.mark.parametrize(
    ("cell", "missing"),
    [
        ('<c r="A2"><f>1+1</f></c>', True),
        ('<c r="A2"><f>1+1</f><v></v></c>', True),
        ("<c r='A2'><f t='shared' si='0'/><v/></c>", True),
        ("<c><f>1+1</f></c>", True),  # a cell need not say where it is
        ('<c r="A2"><f>1+1</f><v>0</v></c>', True),  # the file asks to be computed, and programs write 0 till then
        ('<c r="A2"><f>1+1</f><v>2</v></c>', False),
        ('<c r="A2" t="str"><f>""</f><v></v></c>', False),
    ],
)
def test_a_formula_is_missing_where_nobody_computed_it(cell: str, missing: bool) -> None:
    sheet = open_file(_with_cell(cell)).sheets[0]
    assert sheet.missing == ({(1, 0)} if missing else set())
    if missing:
        assert sheet.rows[1:] in ([[None]], [[]], [])


def test_a_zero_is_a_zero_where_the_file_does_not_ask_to_be_computed() -> None:
    body = _with_cell('<c r="A2"><f>1-1</f><v>0</v></c>', **{'fullCalcOnLoad="1"': ""})
    sheet = open_file(body).sheets[0]
    assert (sheet.missing, sheet.rows[1]) == (set(), [f"{NATIVE}0"])


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    body = _patched(_with_cell('<c r="A2"><f>1+1</f></c>'), SHEET, **{'<dimension ref="A1:A2"': '<dimension ref="A1"'})
    assert open_file(body).sheets[0].missing == {(1, 0)}


def test_an_array_formula_is_missing_in_all_its_cells() -> None:
    body = _with_cell('<c r="A2"><f t="array" ref="A2:B3">1</f></c><c r="B2"/>')
    assert open_file(body).sheets[0].missing == {(1, 0), (1, 1), (2, 0), (2, 1)}


def test_an_error_cell_is_its_error() -> None:
    assert open_file(_with_cell('<c r="A2" t="e"><v>#N/A</v></c>')).sheets[0].rows[1] == ["#N/A"]


@pytest.mark.parametrize(("shown", "text"), [("0%", "6.5%"), ("0.00%", "6.5%"), ("General", "0.065")])
def test_per_cent_is_what_the_sheet_shows(shown: str, text: str) -> None:
    book = Workbook()
    book.active.append([0.065])
    book.active["A1"].number_format = shown
    assert open_file(_saved(book)).sheets[0].rows[0] == [NATIVE + text]


@pytest.mark.parametrize(
    ("code", "text"),
    [('0"%"', "12%"), ('0" ribu"', "12 ribu"), ('0"000"', '12"000"'), ('">"0', ">12"), ('#,##0,"ribu"', f"{NATIVE}12"),
     ('0" orang"', f"{NATIVE}12"), ('0;0;"%"', f"{NATIVE}12"), ("[$Rp-421]#,##0", f"{NATIVE}12"), ('"75."00', '"75."12')],
)  # fmt: skip
def test_a_number_is_what_its_format_shows(code: str, text: str) -> None:
    book = Workbook()
    book.active.append([12])
    book.active["A1"].number_format = code
    assert open_file(_saved(book)).sheets[0].rows[0] == [text]


def test_hidden_rows_and_columns_are_known() -> None:
    book = Workbook()
    for _ in range(3):
        book.active.append([1, 2, 3])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    sheet = open_file(_saved(book)).sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {1})


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", Problem.FILE_EMPTY),
        (b"   \n ", Problem.FILE_EMPTY),
        (b"%PDF-1.7 ...", Problem.FILE_UNREADABLE),
        (b"\xd0\xcf\x11\xe0old", Problem.FILE_UNREADABLE),
        (b"PK\x03\x04broken", Problem.FILE_UNREADABLE),
        (b"\x00\x01\x02binary", Problem.FILE_UNREADABLE),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(body: bytes, problem: Problem) -> None:
    with pytest.raises(Fault) as fault:
        open_file(body)
    assert fault.value.problem is problem


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 700_000_000)
    with pytest.raises(Fault) as fault:
        open_file(body.getvalue())
    assert fault.value.problem is Problem.FILE_TOO_LARGE


def test_a_cell_in_the_last_corner_ends_its_reader_alone() -> None:
    book = Workbook()
    book.active.append(["Bulan", "Orang"])
    book.active.cell(1_048_576, 16_384, 1)
    with pytest.raises(Fault) as fault:
        open_file(_saved(book))
    assert fault.value.problem is Problem.FILE_STOPPED


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with pytest.raises(Fault) as fault:
        open_file(body.getvalue())
    assert fault.value.problem is Problem.FILE_UNREADABLE


def test_titles_two_header_rows_and_other_words_are_seen_through() -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["LAPORAN LAYANAN"],
        [],
        ["No", "Kabupaten/Kota", "Periode", "Jenis Layanan", "Hasil", None, "Keterangan"],
        [None, None, None, None, "Jumlah kegiatan", "Jumlah peserta", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ):
        sheet.append(row)
    for area in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4"):
        sheet.merge_cells(area)
    heading = find_heading(open_file(_saved(book)).sheets[0], feeds()["layanan_bulanan"])
    assert heading is not None
    assert heading.row == 3
    assert {"region_code": 1, "month": 2, "service": 3}.items() <= heading.columns.items()


def test_the_ugly_parts_of_a_sheet_are_skipped_and_noted(send) -> None:
    book = Workbook()
    sheet = book.active
    row = month(3)
    sheet.append(["REKAP LAYANAN"])
    sheet.append(["No", *row])
    sheet.append([f"({n})" for n in range(1, 7)])
    sheet.append([1, *row.values()])
    sheet.append([2, "Kab. Gorontalo", "April 2025", "SKHPN", "1.250", 1250])
    sheet.append(["Jumlah", None, None, None, 1260, 9999])
    sheet.append(["Catatan: sementara"])
    report = send("layanan_bulanan", _saved(book), name="rekap.xlsx")
    assert (report.rows_in, report.landed.new, report.remarks.fault_count) == (2, 2, 0)
    notes = {what for _, what, _, _ in report.remarks.noted()}
    assert {"baris judul di atas kepala kolom dilewati", "baris nomor kolom dilewati", "baris jumlah dilewati"} <= notes
    # a total that does not match its parts is noted with both numbers
    assert any("9999" in what and "1260" in what for what in notes)


def test_infinity_and_nested_values_of_a_call_are_text() -> None:
    assert cell_text(float("inf")) == "bukan angka"
    assert cell_text([1, {"a": "b"}]) == '[1, {"a": "b"}]'
    assert cell_text(10**400) is not None
