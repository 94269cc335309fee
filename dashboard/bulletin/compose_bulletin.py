"""The content of a bulletin: early warnings, decisions and reports that are overdue or soon due, changes, and the profile."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import quote

import pandas as pd

from dashboard.analysis import timeliness
from dashboard.analysis.cases.warnings import tab_of
from dashboard.analysis.decisions import OVERDUE, RUNNING, Followed, followed
from dashboard.analysis.overview import overview_of
from dashboard.analysis.periods import newest_year, period_label
from dashboard.analysis.profile import compose as compose_profile
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.documents.paper import paper, paper_name
from dashboard.documents.pdf import pdf_of
from dashboard.words.marks import marks_of_data
from dashboard.words.sentences import plain
from dashboard.words.texts import number, text
from data.identity.bulletins import Subscription
from data.intake.duties import LATE, MISSING
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, Level

MOST_AREAS = 10  # areas of one bulletin; for more there is the app
_MOST_LINES = 8
_SOON = {"mingguan": timedelta(days=14), "bulanan": timedelta(days=45)}
Lines = list[tuple[str, list[str]]]  # headings with the lines below them


@dataclass(frozen=True)
class Bulletin:
    """`attached` are files by name."""

    address: str
    subject: str
    body: str
    attached: dict[str, bytes]
    areas: list[str]


def compose(asked: Subscription, day: date, base: str) -> Bulletin:
    """The bulletin of one person, limited to what that person may be shown now. `base` is where the app is reached, or empty.

    Its figures are published ones, whatever the person reads on a screen.
    """
    scope = replace(asked.person.scope, published=True)
    state = answers.freshness(scope)
    codes = [prefix or NATION for prefix in asked.person.prefixes][:MOST_AREAS]
    parts, attached, names = [], {}, []
    for code in codes:
        focus = region_row(scope, state.boundary_version, code)
        if focus is None or not state.periods:
            continue
        name, lines, file_name, file = _area(scope, state, focus, asked.every, day, base)
        names.append(name)
        parts.append(_written(name, lines, _address(base, code)))
        attached[file_name] = file
    every = text(f"bulletin.{asked.every}")
    mark = marks_of_data(state)
    subject = text("bulletin.subject", every=every, places=", ".join(names) or "–", day=f"{day:%Y-%m-%d}")
    head = [mark, text("bulletin.hello", name=asked.person.full_name), text("bulletin.lead")]
    foot = [text("bulletin.foot", version=number(state.data_version), last=state.last_day)]
    body = "\n\n".join(filter(None, (*head, *parts, *foot))) + "\n"
    return Bulletin(asked.address, f"[{mark}] {subject}" if mark else subject, body, attached, codes)


def _area(scope: Scope, state: Freshness, focus: pd.Series, every: str, day: date, base: str) -> tuple[str, Lines, str, bytes]:
    """Name, paragraphs, and the profile as a file."""
    code, period = str(focus["code"]), newest_year(state)
    profile = compose_profile(scope, state, focus, period)
    treated = [one.words for one in profile.own if one.indicator == "orang_direhabilitasi"]
    news: Lines = [(period_label(period, state), [profile.verdict, *treated] if len(profile.sections) > 1 else [])]
    if profile.warning:
        news.append((text("early.to_tab"), [f"{profile.warning} {_at(base, tab_of(code))}".rstrip()]))
    if profile.level < Level.VILLAGE:
        overview = overview_of(scope, state, focus, period)
        news.append((text("attention.title"), [plain(concern.reason) for concern in overview.concerns]))
    found = [one for one in followed(scope, state, code, day) if one.status in (OVERDUE, RUNNING)]
    news.append((text("bulletin.overdue"), [_decided(one) for one in found if one.status == OVERDUE]))
    soon = day + _SOON[every]
    news.append((text("bulletin.soon"), [_decided(one) for one in found if one.status == RUNNING and one.row["until"] <= soon]))
    news.append((text("bulletin.owed"), _missing(scope, state, code)))
    news.append((text("profile.changed"), [one.words for one in profile.changed]))
    file = pdf_of(paper(profile, scope, state, _address(base, code)))
    return profile.name, news, paper_name(profile, state, "pdf"), file


def _decided(one: Followed) -> str:
    figure = f" {one.figure}." if one.figure else ""
    return text("bulletin.decision", place=one.place, what=one.row["what"], who=one.row["who"], day=one.row["until"]) + figure


def _missing(scope: Scope, state: Freshness, code: str) -> list[str]:
    """Feeds with missing or overdue submissions, one line each."""
    overview = timeliness.overview(scope, state.data_version, code, timeliness.today(state))
    behind = overview[(overview[MISSING] > 0) | (overview[LATE] > 0)] if len(overview) else overview
    return [
        text("bulletin.feed", title=row["title"], missing=number(row[MISSING]), late=number(row[LATE]))
        for _, row in behind.iterrows()
    ]


def _written(name: str, lines: Lines, url: str) -> str:
    """An area as plain text: its name underlined, headings, and lines with a dash."""
    made = [f"{name}\n{'=' * len(name)}"]
    for title, said in lines:
        if not said:
            continue
        shown = [f"- {plain(words)}" for words in said[:_MOST_LINES]]
        if len(said) > _MOST_LINES:
            shown.append(text("bulletin.more", count=number(len(said) - _MOST_LINES)))
        made.append("\n".join((title, *shown)))
    return "\n\n".join((*made, url) if url else made)


def _address(base: str, code: str) -> str:
    return _at(base, f"/beranda?w={quote(code)}")


def _at(base: str, page: str) -> str:
    return base.rstrip("/") + page if base else ""
