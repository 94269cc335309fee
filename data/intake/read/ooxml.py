"""Sheets of an XLSX: values by calamine, what it does not say by `markup`. Runs in the reading process."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from data.intake.read.cells import MOST_COLUMNS, Row, cell_text
from data.intake.read.formats import PER_CENT
from data.intake.read.found import HIDDEN, Found, as_shown
from data.intake.read.markup import Book, Marks
from data.model.errors import Fault, Problem


def sheets(body: bytes, cells: int) -> Iterator[Found]:
    """All sheets of a workbook that claim no more than `cells`. Raises `Fault`, and what a broken archive raises."""
    from python_calamine import CalamineWorkbook

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        marked = Book.of(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        left = cells
        for meta in book.sheets_metadata:
            if not str(meta.visible).endswith("Visible"):
                yield Found(meta.name, ignored=HIDDEN)
                continue
            if not str(meta.typ).endswith("WorkSheet"):
                continue
            sheet = book.get_sheet_by_name(meta.name)
            high, wide = (at + 1 for at in sheet.end or (-1, -1))
            left -= wide * high
            if left < 0:
                raise Fault(Problem.SHEET_TOO_WIDE, columns=wide, rows=high)
            if wide > MOST_COLUMNS:  # a stray cell far to the right, or a trick
                yield Found(meta.name, ignored=f"kolom sesudah yang ke-{MOST_COLUMNS} tidak dibaca")
            marks = marked.marks(meta.name)
            before = [None] * (sheet.start[1] if sheet.start else 0)
            rows: Iterable[Row] = (
                [*before, *(None if cell == "" else cell_text(cell) for cell in row)][:MOST_COLUMNS]
                for row in sheet.iter_rows()
            )
            yield Found(meta.name, _with_marks(rows, marks), marks, list(sheet.merged_cell_ranges or []))


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
                elif cell is not None:
                    row[at] = as_shown(cell, PER_CENT if here in marks.per_cent else marks.shown.get(here))
        yield row
