"""A DOCX that an office can edit: headings, lists and tables as Word knows them."""

import io

from docx.shared import Cm, Pt

from dashboard.documents.paper import Paper, figure_heads, figure_rows
from dashboard.documents.picture import png_of
from dashboard.documents.word import WIDE, add_table, begin, finish
from dashboard.words.texts import text

_TALLEST = 14.0  # cm of a map
_DOTS = 80.0  # pixels for each cm of a map, about 200 an inch


def letter_of(paper: Paper) -> bytes:
    """The document; marks stand in the header and the stamp in the footer of every page."""
    made = begin(paper.title, paper.language, paper.marks, " · ".join(paper.stamp))
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
        across = min(WIDE, _TALLEST * drawing.width / drawing.height)
        png = png_of(drawing.svg, drawing.width, drawing.height, _DOTS * across / drawing.width)
        made.add_picture(io.BytesIO(png), width=Cm(across))._inline.docPr.set("descr", drawing.title)
        made.add_paragraph(drawing.legend_words).runs[0].font.size = Pt(9)
    if len(paper.figures):
        made.add_heading(text("paper.figures"), 1)
        add_table(made, [figure_heads(paper), *figure_rows(paper)])
        made.add_paragraph(text("paper.middle_note"))
    for table in paper.tables:
        made.add_heading(table.title, 1)
        add_table(made, [table.heads, *table.rows])
        made.add_paragraph(table.note)
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
    return finish(made, paper.url)
