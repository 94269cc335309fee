"""The whole profile of one area in one year, as the page shows it and the documents print it."""

from dataclasses import dataclass, field

import pandas as pd

from dashboard.analysis.cases.warnings import news
from dashboard.analysis.overview import HEADLINES, Overview, overview_of
from dashboard.analysis.periods import period_label
from dashboard.analysis.profile import rules
from dashboard.analysis.profile.rules import Beside, Sentence
from dashboard.analysis.profile.verdict import verdict_of
from dashboard.analysis.profile.visits import Visit, place_names, visits
from dashboard.analysis.rehab.headcount import headcount, headcount_words
from dashboard.cache import answers
from dashboard.words.texts import text
from data import queries
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, Level


@dataclass(frozen=True)
class Profile:
    """`facts` are those of the whole level, `regions` its areas by code, `series` the yearly rows of headlines.

    A village has only `own`, `villages` (its own row of `queries.programme`) and `offices`; the nation has no peers. `warning`
    says what is above its usual now, empty where nothing is.
    """

    code: str
    name: str
    level: Level
    period: str
    own: list[Sentence]
    facts: pd.DataFrame
    regions: pd.DataFrame
    offices: pd.DataFrame
    apart: Beside = field(default_factory=lambda: Beside([], []))
    changed: list[Sentence] = field(default_factory=list)
    targets: list[Sentence] = field(default_factory=list)
    reports: list[Sentence] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    series: pd.DataFrame = field(default_factory=pd.DataFrame)
    overview: Overview | None = None
    villages: pd.DataFrame = field(default_factory=pd.DataFrame)
    warning: str = ""

    @property
    def verdict(self) -> str:
        """A sentence: in what the area is better or worse, and whether its targets will be met; or that nothing is known."""
        if not self.facts.loc[self.facts["region_code"] == self.code, ["value", "class"]].notna().any(axis=None):
            return text("profile.nothing")
        if self.level == Level.VILLAGE:
            return self.own[0].words
        compared = len(self.apart.codes) if self.apart.compared else 0
        return verdict_of(self.apart.sentences, self.changed, self.targets, peers=compared)

    @property
    def sections(self) -> list[tuple[str, list[Sentence], str]]:
        """Heading, sentences, and the text shown where there are none, per section."""
        warned = [Sentence(self.warning, "jumlah_kasus")] if self.warning else []
        made = [(text("profile.about"), [*self.own, *warned], text("profile.nothing"))]
        if self.level == Level.VILLAGE:
            return made
        if self.level > Level.NATION:
            made.append((text("profile.beside"), self.apart.sentences, text("profile.alike_all")))
        made.append((text("profile.changed"), self.changed, text("profile.unchanged")))
        made.append((text("profile.targets"), [*self.targets, *self.reports], text("profile.no_targets")))
        return made


def compose(scope: Scope, state: Freshness, focus: pd.Series, period: str) -> Profile:
    """The profile of an area. At most eleven queries, each cached until data changes."""
    code, name, level = str(focus["code"]), str(focus["name"]), Level(int(focus["level"]))
    version = state.data_version
    within = {Level.DISTRICT: code[:2], Level.VILLAGE: code.rpartition(".")[0]}.get(level, NATION)
    facts = answers.ask(queries.across, scope, version, rules.asked_of(level), int(level), period, within)
    offices = answers.ask(queries.senders, scope, version, code)
    known = answers.regions(scope, state.boundary_version, int(level)).set_index("code")
    regions = known[known.index.str.startswith(within)] if within != NATION else known
    if level == Level.VILLAGE:
        villages = answers.ask(queries.programme, scope, version, within, period)
        said = rules.of_village(facts, villages, code, name)
        own = villages[villages["code"] == code]
        return Profile(code, name, level, period, said, facts, regions, offices, villages=own)
    found = overview_of(scope, state, focus, period)
    apart, first = Beside([], []), []
    if level > Level.NATION:
        apart = rules.beside(facts, code, regions["kind"])
        villages = answers.ask(queries.programme, scope, version, code, period)
        bare = answers.ask(queries.candidates, scope, version, code, period)
        names = [
            answers.regions(scope, state.boundary_version, above).set_index("code")["name"]
            for above in (Level.DISTRICT, Level.REGENCY)
        ]
        first = visits(villages, bare, state.last_day, lambda village: place_names(village, code, names))
    return Profile(
        code,
        name,
        level,
        period,
        [*rules.about(facts, code, name), *_treated(scope, state, code, level, period)],
        facts,
        regions,
        offices,
        apart,
        rules.changes(found, period),
        rules.promised(found.promised),
        rules.reports(found.now),
        first,
        found.series[found.series["indicator"].isin(HEADLINES)],
        found,
        warning=news(scope, state, code, level, period),
    )


def _treated(scope: Scope, state: Freshness, code: str, level: Level, period: str) -> list[Sentence]:
    """How many people were in rehabilitation, down to the kabupaten/kota, where anybody reported."""
    if level > Level.REGENCY:
        return []
    found = headcount(scope, state.data_version, code, period)
    if not found.is_known:
        return []
    words = text("treated.answer", said=headcount_words(found), period=period_label(period, state))
    return [Sentence(words, "orang_direhabilitasi")]
