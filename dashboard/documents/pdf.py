"""PDF by Typst: typeset, tagged, its fonts inside; map and code are vectors."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import typst

from dashboard.documents.paper import Chart, Paper, figure_heads, figure_rows, written
from dashboard.words.qr import qr_svg
from dashboard.words.texts import text

_TEMPLATE = Path(__file__).with_name("area.typ")


def pdf_of(paper: Paper) -> bytes:
    """The document as PDF. No installed font is used, so that every machine prints the same."""
    drawing = paper.drawing
    content = {
        "language": paper.language,
        "title": paper.title,
        "period": paper.period,
        "verdict": paper.verdict,
        "marks": paper.marks,
        "stamp": paper.stamp,
        "url": paper.url,
        "qr": qr_svg(paper.url),
        "sections": [{"title": title, "sentences": sentences} for title, sentences in paper.sections],
        "map": None
        if drawing is None
        else {
            "title": drawing.title,
            "svg": drawing.svg,
            "legend": [{"colour": colour, "label": label, "count": count} for colour, label, count in drawing.legend],
        },
        "figures": {
            "title": text("paper.figures"),
            "heads": figure_heads(paper),
            "rows": figure_rows(paper),
            "note": text("paper.middle_note"),
        },
        "charts": [
            {
                "title": f"{chart.name} ({chart.unit})",
                "middle": _share(chart.middle, chart),
                "middle_words": text("meeting.middle", value=written(chart.middle, chart.decimals)),
                "columns": [
                    {"label": year, "value": written(value, chart.decimals), "share": _share(value, chart)}
                    for year, value in zip(chart.years, chart.values, strict=True)
                ],
            }
            for chart in paper.charts
        ],
        "listed": None if paper.listed is None else asdict(paper.listed),
        "visits_title": text("profile.visits"),
        "visits": paper.visits,
        "offices_title": text("profile.offices"),
        "offices": paper.offices,
    }
    made = typst.compile(
        _TEMPLATE, format="pdf", ignore_system_fonts=True, sys_inputs={"paper": json.dumps(content, ensure_ascii=False)}
    )
    assert isinstance(made, bytes)
    return made


def _share(value: float, chart: Chart) -> float | None:
    """Height relative to the highest value of its chart, 0 to 1; ``None`` where there is none."""
    top = float(np.nanmax([*chart.values, chart.middle]))
    return max(0.0, value) / top if np.isfinite(value) and top > 0 else (0.0 if np.isfinite(value) else None)
