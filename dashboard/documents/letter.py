"""A DOCX that an office can edit: headings, lists and tables as Word knows them."""

import io
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

from dashboard.documents.paper import Paper, figure_heads, figure_rows
from dashboard.documents.picture import png_of
from dashboard.words.qr import qr_png
from dashboard.words.texts import text

_WIDE = 16.0  # cm between the margins
_TALLEST = 14.0  # cm of a map
_DOTS = 80.0  # pixels for each cm of a map, about 200 an inch
_LONG = 30  # characters; longer cells take a second line


def letter_of(paper: Paper) -> bytes:
    """The document; marks stand in the header and the stamp in the footer of every page."""
    made = Document()
    made.core_properties.title, made.core_properties.author = paper.title, "Dasbor Bersinar"
    made.core_properties.language = paper.language
    made.styles["Normal"].font.size = Pt(11)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.header.paragraphs[0].text = paper.marks
    section.footer.paragraphs[0].text = " · ".join(paper.stamp)
    section.footer.paragraphs[0].runs[0].font.size = Pt(8)
    made.add_heading(paper.title, 0)
    made.add_paragraph(paper.period)
    if paper.verdict:
        made.add_paragraph(paper.verdict)
    for title, sentences in paper.sections:
        made.add_heading(title, 1)
        for words in sentences:
            made.add_paragraph(words, style="List Bullet")
    if paper.drawing is not None:
        drawing = paper.drawing
        made.add_heading(drawing.title, 1)
        across = min(_WIDE, _TALLEST * drawing.width / drawing.height)
        png = png_of(drawing.svg, drawing.width, drawing.height, _DOTS * across / drawing.width)
        made.add_picture(io.BytesIO(png), width=Cm(across))._inline.docPr.set("descr", drawing.title)
        made.add_paragraph(drawing.legend_words).runs[0].font.size = Pt(9)
    if len(paper.figures):
        made.add_heading(text("paper.figures"), 1)
        _table(made, [figure_heads(paper), *figure_rows(paper)])
        made.add_paragraph(text("paper.middle_note"))
    if paper.listed is not None:
        made.add_heading(paper.listed.title, 1)
        _table(made, [paper.listed.heads, *paper.listed.rows])
        made.add_paragraph(paper.listed.note)
    if paper.visits:
        made.add_heading(text("profile.visits"), 1)
        for name, reason in paper.visits:
            paragraph = made.add_paragraph(style="List Number")
            paragraph.add_run(name).bold = True
            paragraph.add_run(f" — {reason}")
    if paper.offices:
        made.add_heading(text("profile.offices"), 1)
        for office, titles, last in paper.offices:
            made.add_paragraph(f"{office} — {titles} ({last})", style="List Bullet")
    if paper.url:
        made.add_picture(qr_png(paper.url), width=Cm(2.6))
        made.add_paragraph(paper.url)
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def _table(made: Any, rows: list[list[str]]) -> None:
    """A table whose columns are as wide as their longest words, so that no word is broken."""
    rows = [[*row, *[""] * (len(rows[0]) - len(row))] for row in rows]  # a heading inside a list has one cell
    table = made.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    table.autofit = False
    wanted = [min(max(len(row[column]) for row in rows), _LONG) + 7 for column in range(len(rows[0]))]
    wide = [Cm(_WIDE * share / sum(wanted)) for share in wanted]
    for grid, width in zip(table.columns, wide, strict=True):
        grid.width = width  # for some programs; others read the cells
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = table.cell(at, column)
            cell.width = wide[column]
            cell.text = words
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
