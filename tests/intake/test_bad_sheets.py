"""Workbooks that open and hold nothing that can be used: each ends in one sentence, and nothing of it is stored."""

import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.model.errors import Fault, Problem

HEADS = ["Wilayah", "Bulan", "Layanan", "Jumlah kegiatan", "Orang"]
ROW: list[object] = ["75.01", "2025-03", "Penyuluhan", 3, 100]
Touch = Callable[[Workbook, Worksheet], None]


def workbook(*rows: list[object], touch: Touch | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if touch is not None:
        touch(book, book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _hide(book: Workbook, sheet: Worksheet) -> None:
    sheet.title, sheet.sheet_state = "Data asli", "hidden"
    book.create_sheet("Petunjuk").append(["Isi lembar berikutnya"])


@pytest.mark.parametrize(
    ("body", "problem", "says"),
    [
        (workbook(), Problem.NO_ROWS, "tidak berisi satu baris data pun"),
        (workbook(HEADS), Problem.NO_ROWS, "tidak berisi satu baris data pun"),
        (workbook(HEADS, [None] * 5), Problem.NO_ROWS, "tidak berisi satu baris data pun"),
        (workbook(HEADS, ROW, touch=_hide), Problem.SHEETS_HIDDEN, r"lembar tersembunyi \(Data asli\) tidak dibaca"),
        (workbook(HEADS, ROW, touch=lambda _, sheet: sheet.merge_cells("A1:E2")), Problem.NO_HEADER, "Perlu sedikitnya"),
        (workbook([f"K{at}" for at in range(200)], list(range(200))), Problem.NO_HEADER, "Perlu sedikitnya"),
    ],
    ids=["no sheet with cells", "a header alone", "blank rows", "a hidden sheet", "all merged", "200 other columns"],
)
def test_a_sheet_without_rows_of_ours_is_refused_and_nothing_is_stored(
    place, send, body: bytes, problem: Problem, says: str
) -> None:
    with pytest.raises(Fault, match=says) as fault:
        send("layanan_bulanan", body, name="uji.xlsx")
    assert fault.value.problem is problem
    with place[0].writing() as connection:
        kept = connection.execute(
            sa.text(
                "select (select count(*) from inti.service_month), (select count(*) from mentah.kiriman where sent_by <> '')"
            )
        ).one()
    assert tuple(kept) == (0, 0)


def test_a_wide_sheet_is_read_and_its_many_other_columns_are_few_notes(send) -> None:
    many = [f"K{at}" for at in range(230)]
    report = send("layanan_bulanan", workbook([*HEADS, *many], [*ROW, *range(230)]), name="uji.xlsx")
    assert report.accepted, report.remarks.faults
    assert report.rows_in == 1
    notes = [(what, count) for _, what, count, _ in report.remarks.noted()]
    assert ("lembar 'Sheet': kolom sesudah yang ke-200 tidak dibaca", 1) in notes
    assert [count for what, count in notes if what == "kolom lain tidak dipakai"] == [200 - len(HEADS) - 20]
    assert len(notes) < 30
