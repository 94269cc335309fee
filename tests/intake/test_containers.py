"""The same sheet in every kind of workbook is the same rows, marks and stops."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from data.intake.read.cells import NATIVE
from data.intake.read.files import Sheet, open_file
from data.model.errors import Fault, Problem
from data.store import Store
from tests.intake.case_list import FOLDER
from tests.intake.damage import KINDS
from tests.intake.damaged_store import landed
from tests.intake.other_programs import PROGRAMS, to_html, to_ods, to_xls

FORMATS = ["General", "0%", "0.00%", '0"%"', '0" ribu"', '">"0', "#,##0", '0" orang"', "0.00"]


def _saved(book: Workbook) -> bytes:
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _gauntlet() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Rekap"
    sheet.append(["REKAP  LAYANAN"])
    sheet.append([])
    sheet.append(["Wilayah", "Bulan", "Orang", "Catatan", "Ya"])
    sheet.append(["75.01", datetime(2025, 3, 1), 12, " a\u00a0", True])  # noqa: DTZ001 - Excel's have none
    sheet.append(["75.02", datetime(2025, 12, 31, 8, 30), 1.5, "b & c <d>", False])  # noqa: DTZ001
    sheet.append([None, None, -3, "#N/A", None])
    sheet.append(["75.03", "Mei 2025", "=1+1", "dua\nbaris", None])
    for at, code in enumerate(FORMATS):
        sheet.append([f"75.0{at}", None, 0.065 if "%" in code else 12, code, None])
        sheet.cell(sheet.max_row, 3).number_format = code
    sheet.append(["75.04", None, 7, "dicoret", None])
    sheet.cell(sheet.max_row, 3).font = Font(strike=True)
    sheet.append(["digabung", "ke kanan", None, "ke bawah", None])
    sheet.append([None, None, None, None, 5])
    last = sheet.max_row
    sheet.merge_cells(start_row=last - 1, end_row=last - 1, start_column=2, end_column=3)
    sheet.merge_cells(start_row=last - 1, end_row=last, start_column=4, end_column=4)
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["E"].hidden = True
    book.create_sheet("lama").sheet_state = "hidden"
    return _saved(book)


def _what(sheet: Sheet) -> dict[str, object]:
    rows = [[*row, *([None] * (5 - len(row)))] for row in sheet.rows]
    while rows and not any(rows[-1]):
        rows.pop()
    merged = sorted((one.top, one.bottom, one.left, one.right) for one in sheet.merged)
    return {
        "rows": rows, "missing": sheet.missing, "merged": merged,
        "hidden": (sheet.hidden_rows, sheet.hidden_columns), "name": sheet.name,
    }  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_sheet_means_the_same_in_every_kind_of_workbook(program: str) -> None:
    body = _gauntlet()
    right, other = open_file(body), open_file(PROGRAMS[program](body))
    assert other.kind == program
    assert other.ignored == right.ignored == [("lama", "tersembunyi")]
    assert _what(other.sheets[0]) == _what(right.sheets[0])


@pytest.mark.parametrize("program", ["ods", "xls"])
def test_what_libreoffice_itself_makes_of_the_sheet_is_the_same(program: str) -> None:
    right = _what(open_file(_gauntlet()).sheets[0])
    book = open_file((FOLDER.parent / "containers" / f"libreoffice.{program}").read_bytes())
    assert (book.kind, book.ignored) == (program, [("lama", "tersembunyi")])
    assert isinstance(right["rows"], list)
    right["rows"][6][2], right["missing"] = f"{NATIVE}2", set()  # it computed the formula
    assert _what(book.sheets[0]) == right


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_of_another_program_says_the_truth_or_is_stopped(
    all_regions: tuple[Store, Path], name: str, program: str
) -> None:
    damaged = KINDS[name](random.Random(f"{name}0"))
    if not damaged.body.startswith(b"PK"):
        pytest.skip("a damage of texts")
    rows, said = landed(*all_regions, replace(damaged, body=PROGRAMS[program](damaged.body), name=f"uji.{program}"))
    if rows is None:
        assert said
        return
    assert damaged.truth is not None, sorted(rows)[:3]
    assert rows == damaged.truth, sorted(rows ^ damaged.truth)[:4]


def test_a_web_page_is_texts_with_its_merges_and_what_it_hides() -> None:
    sheet = open_file(to_html(_gauntlet())).sheets[0]
    rows = [[*row, *([None] * (5 - len(row)))] for row in sheet.rows]
    assert rows[3] == ["75.01", "01/03/2025", "12", "a", "ya"]
    assert rows[5] == [None, None, "-3", "#N/A", None]
    assert [row[2] for row in rows[7:16]] == ["12", "6,5%", "6,5%", "0,065%", "12 ribu", ">12", "12", "12", "12"]
    assert rows[16][2] == "(dicoret) 7"
    assert rows[17][1:4] == ["ke kanan", "ke kanan", "ke bawah"]
    assert rows[18][3] == "ke bawah"
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({4}, {4})


PAGE = b"<table><tr><td>Wilayah</td><td>Orang</td></tr><tr><td>75.01</td><td>1.234</td></tr></table>"
MAIL = (
    b'MIME-Version: 1.0\r\nX-Document-Type: Worksheet\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    b'Content-Type: text/html; charset="us-ascii"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n--b--\r\n'
)


@pytest.mark.parametrize(
    "body",
    [
        PAGE, b"\xef\xbb\xbf" + PAGE, b"<html>" + PAGE, b"\r\n<!DOCTYPE html><body>" + PAGE, PAGE.decode().encode("utf-16"),
        b"<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'>" + PAGE + b"</html>",
        b"<table><tr><td>" + PAGE + b"</td></tr><tr><td>kaki</td></tr></table>", MAIL % PAGE.replace(b"=", b"=3D"),
        b"<html><style>.x {display:none}</style>" + PAGE.replace(b"1.234", b"<b class=x>9</b>1.234"),
    ],
)  # fmt: skip
def test_a_web_page_under_any_name_is_read(body: bytes) -> None:
    book = open_file(body, "rekap.xls")
    assert [sheet.rows for sheet in book.sheets] == [[["Wilayah", "Orang"], ["75.01", "1.234"]]]


def _archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return out.getvalue()


def _locked_ods() -> bytes:
    return _archive(content_xml=b"\x00\x01", **{"META-INF__manifest_xml": b"<manifest:encryption-data/>"})


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "berkata sandi"),
        (_locked_ods(), "berkata sandi"),
        (b"\xd0\xcf\x11\xe0rusak", "rusak"),
        (_archive(xl__workbook_bin=b"x"), ".xlsb"),
        (_archive(word__document_xml=b"x"), "Word"),
        (_archive(Index__Document_iwa=b"x"), "Numbers"),
        (b"<html><body>Silakan masuk</body></html>", "tidak berisi tabel"),
        (MAIL % b"<p>kosong</p>", "tidak berisi tabel"),
        (MAIL.replace(b"--b--", b"--b\r\nContent-Type: text/html\r\n\r\n%s\r\n--b--") % (PAGE, PAGE), "beberapa lembar"),
        (b"<?xml version='1.0'?><laporan><baris>1</baris></laporan>", "XML"),
        (b"%PDF-1.7", "PDF"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_what_to_do(body: bytes, says: str) -> None:
    with pytest.raises(Fault, match=says) as fault:
        open_file(body, "rekap.xls")
    assert fault.value.problem is Problem.FILE_UNREADABLE


@pytest.mark.parametrize("file", ["m14c_html.xls", "m14d_spreadsheetml2003.xls", "m14f_tab.xls", "m14j_libreoffice.ods",
                                  "m14g_utf16le_tanpa_bom.csv"])  # fmt: skip
def test_the_cases_are_read(file: str) -> None:
    rows = open_file((FOLDER / file).read_bytes(), file).sheets[0].rows
    assert rows[0][0] == "Wilayah"
    assert rows[1][0] == "Kab. Boalemo"
    assert str(rows[1][-1]).lstrip(NATIVE) == "420"


def _ods_of(cells: str) -> bytes:
    body = to_ods(_saved(Workbook()))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        text = archive.read("content.xml").decode()
    start, end = text.index("<table:table-row"), text.index("</table:table>")
    return _archive(content_xml=f"{text[:start]}<table:table-row>{cells}</table:table-row>{text[end:]}".encode())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('office:value-type="float" office:value="12000"><text:p>12 ribu</text:p>', '12 ribu (nilai sel: "12000")'),
        ('office:value-type="float" office:value="12"><text:p>12 ribu</text:p>', "12 ribu"),
        ('office:value-type="float" office:value="1234.5"><text:p>1.234,50</text:p>', f"{NATIVE}1234.5"),
        ('office:value-type="float" office:value="0.5"><text:p>1/2</text:p>', '1/2 (nilai sel: "0.5")'),
        ('office:value-type="float" office:value="0"><text:p>Err:502</text:p>', "Err:502"),
        ('office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>', "#DIV/0!"),
        ('office:value-type="currency" office:value="5000"><text:p>Rp5.000</text:p>', f"{NATIVE}5000"),
        ('office:value-type="string"><office:annotation><text:p>x</text:p></office:annotation><text:p>isi</text:p>', "isi"),
        ('office:value-type="string"><text:p>a<text:s text:c="2"/>b<text:span>c</text:span></text:p>', "a  bc"),
    ],
)  # fmt: skip
def test_a_number_of_an_ods_is_what_its_reader_saw(cell: str, text: str) -> None:
    assert open_file(_ods_of(f"<table:table-cell {cell}</table:table-cell>")).sheets[0].rows[0] == [text]


def test_a_repeated_row_or_cell_is_itself_many_times_and_bounded() -> None:
    cells = (
        '<table:table-cell table:number-columns-repeated="3" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    )
    assert open_file(_ods_of(cells)).sheets[0].rows == [["x"] * 3]
    bomb = _ods_of(cells.replace('"3"', '"16384"'))
    assert len(open_file(bomb).sheets[0].rows[0]) == 200
    text = f'</table:table-row><table:table-row table:number-rows-repeated="1048576">{cells.replace("3", "200")}'
    with pytest.raises(Fault) as fault:
        open_file(_ods_of(text))
    assert fault.value.problem is Problem.FILE_STOPPED


def test_a_formula_that_a_program_could_not_compute_is_missing_in_an_xls() -> None:
    book = Workbook()
    book.active.append(["a", "=1+1", 3])
    sheet = open_file(to_xls(_saved(book))).sheets[0]
    assert sheet.missing == {(0, 1)}
    assert sheet.rows == [["a", None, f"{NATIVE}3"]]
