"""PDF by Typst: typeset, tagged, its fonts inside; map and code are vectors."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import numpy as np
import typst

from dashboard.documents.paper import Chart, Paper, figure_heads, figure_rows, written
from dashboard.words.qr import qr_svg
from dashboard.words.sentences import plain
from dashboard.words.texts import pick, text
from data.facts.indicators import indicator

_AREA, _VIEW = (Path(__file__).with_name(name) for name in ("area.typ", "view.typ"))


def pdf_of(paper: Paper) -> bytes:
    """The document as PDF: one page of an area, as many as its rows need of a view of the map."""
    return typeset(_AREA if paper.tiles else _VIEW, paper, "pdf")


def typeset(template: Path, paper: Paper, kind: Literal["pdf", "png"], dots_per_inch: float = 72) -> bytes:
    """A template filled by the content. No installed font is used, so that every machine prints the same."""
    made = typst.compile(
        template,
        format=kind,
        ppi=dots_per_inch,
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_content(paper), ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def _content(paper: Paper) -> dict[str, object]:
    drawing = paper.drawing
    return {
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
                    {
                        "label": year,
                        "value": written(value, chart.decimals),
                        "share": _share(value, chart),
                        "part": year == chart.running,
                    }
                    for year, value in zip(chart.years, chart.values, strict=True)
                ],
            }
            for chart in paper.charts
        ],
        "tables": [{"title": one.title, "heads": one.heads, "rows": one.rows, "note": one.note} for one in paper.tables],
        "visits_title": text("profile.visits"),
        "visits": paper.visits,
        "offices_title": text("profile.offices"),
        "offices": paper.offices,
        "place": paper.place,
        "state": paper.state,
        "tiles": [asdict(tile) for tile in paper.tiles],
        "steps_title": text("home.next"),
        "steps": [
            {"what": one.what, "why": plain(one.why), "who": text("home.who", who=one.who or text("home.everybody"))}
            for one in paper.steps
        ],
        "figures_title": text("home.figures"),
        "short": short_link(paper.url),
        "sources": text("home.card_source", sources="; ".join(_sources(paper))),
    }


def _share(value: float, chart: Chart) -> float | None:
    """Height relative to the highest value of its chart, 0 to 1; ``None`` where there is none."""
    top = float(np.nanmax([*chart.values, chart.middle]))
    return max(0.0, value) / top if np.isfinite(value) and top > 0 else (0.0 if np.isfinite(value) else None)


def _sources(paper: Paper) -> list[str]:
    return list(dict.fromkeys(pick(indicator(tile.code).source) for tile in paper.tiles))


def short_link(url: str) -> str:
    """An address that a person can type: host, page and area."""
    parts = urlsplit(url)
    area = parse_qs(parts.query).get("w", [""])[0]
    return f"{parts.netloc}{parts.path}" + (f"?w={area}" if area else "") if url else ""
