"""The slides as PDF, a page each, as the screen shows them: by Typst, tagged, its fonts inside, drawings as vectors."""

import json
from pathlib import Path
from typing import Any

import typst

from dashboard.documents.picture import FONTS
from dashboard.meeting.handout import Handout, alt_of, heading
from dashboard.words.qr import qr_svg
from dashboard.words.texts import text

_TEMPLATE = Path(__file__).with_name("slides.typ")


def pdf_of(handout: Handout) -> bytes:
    """The document. No installed font is used, so that every machine prints the same."""
    content = {
        "language": handout.language,
        "title": handout.title,
        "place": handout.place,
        "period": handout.period,
        "marks": handout.marks,
        "foot": handout.foot,
        "url": handout.url,
        "qr": qr_svg(handout.url),
        "note": text("meeting.note"),
        "slides": [
            dict(zip(("over", "headline"), heading(slide), strict=True))
            | {
                "name": slide["name"],
                "blocks": [_block(handout, block) for block in slide["blocks"]],
                "note": handout.notes.get(slide["name"], ""),
            }
            for slide in handout.slides
        ],
    }
    made = typst.compile(
        _TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        font_paths=[FONTS],
        sys_inputs={"slides": json.dumps(content, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def _block(handout: Handout, block: dict[str, Any]) -> dict[str, Any]:
    """The block with its drawing."""
    made = {name: value for name, value in block.items() if name not in ("svg", "colours")}
    if found := handout.picture(block):
        made |= {"svg": found[0], "ratio": found[2] / found[1], "alt": alt_of(block)}
    if block["kind"] == "cover":
        made["lines"] = [handout.started, *block["lines"]]
    if block["kind"] == "map":
        made["names"] = handout.map_lines(block)
    return made
