"""The building blocks of slides, as plain values that are stored with a meeting.

A slide is ``{name, title, blocks, details}``. A block has a `kind`: ``lead`` and ``words`` (sentences), ``cards``, ``table``,
``columns`` (a chart by year) or ``map``. Details are tables that a slide opens. All values are text, as shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.documents.drawing import Drawing
from dashboard.words.sentences import plain
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator

Slide = dict[str, Any]
Block = dict[str, Any]


def slide(name: str, title: str, blocks: Iterable[Block | None], details: Iterable[Block | None] = ()) -> Slide:
    """A slide with those of `blocks` that are not ``None``."""
    return {
        "name": name,
        "title": title,
        "blocks": [block for block in blocks if block],
        "details": [block for block in details if block],
    }


def lead(words: str) -> Block | None:
    """The sentence that is read first."""
    return {"kind": "lead", "words": plain(words)} if words else None


def words(lines: Sequence[tuple[str, bool | None]], title: str = "") -> Block | None:
    """Sentences, each better (True), worse (False) or neither."""
    marks = {True: "better", False: "worse", None: ""}
    if not lines:
        return None
    return {"kind": "words", "title": title, "lines": [{"words": plain(said), "mark": marks[mark]} for said, mark in lines]}


def cards(made: Sequence[Mapping[str, str]]) -> Block | None:
    """Figures side by side: ``name, value, unit, note``."""
    return {"kind": "cards", "cards": [dict(card) for card in made]} if made else None


def table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], marks: Sequence[str] = (), codes: Sequence[str] = ()
) -> Block | None:
    """Rows as they are read. `marks` name the status of each row, `codes` the areas that a map points at."""
    if not rows:
        return None
    return {
        "kind": "table",
        "title": title,
        "heads": list(heads),
        "rows": [list(row) for row in rows],
        "marks": list(marks),
        "codes": list(codes),
    }


def columns(
    item: Indicator, years: Sequence[str], values: Sequence[float], middle: float, part: Sequence[bool]
) -> Block | None:
    """A figure by year, beside the median of peer areas (NaN: none); years without a known value have no column.

    `part` flags years that are not over and whose count still grows.
    """
    if not np.isfinite(values).any():
        return None
    known = np.array(values, dtype=float)
    top = float(np.nanmax(np.append(known, middle)))
    return {
        "kind": "columns",
        "title": f"{pick(item.short)} ({pick(item.unit)})",
        "middle": _share(middle, top),
        "middle_words": text("meeting.middle", value=number(middle, item.decimals)) if np.isfinite(middle) else "",
        "columns": [
            {
                "label": year,
                "share": _share(value, top),
                "part": unfinished,
                "value": number(value, item.decimals) if np.isfinite(value) else "–",
            }
            for year, value, unfinished in zip(years, known, part, strict=True)
        ],
    }


def map_of(drawing: Drawing | None) -> Block | None:
    """The area's parts in colours, with their legend."""
    if drawing is None:
        return None
    return {
        "kind": "map",
        "title": drawing.title,
        "svg": drawing.svg,
        "ratio": round(drawing.height / drawing.width, 4),
        "legend": [{"colour": colour, "label": label, "count": count} for colour, label, count in drawing.legend],
    }


def _share(value: float, top: float) -> float | None:
    """Height of a column in % of the highest; ``None`` where there is none."""
    return round(100 * max(value, 0.0) / top, 2) if np.isfinite(value) and top > 0 else (0.0 if np.isfinite(value) else None)
