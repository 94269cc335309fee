"""What every file of a meeting is made from: the slides as the screen shows them, in the presenter's order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.analysis.decisions import Followed
from dashboard.analysis.periods import day_words
from dashboard.documents.picture import png_of
from dashboard.meeting.outcome import minute_lines, outcome_slides
from dashboard.meeting.screen import frozen_words, marks_of, shown_slides
from dashboard.meeting.shapes import PLAIN, WIDTH, map_svg, spots
from dashboard.meeting.trend import HEIGHT as TREND_HEIGHT
from dashboard.meeting.trend import WIDTH as TREND_WIDTH
from dashboard.meeting.trend import trend_svg
from dashboard.words.texts import text
from data.model.clock import ZONE
from data.queries import Meeting

Picture = tuple[str, float, float]  # SVG, and the size of its view box


@dataclass(frozen=True)
class Handout:
    """Slides, the marks of each, the line at their foot, and what was written down; `url` opens the meeting again."""

    title: str
    place: str
    period: str
    started: str
    language: str
    marks: str
    foot: str
    url: str
    slides: list[Mapping[str, Any]]
    notes: Mapping[str, str]
    minutes: list[str]
    decided: list[Followed]
    shapes: Mapping[str, Any] | None

    def picture(self, block: Mapping[str, Any]) -> Picture | None:
        """The drawing of a block that has one."""
        shapes = dict(self.shapes or {})
        if block["kind"] == "trend":
            return trend_svg(dict(block)), TREND_WIDTH, TREND_HEIGHT
        if block["kind"] == "cover" and shapes:
            return map_svg(shapes, [PLAIN] * len(shapes["codes"]), names=False), WIDTH, shapes["height"]
        if block["kind"] == "map" and block.get("svg"):  # of a meeting held before outlines were stored once
            return block["svg"], WIDTH, WIDTH * block["ratio"]
        if block["kind"] == "map" and shapes:
            return map_svg(shapes, block["colours"]), WIDTH, shapes["height"]
        return None

    def map_lines(self, block: Mapping[str, Any]) -> list[str]:
        """The names behind the numbers on a map."""
        found = spots(dict(self.shapes))[1] if self.shapes and not block.get("svg") else []
        return [f"{at} {name}" for at, name in enumerate(found, start=1)]

    def png(self, block: Mapping[str, Any], pixels: float) -> bytes | None:
        """The drawing of a block that is shown `pixels` wide, with twice as many."""
        found = self.picture(block)
        return png_of(*found, 2 * pixels / found[1]) if found else None


def handout_of(meeting: Meeting, decided: list[Followed], day: date, url: str) -> Handout:
    """The content of a meeting's files, with its decisions as they stand on `day`."""
    body = meeting.frozen.body
    return Handout(
        title=str(body["title"]),
        place=str(body["place"]),
        period=str(body["period"]),
        started=day_words(meeting.started_at.astimezone(ZONE)),
        language=str(body["language"]),
        marks=" · ".join(marks_of(meeting)),
        foot=frozen_words(meeting),
        url=url,
        slides=shown_slides(meeting, outcome_slides(meeting, decided, day)),
        notes=meeting.arrangement.notes,
        minutes=minute_lines(meeting),
        decided=decided,
        shapes=body.get("shapes"),
    )


def heading(slide: Mapping[str, Any]) -> tuple[str, str]:
    """What stands small over a slide, and large."""
    said = slide.get("headline", "")
    return (slide["title"], said) if said else ("", slide["title"])


def table_lines(block: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    """The head of a table and its rows."""
    return [block["heads"], *block["rows"]]


def alt_of(block: Mapping[str, Any]) -> str:
    """What a picture says, for who cannot see it."""
    if block["kind"] == "trend":
        said = "; ".join(f"{year} {words}" for year, words in zip(block["years"], block["words"], strict=True))
        return f"{block['title']}: {said}"
    if block["kind"] == "cover":
        return text("meeting.where")
    said = "; ".join(f"{one['label']} {one['count']}" for one in block["legend"])
    return f"{block['title']}: {said}"
