"""A meeting as one HTML page: its slides in the presenter's order, with their details, its map and its notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from dashboard.analysis.periods import day_words
from dashboard.meeting.shapes import PLAIN, map_svg
from dashboard.meeting.trend import trend_svg
from dashboard.words.qr import qr_svg
from dashboard.words.texts import language, text
from data.model.clock import ZONE, today
from data.model.roles import Sensitivity
from data.queries import Meeting

AUTOMATIC_SECONDS = 20
USUAL = timedelta(days=90)  # until a decision is due, unless somebody says otherwise
_KEYS = ("next", "before", "ends", "jump", "into", "back", "map", "notes", "black", "auto", "full", "help")
_WORDS = (
    "into", "back", "before", "after", "offline", "keys", "note", "where", "map", "take", "live", "what", "earlier_year",
    "later_year", "smaller", "larger", "close", "new_decision", "keep_decision", "new_note", "keep_note", "note_on", "written",
)  # fmt: skip
_SAID = ("saving", "saved", "not_saved", "numbered", "nothing_written")  # what the script says
_pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)


@dataclass(frozen=True)
class Writing:
    """What somebody needs who may write down decisions: where to send them, offices to choose from, files to take along."""

    address: str
    offices: Sequence[str]
    files: Sequence[tuple[str, str]]


def seconds_of(asked: str) -> int:
    """Seconds between slides that advance by themselves: the value asked for, 1 to 600, else the default."""
    return (
        min(int(asked), 600) if asked.isdecimal() and asked.isascii() and len(asked) < 5 and int(asked) else AUTOMATIC_SECONDS
    )


def shown_slides(meeting: Meeting, more: Sequence[Mapping[str, Any]] = ()) -> list[Mapping[str, Any]]:
    """The frozen slides in the presenter's order; `more` come before the last one, or at the end where that is hidden."""
    by_name = {slide["name"]: slide for slide in meeting.frozen.body["slides"]}
    made = [by_name[name] for name in meeting.arrangement.of(list(by_name))]
    at = len(made) - 1 if made and made[-1]["name"] == "asal" else len(made)
    return [*made[:at], *more, *made[at:]]


def marks_of(meeting: Meeting) -> list[str]:
    """The marks that every slide carries: simulated data; of exact figures all marks."""
    said = str(meeting.frozen.body["marks"])
    if meeting.frozen.sensitivity >= Sensitivity.TERBATAS:
        return [part.strip() for part in said.split(";")]
    return [said.split(";")[0]] if said else []


def frozen_words(meeting: Meeting) -> str:
    """The number of a meeting, when its figures were frozen, and of which version they are."""
    at = meeting.started_at.astimezone(ZONE)
    return text("meeting.frozen", id=meeting.id, at=f"{day_words(at)} {at:%H.%M}", version=meeting.frozen.body["version"])


def screen_of(
    meeting: Meeting,
    url: str,
    assets: str,
    seconds: int = AUTOMATIC_SECONDS,
    more: Sequence[Mapping[str, Any]] = (),
    writing: Writing | None = None,
) -> str:
    """The page. `url` opens the meeting again, `assets` is where the app serves its own files from; `more` are slides on what
    has happened since. Without `writing` nothing can be written down.
    """
    body = {"live": [], "shapes": None} | dict(meeting.frozen.body)
    shapes = body["shapes"]
    words = {name: text(f"meeting.{name}") for name in _WORDS}
    words |= {f"decision_{name}": text(f"decision.{name}") for name in ("what", "who", "until")}
    words |= {f"{name}_help": text(f"decision.{name}_help") for name in ("what", "who")}
    kept = {name: shapes[name] for name in ("codes", "names", "at", "height")} if shapes else {}
    return _pages.get_template("screen.html").render(
        body=body,
        language=language(),
        assets=assets,
        url=url,
        qr=qr_svg(url),
        seconds=seconds,
        marks=marks_of(meeting),
        slides=shown_slides(meeting, more),
        notes=meeting.arrangement.notes,
        started=day_words(meeting.started_at.astimezone(ZONE)),
        cover=map_svg(shapes, [PLAIN] * len(shapes["codes"]), inside=True) if shapes else "",
        map_svg=lambda block: map_svg(shapes, block["colours"], inside=True),
        trend_svg=trend_svg,
        words=words | {"frozen": frozen_words(meeting), "auto": text("meeting.auto", seconds=seconds)},
        keys=[(text(f"meeting.key_{name}"), text(f"meeting.does_{name}")) for name in _KEYS if writing or name != "notes"],
        frozen={
            "shapes": kept,
            "live": body["live"],
            "words": {name: text(f"meeting.{name}") for name in _SAID},
            "titles": {slide["name"]: slide["title"] for slide in shown_slides(meeting, more)},
            "writing": writing.address if writing else "",
        },
        may_write=writing is not None,
        offices=writing.offices if writing else (),
        files=writing.files if writing else (),
        today=today().isoformat(),
        until=(today() + USUAL).isoformat(),
    )
