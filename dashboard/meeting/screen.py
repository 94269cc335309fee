"""A meeting as one HTML page: its slides in the presenter's order, with their details."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from dashboard.words.qr import qr_svg
from dashboard.words.texts import language, text
from data.model.clock import ZONE
from data.model.roles import Sensitivity
from data.queries import Meeting

AUTOMATIC_SECONDS = 20
_KEYS = ("next", "before", "ends", "jump", "into", "back", "black", "auto", "full", "help")
_pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)


def seconds_of(asked: str) -> int:
    """Seconds between slides that advance by themselves: the value asked for, 1 to 600, else the default."""
    return (
        min(int(asked), 600) if asked.isdecimal() and asked.isascii() and len(asked) < 5 and int(asked) else AUTOMATIC_SECONDS
    )


def screen_of(meeting: Meeting, url: str, assets: str, seconds: int = AUTOMATIC_SECONDS) -> str:
    """The page. `url` opens the meeting again, `assets` is where the app serves its own files from."""
    body = meeting.frozen.body
    by_name = {slide["name"]: slide for slide in body["slides"]}
    exact = meeting.frozen.sensitivity >= Sensitivity.TERBATAS
    marks = [body["marks"].split(";")[0]] if body["marks"] and not exact else []
    if exact:
        marks = [part.strip() for part in body["marks"].split(";")]
    frozen = text(
        "meeting.frozen", id=meeting.id, at=f"{meeting.started_at.astimezone(ZONE):%Y-%m-%d %H:%M}", version=body["version"]
    )
    names = ("into", "back", "before", "after", "offline", "keys", "note")
    return _pages.get_template("screen.html").render(
        body=body,
        language=language(),
        assets=assets,
        url=url,
        qr=qr_svg(url),
        seconds=seconds,
        marks=marks,
        slides=[by_name[name] for name in meeting.arrangement.of(list(by_name))],
        notes=meeting.arrangement.notes,
        words={name: text(f"meeting.{name}") for name in names}
        | {"frozen": frozen, "auto": text("meeting.auto", seconds=seconds)},
        keys=[(text(f"meeting.key_{name}"), text(f"meeting.does_{name}")) for name in _KEYS],
    )
