"""The queries of slides: an area's current figures, by year, and of its parts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.decisions import Followed
from dashboard.analysis.overview import Overview
from dashboard.analysis.periods import period_label
from dashboard.analysis.profile import Profile
from dashboard.analysis.silent import with_silent
from dashboard.cache import answers
from dashboard.documents.paper import written
from dashboard.meeting import headlines, parts
from dashboard.meeting.maps import Maps, is_running
from dashboard.meeting.parts import Block
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import indicator
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, Level

TRENDS = ("cakupan_bersinar", "kapasitas_inap", "kasus_narkoba")  # what slides show by year


@dataclass(frozen=True)
class Sources:
    """Everything that the slides are made from."""

    scope: Scope
    state: Freshness
    profile: Profile
    overview: Overview
    found: list[Followed]
    url: str
    maps: Maps

    @property
    def code(self) -> str:
        return self.profile.code

    @property
    def period(self) -> str:
        return self.profile.period

    def middle(self, code: str, year: str) -> float:
        """The median of a figure among peer areas in a year; NaN where there are none, or none of them has one."""
        peers, level = self.profile.apart.codes, int(self.profile.level)
        if not peers:
            return float("nan")
        within = self.code[:2] if level == Level.DISTRICT else NATION
        facts = answers.ask(queries.across, self.scope, self.state.data_version, TRENDS, level, year, within)
        own = facts[(facts["indicator"] == code) & facts["region_code"].isin(peers)]["value"].dropna()
        return float(own.median()) if len(own) else float("nan")


def cards(found: Sources, codes: tuple[str, ...]) -> tuple[Block | None, Block | None]:
    """Current figures beside those of the level above, and a sentence on those that are not known."""
    level = int(found.profile.level)
    made: list[dict[str, str]] = []
    silent: list[str] = []
    known = {str(row["indicator"]): row for _, row in found.overview.now.iterrows()}
    missing = tuple(code for code in codes if code not in known and level in indicator(code).levels)
    if missing:
        more = answers.ask(queries.snapshot, found.scope, found.state.data_version, (found.code,), missing, found.period)
        more = with_silent(more, missing, found.code, found.period)
        known |= {str(row["indicator"]): row for _, row in more.iterrows()}
    for code in codes:
        if code not in known:
            continue
        item, row = indicator(code), known[code]
        if pd.isna(row["value"]):
            silent.append(f"{pick(item.short)} ({status_words(int(row['status']), item).lower()})")
            continue
        other, name = (row["above"], found.overview.above_name) if found.overview.above_name else (row["nation"], "")
        note = ""
        if np.isfinite(other):
            note = f"{name or text('card.nation')}: {number(other, item.decimals)}"
        made.append(
            {"name": pick(item.short), "value": number(row["value"], item.decimals), "unit": pick(item.unit), "note": note}
        )
    said = text("meeting.silent", names=", ".join(silent)) if silent else ""
    return parts.cards(made), parts.words([(said, None)]) if said else None


def trend(found: Sources, code: str) -> tuple[Block | None, str]:
    """A figure by year, up to the meeting's, beside the medians of peer areas, and the sentence that it says."""
    item, rows = indicator(code), answers.series(found.scope, found.state.data_version, found.code, (code,))
    rows = rows[(rows["period"] <= found.period) & (rows["period"] >= item.comparable_from)].sort_values("period")
    years, values = rows["period"].tolist(), rows["value"].astype(float).tolist()
    running = [is_running(item, year, found.state) for year in years]
    labels = [period_label(year, found.state) for year in years]
    middle = [found.middle(code, year) for year in years]
    return (
        parts.trend(item, found.profile.name, labels, values, middle, running),
        headlines.of_trend(item, labels, values, running),
    )


def children(found: Sources, codes: tuple[str, ...]) -> Block | None:
    """The figures of the area's parts, for maps and the details of slides."""
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
