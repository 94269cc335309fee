"""What became of a meeting: its decisions as they stand today, and its minutes; neither is frozen."""

from datetime import date

from dashboard.analysis.decisions import DONE, DROPPED, OVERDUE, REACHED, RUNNING, Followed, counts, followed
from dashboard.analysis.periods import day_words
from dashboard.meeting import headlines, parts
from dashboard.meeting.compose_meeting import followed_table
from dashboard.meeting.parts import Slide
from dashboard.words.texts import text
from data.model.clock import ZONE
from data.queries import Freshness, Meeting
from data.store.scope import Scope

_MOST_ROWS = 5


def decisions_of(meeting: Meeting, scope: Scope, state: Freshness, day: date) -> list[Followed]:
    """The decisions of one meeting as they stand on a day."""
    found = followed(scope, state, meeting.frozen.region_code, day, below=False)
    return [one for one in found if one.row["meeting_id"] == meeting.id]


def outcome_slides(meeting: Meeting, found: list[Followed], day: date) -> list[Slide]:
    """A slide of the decisions `found`, and the minutes in its details; none where nothing was written down."""
    if not found and not meeting.minutes:
        return []
    stood = counts(found)
    said = headlines.of_decisions(stood[OVERDUE], stood[RUNNING], stood[REACHED], stood[DONE] + stood[DROPPED])
    shown = followed_table(found[:_MOST_ROWS], "")
    notes = parts.words([(line, None) for line in minute_lines(meeting)], text("meeting.minutes"))
    title = text("meeting.outcome", day=day_words(day))
    rest = followed_table(found, text("decision.semua")) if len(found) > _MOST_ROWS else None
    return [parts.slide("hasil", title, [shown or notes], [rest, notes if shown else None], said if found else "")]


def minute_lines(meeting: Meeting) -> list[str]:
    """The minutes as sentences, each with the slide that it is about."""
    titles = {slide["name"]: slide["title"] for slide in meeting.frozen.body["slides"]}
    return [f"{titles.get(one.slide, one.slide)}: {one.words}" for one in meeting.minutes]


def written_rows(meeting: Meeting, found: list[Followed]) -> list[dict[str, str]]:
    """What was written down so far, the newest first, for the drawer beside the slides: ``words, about``."""
    titles = {slide["name"]: slide["title"] for slide in meeting.frozen.body["slides"]}
    decided = [
        (
            int(one.row["id"]),
            {
                "words": str(one.row["what"]),
                "about": text("meeting.due", who=one.row["who"], day=day_words(one.row["until"])),
            },
        )
        for one in found
    ]
    noted = [
        {
            "words": one.words,
            "about": text(
                "meeting.noted", slide=titles.get(one.slide, one.slide), by=one.by, at=f"{one.at.astimezone(ZONE):%H.%M}"
            ),
        }
        for one in meeting.minutes
    ]
    return [row for _, row in sorted(decided, key=lambda pair: -pair[0])] + noted[::-1]
