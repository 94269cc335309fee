"""The slides of an area's meeting: previous decisions first, then the current state, and what needs a decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard.analysis.attention import SILENT
from dashboard.analysis.decisions import DONE, DROPPED, OVERDUE, REACHED, RUNNING, Followed, counts, followed
from dashboard.analysis.overview import HEADLINES, overview_of
from dashboard.analysis.periods import day_words, period_label, state_words
from dashboard.analysis.profile import compose as compose_profile
from dashboard.analysis.rehab.headcount import headcount, headcount_words
from dashboard.cache import answers
from dashboard.documents.paper import figure_heads, figure_rows, paper, stamp_of
from dashboard.meeting import headlines, parts
from dashboard.meeting.figures import TRENDS, Sources, cards, children, trend
from dashboard.meeting.kotan_slide import kotan_slide
from dashboard.meeting.maps import Maps
from dashboard.meeting.parts import Block, Slide
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import language, number, pick, text
from data.facts.indicators import indicator
from data.model.roles import Sensitivity
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import Level

_MOST_ROWS = 4  # rows of a table that is read from ten metres
_MOST_ASKS = 4
STANDING = ("cakupan_bersinar", "bagian_rawan", "kapasitas_inap", "kapasitas_jalan", "kasus_narkoba", "ran_capaian")
_REHAB = ("kapasitas_inap", "kapasitas_jalan", "hari_tunggu_rehab", "rehab_selesai")
_CASES = ("kasus_narkoba", "perkara_mandek", "tersangka_anak")


def projected(scope: Scope, *, exact: bool) -> Scope:
    """The scope of a meeting's figures: published ones, unless somebody who reads exact ones chose those."""
    return scope if exact else replace(scope, published=True)


def compose(scope: Scope, state: Freshness, focus: pd.Series, period: str, url: str, day: date) -> dict[str, object]:
    """The body of a meeting, as `scope` is shown the data now; once stored it never changes."""
    state = replace(state, exact=scope.clearance >= Sensitivity.TERBATAS)
    profile = compose_profile(scope, state, focus, period)
    sources = Sources(
        scope,
        state,
        profile,
        overview_of(scope, state, focus, period),
        followed(scope, state, str(focus["code"]), day, below=False),
        url,
        Maps(profile, scope, state),
    )
    return {
        "language": language(),
        "title": text("meeting.of", place=profile.name),
        "place": profile.name,
        "period": period_label(period, state),
        "day": day_words(day),
        "marks": marks_of_data(state),
        "version": number(state.data_version),
        "shapes": sources.maps.shapes,
        "live": sources.maps.live(),
        "slides": [make(sources) for make in _MAKERS.values()],
        "url": url,
    }


def _opening(found: Sources) -> Slide:
    lines = [text("meeting.data_of", period=state_words(found.period, found.state))]
    return parts.slide("pembuka", text("meeting.forkopimda"), [parts.cover(found.profile.name, lines)])


def _decisions(found: Sources) -> Slide:
    waiting, stood = [one for one in found.found if one.is_open], counts(found.found)
    said = headlines.of_decisions(stood[OVERDUE], stood[RUNNING], stood[REACHED], stood[DONE] + stood[DROPPED])
    more = len(waiting) - _MOST_ROWS
    return parts.slide(
        "keputusan",
        text("slide.keputusan"),
        [
            followed_table(waiting[:_MOST_ROWS], ""),
            parts.words([(text("decision.more", count=number(more)), None)]) if more > 0 else None,
        ],
        [followed_table(found.found, text("decision.semua"))],
        said,
    )


def followed_table(rows: list[Followed], title: str) -> Block | None:
    """Decisions and how each of them stands."""
    heads = [text(f"decision.{name}") for name in ("status", "what", "who", "until", "data")]
    return parts.table(
        title,
        heads,
        [
            [
                text(f"decision.{one.status}"),
                one.row["what"],
                one.row["who"],
                day_words(one.row["until"], short=True),
                one.figure or "–",
            ]
            for one in rows
        ],
        [one.status for one in rows],
    )


def _standing(found: Sources) -> Slide:
    profile = found.profile
    sections = [
        parts.words([(sentence.words, sentence.better) for sentence in sentences], title)
        for title, sentences, _ in profile.sections
    ]
    document = paper(profile, found.scope, found.state, found.url)
    names = {
        better: [pick(indicator(one.indicator).short) for one in profile.apart.sentences if one.better is better]
        for better in (True, False)
    }
    known = bool(profile.facts.loc[profile.facts["region_code"] == profile.code, "value"].notna().any())
    return parts.slide(
        "keadaan",
        text("slide.keadaan"),
        [*cards(found, STANDING)],
        [*sections, parts.table(text("paper.figures"), figure_heads(document), figure_rows(document))],
        headlines.of_standing(names[True], names[False], known=known, compared=bool(profile.apart.codes)),
    )


def _map_slide(name: str, code: str, village_code: str) -> Callable[[Sources], Slide]:
    """A slide with a map alone; where the parts are villages, of `village_code`."""

    def make(found: Sources) -> Slide:
        shown = village_code if found.maps.level == Level.VILLAGE else code
        block, said = found.maps.block(shown)
        none = parts.lead(text("meeting.no_map")) if block is None else None
        item = indicator(shown)
        caveat = [(pick(item.caveats[0]), None)] if item.theme == "penangkapan" and item.caveats else []
        return parts.slide(name, text(f"slide.{name}"), [block, none, parts.words(caveat)], [children(found, (code,))], said)

    return make


def _trend_slide(name: str, code: str) -> Callable[[Sources], Slide]:
    """A slide with a figure by year alone."""

    def make(found: Sources) -> Slide:
        block, said = trend(found, code)
        item = indicator(code)
        caveat = [(pick(item.caveats[0]), None)] if item.theme == "penangkapan" and item.caveats else []
        return parts.slide(name, text(f"slide.{name}"), [block, parts.words(caveat)], [children(found, TRENDS)], said)

    return make


def _rehab(found: Sources) -> Slide:
    people = headcount(found.scope, found.state.data_version, found.code, found.period)
    period = period_label(found.period, found.state)
    said = text("treated.answer", said=headcount_words(people), period=period) if people.is_known else ""
    return parts.slide("rehab", text("slide.rehab"), [*cards(found, _REHAB)], [children(found, _REHAB)], said)


def _cases(found: Sources) -> Slide:
    return parts.slide("proses", text("slide.proses"), [*cards(found, _CASES)], [children(found, _CASES)])


def _visits_slide(found: Sources) -> Slide:
    visits = found.profile.visits
    rows = parts.table("", [text("table.name"), text("meeting.why")], _visits(found))
    none = None if rows else parts.lead(text("meeting.no_visits"))
    said = text("headline.visits", count=number(len(visits))) if visits else ""
    return parts.slide("kunjungan", text("slide.kunjungan"), [rows, none], (), said)


def _visits(found: Sources) -> list[list[str]]:
    """Villages with their kecamatan, and why to go there."""
    names = answers.regions(found.scope, found.state.boundary_version, Level.DISTRICT).set_index("code")["name"]
    above = {one.code: names.get(one.code.rpartition(".")[0], "") for one in found.profile.visits}
    return [
        [text("meeting.in_district", name=one.name, above=above[one.code]) if above[one.code] else one.name, one.reason]
        for one in found.profile.visits
    ]


def _needed(found: Sources) -> Slide:
    """What somebody has to decide: late decisions, figures that need an answer, villages to go to. Missing reports are none."""
    lines = [
        (
            text("needed.overdue", what=one.row["what"]),
            text("needed.overdue_why", who=one.row["who"], day=day_words(one.row["until"])),
        )
        for one in found.found
        if one.status == OVERDUE
    ]
    lines += [
        (text("needed.concern", name=pick(indicator(one.indicator).short)), one.reason)
        for one in found.overview.concerns
        if one.weight > SILENT
    ]
    if found.profile.visits:
        names = [name for name, _ in _visits(found)]
        lines.append((text("needed.visit", count=number(len(names))), headlines.listed(names)))
    rest = parts.asks(lines[_MOST_ASKS:])
    return parts.slide("perlu", text("slide.perlu"), [parts.asks(lines[:_MOST_ASKS])], [rest], headlines.of_needed(len(lines)))


def _origin(found: Sources) -> Slide:
    items = [indicator(code) for code in HEADLINES]
    lines = stamp_of(found.profile.name, found.code, found.period, found.state, *items)
    sources = [[pick(item.short), pick(item.source)] for item in items]
    return parts.slide(
        "asal",
        text("slide.asal"),
        [parts.words([(line, None) for line in lines])],
        [parts.table(text("export.source"), [text("paper.figure"), text("export.source")], sources)],
    )


# each slide and what makes it, in the order in which a meeting sees them
_MAKERS: dict[str, Callable[[Sources], Slide]] = {
    "pembuka": _opening,
    "keputusan": _decisions,
    "keadaan": _standing,
    "peta": _map_slide("peta", "cakupan_bersinar", "status_bersinar"),
    "bersinar": _trend_slide("bersinar", "cakupan_bersinar"),
    "kunjungan": _visits_slide,
    "peta_rehab": _map_slide("peta_rehab", "kapasitas_jalan", "jangkauan_jalan"),
    "rehab": _rehab,
    "peta_perkara": _map_slide("peta_perkara", "kasus_narkoba", "kasus_narkoba_desa"),
    "perkara": _trend_slide("perkara", "kasus_narkoba"),
    "proses": _cases,
    "kotan": kotan_slide,
    "perlu": _needed,
    "asal": _origin,
}
SLIDES = tuple(_MAKERS)
