"""PDF by Typst: typeset, tagged, its fonts inside; map and code are vectors."""

import io
import json
from pathlib import Path

import numpy as np
import segno
import typst

from dashboard.documents.paper import Paper
from dashboard.texts import number, text

_TEMPLATE = Path(__file__).with_name("area.typ")


def pdf_of(paper: Paper) -> bytes:
    """The document. No font of the machine is used, so that every machine prints the same."""
    drawing = paper.drawing
    told = {
        "language": paper.language, "title": paper.title, "period": paper.period, "verdict": paper.verdict,
        "marks": paper.marks, "stamp": paper.stamp, "url": paper.url, "qr": qr_svg(paper.url),
        "sections": [{"title": title, "sentences": sentences} for title, sentences in paper.sections],
        "map": None if drawing is None else {
            "title": drawing.title, "svg": drawing.svg,
            "legend": [{"colour": colour, "label": label, "count": count} for colour, label, count in drawing.legend],
        },
        "figures": {
            "title": text("paper.figures"), "heads": figure_heads(paper), "rows": figure_rows(paper),
            "note": text("paper.middle_note"),
        },
        "visits_title": text("profile.visits"), "visits": paper.visits,
        "offices_title": text("profile.offices"), "offices": paper.offices,
    }  # fmt: skip
    made = typst.compile(
        _TEMPLATE, format="pdf", ignore_system_fonts=True, sys_inputs={"paper": json.dumps(told, ensure_ascii=False)}
    )
    assert isinstance(made, bytes)
    return made


def figure_heads(paper: Paper) -> list[str]:
    """Heads of the table of figures."""
    return [text("paper.figure"), *paper.years, text("paper.middle")]


def figure_rows(paper: Paper) -> list[list[str]]:
    """The table of figures as it is read; a dash where nothing is known or shown."""
    return [
        [f"{row['name']} ({row['unit']})", *(_written(row[name], int(row["decimals"])) for name in (*paper.years, "middle"))]
        for _, row in paper.figures.iterrows()
    ]


def _written(value: float, decimals: int) -> str:
    return number(value, decimals) if np.isfinite(value) else "–"


def qr_svg(url: str) -> str:
    """The address as a code that a phone reads; empty where there is none."""
    if not url:
        return ""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", scale=4, border=2, xmldecl=False, svgns=True)
    return picture.getvalue().decode()


def qr_png(url: str) -> io.BytesIO:
    """The same as a picture, for formats that take no vectors."""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    return picture
