"""What every DOCX has in common: page, header and footer, tables, and the address at its end."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

from dashboard.words.qr import qr_png

WIDE = 16.2  # cm between the margins
SMALL = Pt(9)
_LONG = 30  # characters; longer cells take a second line


def begin(title: str, language: str, marks: str, foot: str) -> Any:
    """An empty A4 document; `marks` stand in the header and `foot` in the footer of every page."""
    made = Document()
    made.core_properties.title, made.core_properties.author = title, "Dasbor Bersinar"
    made.core_properties.language = language
    made.styles["Normal"].font.size = Pt(11)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.header.paragraphs[0].text = marks
    section.footer.paragraphs[0].add_run(foot).font.size = Pt(8)
    return made


def add_table(made: Any, rows: Sequence[Sequence[object]]) -> None:
    """A table whose columns are as wide as their longest words, so that no word is broken."""
    whole = [[*map(str, row), *[""] * (len(rows[0]) - len(row))] for row in rows]  # a heading inside a list has one cell
    table = made.add_table(rows=len(whole), cols=len(whole[0]), style="Light Grid Accent 1")
    table.autofit = False
    wanted = [min(max(len(row[column]) for row in whole), _LONG) + 7 for column in range(len(whole[0]))]
    wide = [Cm(WIDE * share / sum(wanted)) for share in wanted]
    for grid, width in zip(table.columns, wide, strict=True):
        grid.width = width  # for some programs; others read the cells
    for at, row in enumerate(whole):
        for column, words in enumerate(row):
            cell = table.cell(at, column)
            cell.width = wide[column]
            cell.text = words
            for run in cell.paragraphs[0].runs:
                run.font.size = SMALL


def finish(made: Any, url: str) -> bytes:
    """The bytes; before them the address of what is shown, where there is one, also as a QR code."""
    if url:
        made.add_picture(qr_png(url), width=Cm(2.6))
        made.add_paragraph(url)
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()
