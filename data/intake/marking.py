"""A sender's file with its faulty cells coloured and explained, and a sheet that lists them."""

import io
from collections.abc import Sequence
from copy import copy

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from data.intake.read.faults import FAULTS_SHEET
from data.model.spreadsheets import in_sheet, put

_WRONG = PatternFill("solid", fgColor="F8C6BD")
_LAST_ROW = 1_000_000
Comments = Sequence[tuple[str, int, int, str]]  # sheet, row, column, words


def mark(body: bytes, comments: Comments, listed: Sequence[Sequence[object]]) -> bytes:
    """The sender's workbook with faults marked. Formulas become their values. It opens an untrusted file: run it in
    isolation.
    """
    copied = load_workbook(io.BytesIO(body), data_only=True, keep_links=False)
    for sheet in copied.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and isinstance(cell, Cell):
                    cell.value = in_sheet(cell.value)
                    cell.data_type = "s"
    return finished(copied, comments, listed)


def finished(copied: Book, comments: Comments, listed: Sequence[Sequence[object]]) -> bytes:
    """The workbook with `comments` in its cells and `listed` on a sheet of its own."""
    titles = {sheet.title: sheet for sheet in copied.worksheets}
    for name, row, column, words in comments:
        there = titles.get(name)
        if there is None or not 0 < row <= _LAST_ROW:
            continue
        cell = there.cell(row, column)
        if not isinstance(cell, Cell):
            continue  # inside a merged area
        cell.fill = copy(_WRONG)
        said = f"{cell.comment.text}\n{words}" if cell.comment else words
        cell.comment = Comment(str(in_sheet(said)), "Dasbor Bersinar", width=320, height=110)
    sheet = copied.create_sheet(FAULTS_SHEET, 0)
    for r, values in enumerate(listed, start=1):
        for c, value in enumerate(values, start=1):
            put(sheet, r, c, value).alignment = Alignment(wrap_text=True, vertical="top")
    for at, width in enumerate((22, 8, 24, 26, 48, 48), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    body = io.BytesIO()
    copied.save(body)
    return body.getvalue()
