"""Reads the sheets of a workbook: values by calamine, what it does not say by `markup`. Runs in the reading process."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from data.intake.read.cells import MOST_COLUMNS, NATIVE, Row, cell_text
from data.intake.read.markup import Book, Marks
from data.intake.read.saying import say, say_rows
from data.model.errors import Fault, Problem

_MOST_UNPACKED = 600_000_000
_MOST_RATIO = 200
_MOST_PARTS = 5_000

Range = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(source: BinaryIO, out: BinaryIO, cells: int) -> None:
    """Write ``sheet``, ``rows`` and ``beside`` of each visible sheet, and which were ``ignored``. Raises `Fault`."""
    from python_calamine import CalamineError, CalamineWorkbook

    body = source.read()
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _check_size(archive, len(body))
            marked = Book.of(archive)
            book = CalamineWorkbook.from_filelike(io.BytesIO(body))
            left = cells
            for meta in book.sheets_metadata:
                if not str(meta.visible).endswith("Visible"):
                    say(out, "ignored", [meta.name, "tersembunyi"])
                    continue
                if not str(meta.typ).endswith("WorkSheet"):
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                high, wide = (at + 1 for at in sheet.end or (-1, -1))
                left -= wide * high
                if left < 0:
                    raise Fault(Problem.SHEET_TOO_WIDE, columns=wide, rows=high)
                if wide > MOST_COLUMNS:  # a stray cell far to the right, or a trick
                    say(out, "ignored", [meta.name, f"kolom sesudah yang ke-{MOST_COLUMNS} tidak dibaca"])
                say(out, "sheet", meta.name)
                marks, ranges = marked.marks(meta.name), list(sheet.merged_cell_ranges or [])
                before = [None] * (sheet.start[1] if sheet.start else 0)
                rows = (
                    [*before, *(None if cell == "" else cell_text(cell) for cell in row)][:MOST_COLUMNS]
                    for row in sheet.iter_rows()
                )
                say_rows(out, _filled(_with_marks(rows, marks), ranges))
                say(out, "beside", _beside(marks, ranges))
    except (zipfile.BadZipFile, CalamineError, ExpatError, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Fault(Problem.FILE_UNREADABLE, reason="lembar kerja ini rusak atau berkata sandi") from None


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """Raises `Fault` for an archive that is no workbook, or that would grow too large."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * max(packed, 1_000_000) or len(parts) > _MOST_PARTS:
        raise Fault(Problem.FILE_TOO_LARGE, most=_MOST_UNPACKED // 1_000_000)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        open_document = any(part.filename == "content.xml" for part in parts)
        ods = "ini berkas ODS (LibreOffice); simpan sebagai .xlsx"
        raise Fault(
            Problem.FILE_UNREADABLE, reason=ods if open_document else "arsip ini tanpa xl/workbook.xml, jadi bukan XLSX"
        )


def _beside(marks: Marks, ranges: list[Range]) -> dict[str, object]:
    spread = [(top, bottom, left, right) for (top, left), (bottom, right) in ranges if (top, left) != (bottom, right)]
    return {
        "missing": sorted(marks.missing),
        "merged": spread,
        "hidden_rows": marks.hidden_rows,
        "hidden_columns": marks.hidden_columns,
    }


def _with_marks(rows: Iterable[Row], marks: Marks) -> Iterator[Row]:
    """The rows with errors as text, numbers as their format shows them, and nothing where a formula was never computed."""
    marked = marks.by_row()
    for number, row in enumerate(rows):
        if number in marked:
            for at, cell in enumerate(row):
                here = (number, at)
                if here in marks.missing:
                    row[at] = None
                elif here in marks.errors:
                    row[at] = marks.errors[here]
                elif here in marks.per_cent and cell is not None and cell.startswith(NATIVE):
                    row[at] = f"{NATIVE}{(Decimal(cell[1:]) * 100).normalize():f}%"
                elif here in marks.shown and cell is not None and cell.startswith(NATIVE):
                    shown = marks.shown[here]
                    row[at] = f"{shown.before}{cell[1:]}{shown.after}"
        yield row


def _filled(rows: Iterable[Row], ranges: Iterable[Range]) -> Iterator[Row]:
    """The rows with the value of a merged cell in all of its range."""
    waiting = sorted(ranges, reverse=True)
    begun: list[tuple[int, int, int, str]] = []  # last row, columns from and to, value
    for number, row in enumerate(rows):
        while waiting and waiting[-1][0][0] <= number:
            (top, left), (bottom, right) = waiting.pop()
            if top == number and left < len(row) and (value := row[left]) is not None:
                begun.append((bottom, left, min(right + 1, len(row)), value))
        for _, left, end, value in begun:
            for at in range(left, end):
                if row[at] is None:
                    row[at] = value
        begun = [one for one in begun if one[0] > number]
        yield row if any(cell is not None for cell in row) else []
