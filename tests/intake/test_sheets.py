"""Spreadsheets for senders: templates that can be sent back, marked copies, and nothing that Excel would run."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from data.feeds import feeds
from data.intake.read.files import open_file
from data.intake.read.heading import find_heading
from data.intake.sheets import dictionary_rows, template
from data.intake.submit.submission import marked_copy
from data.model.formulas import harmless
from tests.intake.conftest import month


@pytest.mark.parametrize("feed", list(feeds()))
def test_every_template_is_read_back_by_its_own_header(feed: str) -> None:
    contract = feeds()[feed]
    body = template(contract)
    book = open_file(body)
    assert [sheet.name for sheet in book.sheets] == ["Data", "Kamus"]
    heading = find_heading(book.sheets[0], contract)
    assert heading is not None
    assert dict(heading.columns.items()) == {one.name: at for at, one in enumerate(contract.columns)}
    opened = load_workbook(io.BytesIO(body))
    sheet = opened["Data"]
    codes = [one for one in contract.columns if one.type in ("code", "yes_no")]
    assert len(sheet.data_validations.dataValidation) == len(codes)
    assert all(sheet.cell(1, at).comment for at in range(1, len(contract.columns) + 1))
    assert opened["Pilihan"].sheet_state == "hidden"
    assert opened["Kamus"].max_row == 5 + len(contract.columns)


def test_the_example_row_of_a_template_is_no_data(send) -> None:
    book = load_workbook(io.BytesIO(template(feeds()["layanan_bulanan"])))
    book["Data"].append(list(month(1).values()))
    body = io.BytesIO()
    book.save(body)
    report = send("layanan_bulanan", body.getvalue())
    assert (report.rows_in, report.landed.new) == (1, 1)


def test_the_dictionary_names_every_column_in_both_languages() -> None:
    for contract in feeds().values():
        for language in ("id", "en"):
            rows = dictionary_rows(contract, language)
            assert [row[0] for row in rows] == [one.name for one in contract.columns]
            assert all(row[1] and row[7] for row in rows)


def _evil() -> bytes:
    book = Workbook()
    sheet = book.active
    rows = month(1)
    sheet.append(list(rows))
    for start in "=+-@":
        cell = list(rows.values())
        cell[2] = f"{start}cmd|' /C calc'!A0"
        sheet.append(cell)
        sheet.cell(sheet.max_row, 3).data_type = "s"
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_marked_copy_names_every_fault_and_runs_nothing(send, kind: str) -> None:
    body = (
        _evil()
        if kind == "xlsx"
        else "\n".join([";".join(month(1)), "75.01;2025-01;=1+1;1;1", "75.01;2025-01;@x;1;1"]).encode()
    )
    report = send("layanan_bulanan", body, name=f"a.{kind}")
    assert report.remarks.fault_count >= 2
    copy = load_workbook(io.BytesIO(marked_copy(body, f"a.{kind}", report)))
    listed = copy["Kesalahan"]
    assert listed.max_row == 1 + report.remarks.fault_count
    marked = copy.worksheets[1]
    for fault in report.remarks.faults:
        cell = marked.cell(fault.row, 3)
        assert fault.expected in cell.comment.text
        assert cell.fill.fgColor.rgb.endswith("F8C6BD")
    for sheet in copy.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert harmless(cell.value) == cell.value


def test_a_marked_copy_comes_back_and_marks_the_empty_cells(send) -> None:
    lines = [
        "Desa;Kecamatan;Kabupaten;Tahapan;Tanggal",
        "Bulota;Limboto;;pencanangan;2025-01-05",
        ";Limboto;Kabupaten Gorontalo;sk;x",
    ]
    body = "\n".join(lines).encode()
    report = send("bersinar_peristiwa", body, name="a.csv")
    copy = marked_copy(body, "a.csv", report)
    again = send("bersinar_peristiwa", copy, name="a_ditandai.xlsx")
    assert {one.sheet for one in again.remarks.faults} == {"a.csv"}
    assert len(again.remarks.faults) == len(report.remarks.faults)
    assert any("lembar 'Kesalahan' dilewati" in what for _, what, _, _ in again.remarks.noted())
    sheet = load_workbook(io.BytesIO(copy))["a.csv"]
    for fault in report.remarks.faults:
        at = {"Desa/kelurahan": 1, "Kecamatan": 2, "Kabupaten": 3, "Peristiwa": 4, "Tanggal": 5}[fault.column]
        assert fault.expected in sheet.cell(fault.row, at).comment.text
