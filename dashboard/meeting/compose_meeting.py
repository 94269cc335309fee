"""The slides of an area's meeting: previous decisions first, then the current state, and what needs a decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard.analysis.decisions import OVERDUE, Followed, counts, followed
from dashboard.analysis.overview import HEADLINES, overview_of
from dashboard.analysis.periods import period_label
from dashboard.analysis.profile import compose as compose_profile
from dashboard.analysis.rehab_headcount import people_answer, people_words
from dashboard.documents.drawing import draw
from dashboard.documents.paper import figure_heads, figure_rows, paper, stamp_of
from dashboard.meeting import parts
from dashboard.meeting.figures import Sources, cards, children, columns
from dashboard.meeting.kotan_slide import kotan_slide
from dashboard.meeting.parts import Block, Slide
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import language, number, pick, text
from data.facts.indicators import indicator
from data.model.roles import Sensitivity
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION

_MOST_ROWS = 6  # rows of a table that is read from ten metres
_MOST_WORDS = 6
_PROGRAMME = ("cakupan_bersinar", "cakupan_bersinar_rawan")
_REHAB = ("kapasitas_inap", "kapasitas_jalan", "hari_tunggu_rehab", "rehab_selesai")
_CASES = ("kasus_narkoba", "perkara_mandek", "tersangka_anak")


def projected(scope: Scope, *, exact: bool) -> Scope:
    """The scope of a meeting's figures: published ones, unless somebody who reads exact ones chose those."""
    return scope if exact else replace(scope, published=True)


def compose(scope: Scope, state: Freshness, focus: pd.Series, period: str, url: str, day: date) -> dict[str, object]:
    """The body of a meeting, as `scope` is shown the data now; once stored it never changes."""
    state = replace(state, exact=scope.clearance >= Sensitivity.TERBATAS)
    sources = Sources(
        scope,
        state,
        compose_profile(scope, state, focus, period),
        overview_of(scope, state, focus, period),
        followed(scope, state, str(focus["code"]), day, below=False),
        url,
    )
    return {
        "language": language(),
        "title": text("meeting.of", place=sources.profile.name),
        "place": sources.profile.name,
        "period": period_label(period, state),
        "marks": marks_of_data(state),
        "version": number(state.data_version),
        "slides": [make(sources) for make in _MAKERS.values()],
        "url": url,
    }


def _opening(found: Sources) -> Slide:
    stood = counts(found.found)
    # the nation has no peers
    answer = found.profile.verdict if found.code != NATION else " ".join(one.words for one in found.profile.own[:2])
    late = text("meeting.late", late=number(stood[OVERDUE]), open=number(sum(one.is_open for one in found.found)))
    return parts.slide(
        "pembuka",
        text("meeting.of", place=found.profile.name),
        [parts.lead(answer), parts.words([(late, False if stood[OVERDUE] else None)])],
    )


def _decisions(found: Sources) -> Slide:
    title = text("meeting.decisions")
    waiting = [one for one in found.found if one.is_open]
    if not found.found:
        return parts.slide("keputusan", title, [parts.lead(text("decision.none"))])
    more = len(waiting) - _MOST_ROWS
    return parts.slide(
        "keputusan",
        title,
        [
            parts.lead(text("decision.answer", **{name: number(count) for name, count in counts(found.found).items()})),
            _followed(waiting[:_MOST_ROWS], ""),
            parts.words([(text("decision.more", count=number(more)), None)]) if more > 0 else None,
        ],
        [_followed(found.found, text("decision.semua"))],
    )


def _followed(rows: list[Followed], title: str) -> Block | None:
    heads = [text(f"decision.{name}") for name in ("status", "what", "who", "until", "data")]
    return parts.table(
        title,
        heads,
        [
            [text(f"decision.{one.status}"), one.row["what"], one.row["who"], _day(one.row["until"]), one.figure or "–"]
            for one in rows
        ],
        [one.status for one in rows],
    )


def _standing(found: Sources) -> Slide:
    sections = [
        parts.words([(sentence.words, sentence.better) for sentence in sentences], title)
        for title, sentences, _ in found.profile.sections
    ]
    document = paper(found.profile, found.scope, found.state, found.url)
    return parts.slide(
        "keadaan",
        text("profile.about"),
        [cards(found, HEADLINES)],
        [*sections, parts.table(text("paper.figures"), figure_heads(document), figure_rows(document))],
    )


def _map(found: Sources) -> Slide:
    drawing = draw(found.profile, found.scope, found.state)
    return parts.slide("peta", text("meeting.map"), [parts.map_of(drawing)], [children(found, HEADLINES)])


def _bersinar(found: Sources) -> Slide:
    profile = found.profile
    about = [(one.words, one.better) for one in profile.own if one.indicator in _PROGRAMME]
    return parts.slide(
        "bersinar",
        text("page.bersinar"),
        [columns(found, "cakupan_bersinar"), parts.words(about)],
        [_visits(found), children(found, _PROGRAMME)],
    )


def _rehab(found: Sources) -> Slide:
    said = []
    people = people_answer(found.scope, found.code, found.period)
    if people is not None:
        said.append((f"{text('people.title', period=found.period)}: {people_words(people)}", None))
    return parts.slide(
        "rehab",
        text("group.rehabilitasi"),
        [cards(found, _REHAB), parts.words(said), columns(found, "kapasitas_inap")],
        [children(found, _REHAB)],
    )


def _cases(found: Sources) -> Slide:
    caveat = pick(indicator("kasus_narkoba").caveats[0])
    return parts.slide(
        "perkara",
        text("group.perkara"),
        [columns(found, "kasus_narkoba"), cards(found, _CASES), parts.words([(caveat, None)])],
        [children(found, _CASES)],
    )


def _needed(found: Sources) -> Slide:
    late = [one for one in found.found if one.status == OVERDUE]
    lines: list[tuple[str, bool | None]] = [
        (text("meeting.overdue", what=one.row["what"], who=one.row["who"], day=_day(one.row["until"])), False)
        for one in late[:2]
    ]
    lines += [(concern.reason, False) for concern in found.overview.concerns]
    rest = parts.words(lines[_MOST_WORDS:], text("meeting.rest"))
    made = parts.words(lines[:_MOST_WORDS]) or parts.lead(text("attention.none"))
    return parts.slide("perlu", text("meeting.needed"), [made], [rest, _visits(found)])


def _visits(found: Sources) -> Block | None:
    heads = [text("table.name"), text("meeting.why")]
    return parts.table(text("profile.visits"), heads, [[visit.name, visit.reason] for visit in found.profile.visits])


def _origin(found: Sources) -> Slide:
    items = [indicator(code) for code in HEADLINES]
    lines = stamp_of(found.profile.name, found.code, found.period, found.state, *items)
    sources = [[pick(item.short), pick(item.source)] for item in items]
    return parts.slide(
        "asal",
        text("paper.about"),
        [parts.words([(line, None) for line in lines])],
        [parts.table(text("export.source"), [text("paper.figure"), text("export.source")], sources)],
    )


def _day(day: date) -> str:
    """A day that is not broken at its hyphens."""
    return f"{day:%Y-%m-%d}".replace("-", "\u2011")


# each slide and what makes it, in the order in which a meeting sees them
_MAKERS: dict[str, Callable[[Sources], Slide]] = {
    "pembuka": _opening,
    "keputusan": _decisions,
    "keadaan": _standing,
    "peta": _map,
    "bersinar": _bersinar,
    "kotan": kotan_slide,
    "rehab": _rehab,
    "perkara": _cases,
    "perlu": _needed,
    "asal": _origin,
}
SLIDES = tuple(_MAKERS)
