"""The building blocks of slides, as plain values that are stored with a meeting.

A slide is ``{name, title, headline, blocks, details}``. A block has a `kind`: ``lead`` and ``words`` (sentences), ``asks``
(what to decide, and why), ``cards``, ``table``, ``trend`` (a figure by year), ``map`` or ``cover`` (where the area is).
Details are tables that a slide opens. All values are text, as shown, beside the numbers that a drawing needs. Older meetings
hold ``columns``, bars by year, and maps with a drawing of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.words.sentences import plain
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator

Slide = dict[str, Any]
Block = dict[str, Any]


def slide(
    name: str, title: str, blocks: Iterable[Block | None], details: Iterable[Block | None] = (), headline: str = ""
) -> Slide:
    """A slide with those of `blocks` that are not ``None``; one without anything says so."""
    made = [block for block in blocks if block]
    return {
        "name": name,
        "title": title,
        "headline": plain(headline) or ("" if made else text("headline.nothing_known")),
        "blocks": made,
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


def asks(lines: Sequence[tuple[str, str]]) -> Block | None:
    """What is to be decided, each with its reason."""
    return {"kind": "asks", "lines": [{"what": plain(what), "why": plain(why)} for what, why in lines]} if lines else None


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


def trend(
    item: Indicator,
    own: str,
    years: Sequence[str],
    values: Sequence[float],
    middle: Sequence[float],
    running: Sequence[bool],
) -> Block | None:
    """A figure of `own`, an area, by year, beside the medians of peer areas (NaN: none).

    `running` flags years that are not over and whose count still grows.
    """
    if not np.isfinite(values).any():
        return None
    return {
        "kind": "trend",
        "title": f"{pick(item.short)} ({pick(item.unit)})",
        "own": own,
        "peers": text("meeting.peers") if np.isfinite(middle).any() else "",
        "note": text("meeting.running") if any(running) else "",
        "years": list(years),
        "values": _plain(values),
        "words": [number(value, item.decimals) if np.isfinite(value) else "–" for value in values],
        "middle": _plain(middle),
        "running": list(running),
        "decimals": item.decimals,
    }


def map_of(title: str, colours: Sequence[str], legend: Sequence[tuple[str, str, str]], numbered: Sequence[str]) -> Block:
    """The area's parts in colours, with their legend: colour, label, how many. `numbered` are names that find no room."""
    return {
        "kind": "map",
        "title": title,
        "colours": list(colours),
        "legend": [{"colour": colour, "label": label, "count": count} for colour, label, count in legend],
        "numbered": list(numbered),
    }


def cover(place: str, lines: Sequence[str]) -> Block:
    """The area's name, and when and about what."""
    return {"kind": "cover", "place": place, "lines": list(lines)}


def _plain(values: Sequence[float]) -> list[float | None]:
    return [round(float(value), 4) if np.isfinite(value) else None for value in values]
