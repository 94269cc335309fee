"""Minutes as a DOCX that an office edits: what was decided, what was said on each slide, the map and the figures shown."""

import io
from typing import Any

from docx.shared import Cm

from dashboard.documents.word import SMALL, WIDE, add_table, begin, finish
from dashboard.meeting.compose_meeting import followed_table
from dashboard.meeting.handout import Handout, alt_of, heading, table_lines
from dashboard.words.texts import text

_PIXELS = 640.0  # across a page


def docx_of(handout: Handout) -> bytes:
    """The document; marks stand in the header and the meeting's number in the footer of every page."""
    made = begin(handout.title, handout.language, handout.marks, handout.foot)
    made.add_heading(text("meeting.minutes_of", place=handout.place), 0)
    made.add_paragraph(text("meeting.held", day=handout.started, period=handout.period))
    made.add_heading(text("slide.hasil"), 1)
    decided = followed_table(handout.decided, "")
    if decided:
        add_table(made, table_lines(decided))
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
    return finish(made, handout.url)


def _map(made: Any, handout: Handout, block: Any) -> None:
    """A map, its legend, and the names behind its numbers."""
    found, png = handout.picture(block), handout.png(block, _PIXELS)
    if found is None or png is None:
        return
    made.add_heading(block["title"], 2)
    shape = made.add_picture(io.BytesIO(png), width=Cm(min(WIDE, 14 * found[1] / found[2])))
    shape._inline.docPr.set("descr", alt_of(block))
    made.add_paragraph("; ".join(f"{line['label']}: {line['count']}" for line in block["legend"])).runs[0].font.size = SMALL
    if names := handout.map_lines(block):
        made.add_paragraph(" · ".join(names)).runs[0].font.size = SMALL
