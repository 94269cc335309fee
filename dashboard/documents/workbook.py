"""A workbook to calculate with: numbers are numbers, and their meaning and source are beside them."""

import io
import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.documents.paper import Listed, Paper
from dashboard.words.texts import pick, text
from data.facts.indicators import Indicator, indicator
from data.model.spreadsheets import in_sheet

_BOLD = Font(bold=True)


def workbook_of(paper: Paper) -> bytes:
    """Sheets: sentences, figures by year, the meaning of each figure, sources. No text can become a formula."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = text("paper.sheet_profile")
    _row(first, [paper.title], bold=True)
    _row(first, [paper.period])
    if paper.verdict:
        _row(first, [paper.verdict])
    for title, sentences in paper.sections:
        _row(first, [])
        _row(first, [title], bold=True)
        for words in sentences:
            _row(first, [words])
    if paper.visits:
        _row(first, [])
        _row(first, [text("profile.visits")], bold=True)
        for visit in paper.visits:
            _row(first, list(visit))
    first.column_dimensions["A"].width = 90

    figures = book.create_sheet(text("paper.sheet_figures"))
    _row(figures, [text("paper.figure"), text("paper.unit"), *paper.years, text("paper.middle")], bold=True)
    for _, row in paper.figures.iterrows():
        values = [float(row[name]) if np.isfinite(row[name]) else None for name in (*paper.years, "middle")]
        _row(figures, [row["name"], row["unit"], *values])
        for cell in figures[figures.max_row][2:]:
            cell.number_format = "#,##0" + ("." + "0" * int(row["decimals"]) if row["decimals"] else "")
    figures.freeze_panes = "C2"
    figures.column_dimensions["A"].width, figures.column_dimensions["B"].width = 30, 32

    for table in paper.tables:
        _table(book, table)
    _about(book, [paper.marks, *paper.stamp, paper.url])
    _words(book, [indicator(str(code)) for code in paper.figures.get("code", [])])
    return _saved(book)


def rows_workbook(frame: pd.DataFrame, items: Sequence[Indicator], notes: Iterable[str]) -> bytes:
    """The rows of a view to filter and sort, what they are, and the meaning of their indicators.

    Numbers are written as the reader's own Excel writes them: with as many decimals as their indicator has.
    """
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = text("paper.sheet_figures")
    heads = list(frame.columns)
    _row(first, heads, bold=True)
    value, named = (heads.index(text(key)) if text(key) in heads else -1 for key in ("export.value", "export.indicator"))
    places = {pick(item.name): item.decimals for item in items}
    for at, row in enumerate(frame.itertuples(index=False), start=2):
        first.append([_plain(cell) for cell in row])
        for column, cell in enumerate(row):
            if isinstance(cell, int | float) and cell == cell:
                first.cell(at, column + 1).number_format = _format(cell, places.get(row[named], 0) if column == value else 0)
    first.auto_filter.ref = first.dimensions
    first.freeze_panes = first.cell(2, heads.index(text("table.name")) + 2 if text("table.name") in heads else 1)
    for at, heading in enumerate(heads, start=1):
        longest = max([len(str(heading)), *frame.iloc[:500, at - 1].map(lambda cell: len(str(cell)))])
        first.column_dimensions[get_column_letter(at)].width = min(44, longest + 3)
    _about(book, notes)
    _words(book, items)
    return _saved(book)


def _table(book: Workbook, table: Listed) -> None:
    if not table.values:
        return
    sheet = book.create_sheet(_sheet_name(book, table.title))
    _row(sheet, list(table.heads), bold=True)
    for row in table.values:
        sheet.append([_plain(cell) for cell in row])
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    for column, heading in enumerate(table.heads, start=1):
        longest = max([len(heading), *(len(str(row[column - 1])) for row in table.values[:500])])
        sheet.column_dimensions[get_column_letter(column)].width = min(44, longest + 3)
    if table.note:
        _row(sheet, [])
        _row(sheet, [table.note])


def _sheet_name(book: Workbook, title: str) -> str:
    """At most 31 characters, without those that Excel refuses, and unlike the others."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    return name if name not in book.sheetnames else f"{name[:28]} {len(book.sheetnames)}"


def _format(value: float, decimals: int) -> str:
    """A number's format; a count that is a weighted sum keeps a decimal."""
    if not decimals and value == int(value):
        return "#,##0"
    return f"#,##0.{'0' * max(decimals, 1)}"


def _words(book: Workbook, items: Iterable[Indicator]) -> None:
    sheet = book.create_sheet(text("paper.sheet_words"))
    heads = ("paper.figure", "paper.unit", "paper.meaning", "export.source", "paper.caveats")
    _row(sheet, [text(head) for head in heads], bold=True)
    for item in items:
        caveats = " ".join(pick(caveat) for caveat in item.caveats)
        _row(sheet, [pick(item.name), pick(item.unit), pick(item.definition), pick(item.source), caveats])
    for column, width in zip("ABCDE", (34, 28, 70, 40, 70), strict=True):
        sheet.column_dimensions[column].width = width


def _about(book: Workbook, lines: Iterable[str]) -> None:
    sheet = book.create_sheet(text("paper.sheet_about"))
    for line in filter(None, lines):
        _row(sheet, [line])
    sheet.column_dimensions["A"].width = 110


def _saved(book: Workbook) -> bytes:
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _plain(value: object) -> object:
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return in_sheet(value)


def _row(sheet: Worksheet, values: list[object], *, bold: bool = False) -> None:
    sheet.append([in_sheet(value) for value in values])
    for cell in sheet[sheet.max_row] if values else ():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = _BOLD
