"""The slides of an area's meeting: last decisions first, then how things stand, and what needs a decision."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from dashboard import answers
from dashboard.components.badges import marks_of_data
from dashboard.components.explain import status_words
from dashboard.documents.drawing import draw
from dashboard.documents.paper import figure_heads, figure_rows, paper, stamp_of, written
from dashboard.followup import Followed, counts, followed
from dashboard.kotan import class_of, edition_name, editions, index_of, variable_name
from dashboard.meeting import parts
from dashboard.meeting.parts import Block, Slide
from dashboard.overview import HEADLINES, Overview, overview_of
from dashboard.people import people_answer
from dashboard.profile import Profile
from dashboard.profile import compose as compose_profile
from dashboard.texts import language, number, pick, text
from dashboard.view import is_part_year, period_label
from data import queries
from data.access.token import Scope
from data.indicators import indicator
from data.queries import Freshness
from data.queries.kotan import VARIABLES
from geo.regions import NATION, Level

# in the order in which a meeting sees them
SLIDES = ("pembuka", "keputusan", "keadaan", "peta", "bersinar", "kotan", "rehab", "perkara", "perlu", "asal")
_MOST_ROWS = 6  # of a table that is read at ten metres
_MOST_WORDS = 6
_REHAB = ("kapasitas_inap", "kapasitas_jalan", "hari_tunggu_rehab", "rehab_selesai")
_CASES = ("kasus_narkoba", "perkara_mandek", "tersangka_anak")


@dataclass(frozen=True)
class _Sources:
    """Everything the slides are made from."""

    scope: Scope
    state: Freshness
    profile: Profile
    overview: Overview
    found: list[Followed]
    url: str

    @property
    def code(self) -> str:
        return self.profile.code

    @property
    def period(self) -> str:
        return self.profile.period


def projected(scope: Scope, *, unlocked: bool) -> Scope:
    """What is put on a wall: nothing that is opened to one person alone, unless that person says so."""
    return scope if unlocked and scope.opened else replace(scope, opened=False)


def compose(scope: Scope, state: Freshness, focus: pd.Series, period: str, url: str, day: date) -> dict[str, object]:
    """The body of a meeting, as `scope` is shown the data now: kept, it shows the same for ever."""
    state = replace(state, opened=scope.opened)
    sources = _Sources(
        scope, state, compose_profile(scope, state, focus, period), overview_of(scope, state, focus, period),
        followed(scope, state, str(focus["code"]), day, below=False), url,
    )  # fmt: skip
    makers = (_opening, _decisions, _standing, _map, _bersinar, _kotan, _rehab, _cases, _needed, _origin)
    return {
        "language": language(), "title": text("meeting.of", place=sources.profile.name), "place": sources.profile.name,
        "period": period_label(period, state), "marks": marks_of_data(state), "day": f"{day:%Y-%m-%d}",
        "version": number(state.data_version), "slides": [make(sources) for make in makers], "url": url,
    }  # fmt: skip


def _opening(found: _Sources) -> Slide:
    stood = counts(found.found)
    # the nation has nothing beside it
    answer = found.profile.verdict if found.code != NATION else " ".join(one.words for one in found.profile.own[:2])
    late = text("meeting.late", late=number(stood["lewat"]), open=number(sum(one.is_open for one in found.found)))
    return parts.slide(
        "pembuka", text("meeting.of", place=found.profile.name),
        [parts.lead(answer), parts.words([(late, False if stood["lewat"] else None)])],
    )  # fmt: skip


def _decisions(found: _Sources) -> Slide:
    title = text("meeting.decisions")
    waiting = [one for one in found.found if one.is_open]
    if not found.found:
        return parts.slide("keputusan", title, [parts.lead(text("decision.none"))])
    more = len(waiting) - _MOST_ROWS
    return parts.slide(
        "keputusan", title,
        [
            parts.lead(text("decision.answer", **{name: number(count) for name, count in counts(found.found).items()})),
            _followed(waiting[:_MOST_ROWS], ""),
            parts.words([(text("decision.more", count=number(more)), None)]) if more > 0 else None,
        ],
        [_followed(found.found, text("decision.semua"))],
    )  # fmt: skip


def _followed(rows: list[Followed], title: str) -> Block | None:
    heads = [text(f"decision.{name}") for name in ("status", "what", "who", "until", "data")]
    return parts.table(
        title, heads,
        [
            [text(f"decision.{one.status}"), one.row["what"], one.row["who"], _day(one.row["until"]), one.figure or "–"]
            for one in rows
        ],
        [one.status for one in rows],
    )  # fmt: skip


def _standing(found: _Sources) -> Slide:
    sections = [
        parts.words([(sentence.words, sentence.better) for sentence in sentences], title)
        for title, sentences, _ in found.profile.sections
    ]
    told = paper(found.profile, found.scope, found.state, found.url)
    return parts.slide(
        "keadaan", text("profile.about"), [_cards(found, HEADLINES)],
        [*sections, parts.table(text("paper.figures"), figure_heads(told), figure_rows(told))],
    )  # fmt: skip


def _map(found: _Sources) -> Slide:
    drawing = draw(found.profile, found.scope, found.state)
    return parts.slide("peta", text("meeting.map"), [parts.map_of(drawing)], [_children(found, HEADLINES)])


def _children(found: _Sources, codes: tuple[str, ...]) -> Block | None:
    """The figures of the area's parts: what a map or a slide opens into."""
    level = int(found.profile.level) + 1
    items = [item for item in map(indicator, codes) if level in item.levels and not item.is_categorical]
    if level >= Level.VILLAGE or not items:
        return None
    names = tuple(item.code for item in items)
    facts = answers.ask(queries.across, found.scope, found.state.data_version, names, level, found.period, found.code)
    wide = facts.pivot(index="region_code", columns="indicator", values="value")
    regions = answers.regions(found.scope, found.state.boundary_version, level).set_index("code")["name"]
    inside = regions.index if found.code == NATION else regions.index[regions.index.str.startswith(f"{found.code}.")]
    rows = [
        [
            str(regions[code]),
            *(written(wide[item.code].get(code, np.nan) if item.code in wide else np.nan, item.decimals) for item in items),
        ]
        for code in inside
    ]
    heads = [text("table.name"), *(f"{pick(item.short)} ({pick(item.unit)})" for item in items)]
    return parts.table(text("meeting.parts", level=text(f"levels.{level}")), heads, rows, codes=list(inside))


def _bersinar(found: _Sources) -> Slide:
    profile = found.profile
    visits = [[visit.name, visit.reason] for visit in profile.visits]
    heads = [text("table.name"), text("meeting.why")]
    about = [(one.words, one.better) for one in profile.own if one.indicator.startswith("cakupan_bersinar")]
    return parts.slide(
        "bersinar", text("page.bersinar"),
        [_columns(found, "cakupan_bersinar"), parts.words(about)],
        [parts.table(text("profile.visits"), heads, visits), _children(found, ("cakupan_bersinar", "cakupan_bersinar_rawan"))],
    )  # fmt: skip


def _kotan(found: _Sources) -> Slide:
    made = answers.ask(queries.assessments, found.scope, found.state.data_version, NATION)
    made = made[made["year"] <= int(found.period[:4])]
    note = parts.words([(text("kotan.never_across"), None)])
    own_level = found.profile.level
    code = found.code[:5] if own_level > Level.REGENCY else found.code
    mine = made if code == NATION else made[made["region_code"].str.startswith(code)]
    if mine.empty:
        return parts.slide("kotan", text("page.kotan"), [parts.lead(text("meeting.kotan_none")), note])
    edition = editions(mine)[0]
    same = mine[mine["edition"] == int(edition)]
    same = same[same["year"] == same["year"].max()].sort_values("index", ascending=False)
    item, year = index_of(edition), str(int(same["year"].iloc[0]))
    places = 3 if max(item.edges) <= 4 else 1
    listed = parts.table(
        f"{edition_name(edition)}, {year}",
        [text("table.name"), text("kotan.index"), text("kotan.class"), *(variable_name(name, edition) for name in VARIABLES)],
        [
            [
                row["name"], number(row["index"], places), pick(item.labels[class_of(row["index"], edition)]),
                *(number(row[name], places) for name in VARIABLES),
            ]
            for _, row in same.iterrows()
        ],
    )  # fmt: skip
    if own_level < Level.REGENCY:
        spread = same["index"].map(lambda value: class_of(value, edition)).value_counts()
        said = [
            {"name": pick(item.labels[at]), "value": number(spread.get(at, 0)), "unit": text("levels.2"), "note": ""}
            for at in range(len(item.labels))
        ]
        total = answers.regions(found.scope, found.state.boundary_version, Level.REGENCY)["code"]
        count = len(total) if code == NATION else int(total.str.startswith(f"{code}.").sum())
        measured = text("kotan.measured", measured=number(len(same)), total=number(count), silent=number(count - len(same)))
        head = f"{edition_name(edition)}, {year}. {measured}"
        return parts.slide("kotan", text("page.kotan"), [parts.lead(head), parts.cards(said), note], [listed])
    row = same.iloc[0]
    interval = text("kotan.no_interval")
    if np.isfinite(row["low"]):
        low, high = number(row["low"], places), number(row["high"], places)
        interval = text("kotan.interval", low=low, high=high, respondents=number(row["respondents"]))
    said = [
        {
            "name": pick(item.short), "value": number(row["index"], places),
            "unit": pick(item.labels[class_of(row["index"], edition)]), "note": interval,
        },
        *(
            {"name": variable_name(name, edition), "value": number(row[name], places), "unit": "", "note": ""}
            for name in VARIABLES
        ),
    ]  # fmt: skip
    return parts.slide(
        "kotan", text("page.kotan"), [parts.lead(f"{edition_name(edition)}, {year}"), parts.cards(said), note], [listed]
    )


def _rehab(found: _Sources) -> Slide:
    said = []
    people = people_answer(found.scope, found.state, found.code, found.period)
    if people is not None:
        words = (
            text("people.exact", people=number(people.most))
            if people.least == people.most
            else text("people.between", least=number(people.least), most=number(people.most))
        )
        said.append((f"{text('people.title', period=found.period)}: {words}", None))
    return parts.slide(
        "rehab", text("group.rehabilitasi"), [_cards(found, _REHAB), parts.words(said), _columns(found, "kapasitas_inap")],
        [_children(found, _REHAB)],
    )  # fmt: skip


def _cases(found: _Sources) -> Slide:
    caveat = pick(indicator("kasus_narkoba").caveats[0])
    return parts.slide(
        "perkara", text("group.perkara"),
        [_columns(found, "kasus_narkoba"), _cards(found, _CASES), parts.words([(caveat, None)])],
        [_children(found, _CASES)],
    )  # fmt: skip


def _needed(found: _Sources) -> Slide:
    late = [one for one in found.found if one.status == "lewat"]
    lines: list[tuple[str, bool | None]] = [
        (text("meeting.overdue", what=one.row["what"], who=one.row["who"], day=_day(one.row["until"])), False)
        for one in late[:2]
    ]
    lines += [(finding.reason, False) for finding in found.overview.findings]
    rest = parts.words(lines[_MOST_WORDS:], text("meeting.rest"))
    made = parts.words(lines[:_MOST_WORDS]) or parts.lead(text("attention.none"))
    visits = [[visit.name, visit.reason] for visit in found.profile.visits]
    heads = [text("table.name"), text("meeting.why")]
    return parts.slide("perlu", text("meeting.needed"), [made], [rest, parts.table(text("profile.visits"), heads, visits)])


def _origin(found: _Sources) -> Slide:
    items = [indicator(code) for code in HEADLINES]
    lines = stamp_of(found.profile.name, found.code, found.period, found.state, *items)
    sources = [[pick(item.short), pick(item.source)] for item in items]
    return parts.slide(
        "asal", text("paper.about"), [parts.words([(line, None) for line in lines])],
        [parts.table(text("export.source"), [text("paper.figure"), text("export.source")], sources)],
    )  # fmt: skip


def _cards(found: _Sources, codes: tuple[str, ...]) -> Block | None:
    """Figures of now beside those of a level up, or why there are none."""
    level, made = int(found.profile.level), []
    known = {str(row["indicator"]): row for _, row in found.overview.now.iterrows()}
    missing = tuple(code for code in codes if code not in known and level in indicator(code).levels)
    if missing:
        more = answers.ask(queries.snapshot, found.scope, found.state.data_version, (found.code,), missing, found.period)
        known |= {str(row["indicator"]): row for _, row in more.iterrows()}
    for code in codes:
        if code not in known:
            continue
        item, row = indicator(code), known[code]
        if pd.isna(row["value"]):
            made.append({"name": pick(item.short), "value": "–", "unit": status_words(int(row["status"])), "note": ""})
            continue
        other, name = (row["above"], found.overview.above_name) if found.overview.above_name else (row["nation"], "")
        note = ""
        if np.isfinite(other):
            note = f"{name or text('card.nation')}: {number(other, item.decimals)}"
        made.append(
            {"name": pick(item.short), "value": number(row["value"], item.decimals), "unit": pick(item.unit), "note": note}
        )
    return parts.cards(made)


def _columns(found: _Sources, code: str) -> Block | None:
    """A figure by year, up to the meeting's, beside the middle of areas alike."""
    item, rows = indicator(code), answers.series(found.scope, found.state.data_version, found.code, (code,))
    rows = rows[(rows["period"] <= found.period) & (rows["period"] >= item.comparable_from)].sort_values("period")
    peers = found.profile.facts
    own = peers[(peers["indicator"] == code) & peers["region_code"].isin(found.profile.apart.codes)]["value"]
    middle = float(own.median()) if len(own.dropna()) else float("nan")
    years = rows["period"].tolist()
    return parts.columns(
        item, [period_label(year, found.state) for year in years], rows["value"].astype(float).tolist(), middle,
        [item.accumulates and is_part_year(year, found.state) for year in years],
    )  # fmt: skip


def _day(day: date) -> str:
    """A day that does not break at its hyphens."""
    return f"{day:%Y-%m-%d}".replace("-", "\u2011")
