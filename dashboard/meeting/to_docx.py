"""Minutes as a DOCX that an office edits: what was decided, what was said on each slide, the map and the figures shown."""

import io
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

from dashboard.meeting.compose_meeting import followed_table
from dashboard.meeting.handout import Handout, alt_of, heading, table_lines
from dashboard.words.qr import qr_png
from dashboard.words.texts import text

_WIDE = 16.2  # cm between the margins
_SMALL = Pt(9)
_PIXELS = 640.0  # across a page


def docx_of(handout: Handout) -> bytes:
    """The document; marks stand in the header and the meeting's number in the footer of every page."""
    made = Document()
    made.core_properties.title, made.core_properties.author = handout.title, "Dasbor Bersinar"
    made.core_properties.language = handout.language
    made.styles["Normal"].font.size = Pt(11)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.header.paragraphs[0].text = handout.marks
    section.footer.paragraphs[0].text = handout.foot
    made.add_heading(text("meeting.minutes_of", place=handout.place), 0)
    made.add_paragraph(text("meeting.held", day=handout.started, period=handout.period))
    made.add_heading(text("slide.hasil"), 1)
    decided = followed_table(handout.decided, "")
    if decided:
        _table(made, table_lines(decided))
    else:
        made.add_paragraph(text("meeting.nothing_decided"))
    made.add_heading(text("meeting.minutes"), 1)
    for line in handout.minutes or [text("meeting.nothing_written")]:
        made.add_paragraph(line, style="List Bullet")
    made.add_heading(text("meeting.shown_slides"), 1)
    for one in handout.slides:
        over, said = heading(one)
        made.add_paragraph(f"{over}: {said}" if over else said, style="List Bullet")
    for block in (block for one in handout.slides for block in one["blocks"] if block["kind"] == "map"):
        _map(made, handout, block)
    if handout.url:
        made.add_picture(qr_png(handout.url), width=Cm(2.6))
        made.add_paragraph(handout.url)
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def _map(made: Any, handout: Handout, block: Any) -> None:
    """A map, its legend, and the names behind its numbers."""
    found, png = handout.picture(block), handout.png(block, _PIXELS)
    if found is None or png is None:
        return
    made.add_heading(block["title"], 2)
    shape = made.add_picture(io.BytesIO(png), width=Cm(min(_WIDE, 14 * found[1] / found[2])))
    shape._inline.docPr.set("descr", alt_of(block))
    made.add_paragraph("; ".join(f"{line['label']}: {line['count']}" for line in block["legend"])).runs[0].font.size = _SMALL
    if names := handout.map_lines(block):
        made.add_paragraph(" · ".join(names)).runs[0].font.size = _SMALL


def _table(made: Any, rows: Any) -> None:
    table = made.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = table.cell(at, column)
            cell.text = str(words)
            for run in cell.paragraphs[0].runs:
                run.font.size = _SMALL
