"""A workbook to reckon with: numbers are numbers, and what they mean and come from stands beside them."""

import io

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.documents.paper import Paper
from dashboard.texts import pick, text
from data.indicators import indicator
from data.intake.sheets import harmless

_BOLD = Font(bold=True)


def workbook_of(paper: Paper) -> bytes:
    """Sheets: sentences, figures by year, what each figure means, where all of it is from. No text can become a formula."""
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

    words = book.create_sheet(text("paper.sheet_words"))
    _row(words, [text("paper.figure"), text("paper.meaning"), text("export.source"), text("paper.caveats")], bold=True)
    for code in paper.figures.get("code", []):
        item = indicator(str(code))
        caveats = " ".join(pick(caveat) for caveat in item.caveats)
        _row(words, [pick(item.name), pick(item.definition), pick(item.source), caveats])
    for column, width in zip("ABCD", (34, 70, 40, 70), strict=True):
        words.column_dimensions[column].width = width

    about = book.create_sheet(text("paper.sheet_about"))
    for line in (paper.marks, *paper.stamp, paper.url):
        if line:
            _row(about, [line])
    about.column_dimensions["A"].width = 110
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _row(sheet: Worksheet, values: list[object], *, bold: bool = False) -> None:
    sheet.append([harmless(value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row] if values else ():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = _BOLD
