"""The profile of an area as sentences: what it is like, among its peer areas, changes, targets, and villages to visit first.

A rule composes every sentence from figures and names its indicator, so that its evidence can be opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.attention import Promise, promise_words
from dashboard.analysis.overview import HEADLINES, Overview
from dashboard.analysis.periods import period_words, year_before
from dashboard.analysis.silent import is_never_hidden
from dashboard.analysis.village_programme import LACKING, MET, states
from dashboard.words.texts import number, pick, text
from data.facts.indicators import indicator
from data.feeds import feeds
from data.model.period import Grain, Period
from data.model.status import FactStatus
from geo.regions.codes import Level
from geo.regions.peers import nearest_peers

PEERS = 10
RAN_CODES = ("ran_melapor", "ran_capaian", "ran_kendala")
VISITS = 5
# features of peer areas, in this order on screen: people, villages (denominator of coverage), share of vulnerable villages
PEER_FEATURES = (("penduduk", "value"), ("cakupan_bersinar", "denominator"), ("bagian_rawan", "value"))
ASKED = tuple(dict.fromkeys((*HEADLINES, *(code for code, _ in PEER_FEATURES))))
_OUTSTANDING = 8  # of ten peers: better or worse than so many makes a sentence
_QUIET_MONTHS = 24.0
_OVERDUE_MONTHS = 12.0
_VILLAGE = ("status_bersinar", "kategori_rawan", "jangkauan_inap", "jangkauan_jalan")


@dataclass(frozen=True)
class Sentence:
    """One sentence. `better` is ``None`` where neither better nor worse is meant; `indicator` is empty where it has
    no figure.
    """

    words: str
    indicator: str = ""
    better: bool | None = None


@dataclass(frozen=True)
class Beside:
    """Peer areas, the nearest first, and sentences on the figures in which this area differs from them."""

    codes: list[str]
    sentences: list[Sentence]


@dataclass(frozen=True)
class Visit:
    """A village to visit soon, and the reason."""

    code: str
    name: str
    reason: str


def about(facts: pd.DataFrame, code: str, name: str) -> list[Sentence]:
    """Sentences on what the area is like, one per headline that is known. `facts` as `queries.across` returns them."""
    own = facts[facts["region_code"] == code].set_index("indicator")
    made = []
    if "penduduk" in own.index and np.isfinite(own.at["penduduk", "value"]) and "cakupan_bersinar" in own.index:
        people, villages = own.at["penduduk", "value"], own.at["cakupan_bersinar", "denominator"]
        made.append(Sentence(text("profile.size", name=name, people=number(people), villages=number(villages)), "penduduk"))
    for item in map(indicator, HEADLINES):
        if item.code not in own.index or not np.isfinite(own.at[item.code, "value"]):
            continue
        row = own.loc[item.code]
        fields = {
            "value": number(row["value"], item.decimals),
            "numerator": _whole(row["numerator"]),
            "denominator": _whole(row["denominator"]),
        }
        made.append(Sentence(text(f"profile.{item.code}", **fields), item.code))
    silent = [
        pick(item.short)
        for item in map(indicator, HEADLINES)
        if (own.at[item.code, "status"] == FactStatus.NOT_REPORTED if item.code in own.index else is_never_hidden(item, code))
    ]
    if silent:
        made.append(Sentence(text("profile.silent", names=", ".join(silent))))
    return made


def feature(facts: pd.DataFrame, indicator_code: str, side: str) -> "pd.Series[float]":
    """One column of an indicator by region: its value, or its denominator."""
    return facts[facts["indicator"] == indicator_code].set_index("region_code")[side].astype(float)


def beside(facts: pd.DataFrame, code: str, kinds: "pd.Series[str]") -> Beside:
    """The area beside its peers. `kinds` is the kind of each area of the level by code: a kota has kota as peers."""
    judged = facts.assign(value=facts["value"].mask(facts["rough"]))
    wide = judged.pivot(index="region_code", columns="indicator", values="value").reindex(kinds.index)
    people, villages, vulnerable = (feature(judged, *one).reindex(kinds.index) for one in PEER_FEATURES)
    if code not in wide.index:
        return Beside([], [])
    features = np.column_stack([np.log(people), np.log(villages), vulnerable])
    features[~np.isfinite(features)] = np.nan
    at = wide.index.get_loc(code)
    near = nearest_peers(features, at, (kinds == kinds[code]).to_numpy(), PEERS)
    peers = wide.index[near].tolist()
    made = []
    for item in map(indicator, HEADLINES):
        if item.code not in wide or not np.isfinite(own := wide.at[code, item.code]):
            continue
        others = wide.loc[peers, item.code].dropna()
        lower, higher = int((others < own).sum()), int((others > own).sum())
        if len(others) < PEERS or max(lower, higher) < _OUTSTANDING:
            continue
        up = lower > higher
        better = None if item.direction == "netral" else up == (item.direction == "tinggi_baik")
        word = "higher" if up else "lower"
        made.append(
            Sentence(
                text(
                    f"profile.{word}",
                    name=pick(item.short),
                    value=number(own, item.decimals),
                    unit=pick(item.unit),
                    count=number(max(lower, higher)),
                    of=number(len(others)),
                    middle=number(others.median(), item.decimals),
                ),
                item.code,
                better,
            )
        )
    return Beside(peers, made)


def changes(found: Overview, period: str) -> list[Sentence]:
    """Sentences on figures that changed beyond chance since the previous year."""
    made = []
    for row in found.moved.itertuples():
        item = indicator(str(row.indicator))
        word = "rose" if row.now > row.before else "fell"
        fields = {"before": number(row.before, item.decimals), "now": number(row.now, item.decimals)}
        words = text(f"profile.{word}", name=pick(item.short), unit=pick(item.unit), year=year_before(period), **fields)
        made.append(Sentence(words, item.code, None if pd.isna(row.better) else bool(row.better)))
    return made


def promised(promises: Sequence[Promise]) -> list[Sentence]:
    """Sentences on targets, those that will be missed first."""
    known = [one for one in promises if np.isfinite(one.way.planned)]
    made = []
    for promise in sorted(known, key=lambda one: bool(one.way.reached)):
        item = indicator(str(promise.row["indicator"]))
        made.append(
            Sentence(
                text("profile.promise", name=pick(item.short), words=promise_words(promise, item)),
                item.code,
                bool(promise.way.reached),
            )
        )
    return made


def half_year(period: str, last_day: str) -> str:
    """The newest half-year of `period` that is over on `last_day`; before its middle, the last one of the previous year."""
    day = min(date.fromisoformat(last_day), Period.parse(period).last)
    half = Period.of(day, Grain.HALF)
    return str(half if day == half.last else half.previous)


def reports(facts: pd.DataFrame, half: str) -> list[Sentence]:
    """Sentences on the RAN/RAD P4GN reports of regional governments: which are missing, and how far their actions are.

    `facts` are those of one region for `RAN_CODES`, as `queries.snapshot` gives them.
    """
    own = facts.set_index("indicator")
    made, named = [], period_words(Period.parse(half))
    if "ran_melapor" in own.index:
        row = own.loc["ran_melapor"]
        owe, came = row["denominator"], row["numerator"]
        if row["status"] == FactStatus.NOT_REPORTED or (owe == 1 and came == 0):
            made.append(Sentence(text("profile.ran_silent", half=named), "ran_melapor", False))
        elif owe == 1:
            made.append(Sentence(text("profile.ran_sent", half=named), "ran_melapor", True))
        elif np.isfinite(owe) and np.isfinite(came):
            fields = {"numerator": number(came), "denominator": number(owe), "missing": number(owe - came)}
            made.append(Sentence(text("profile.ran_melapor", half=named, **fields), "ran_melapor", bool(owe == came)))
    for code in ("ran_capaian", "ran_kendala"):
        if code in own.index and np.isfinite(own.at[code, "value"]):
            value = number(own.at[code, "value"], indicator(code).decimals)
            made.append(Sentence(text(f"profile.half_{code}", half=named, value=value), code))
    return made


def visits(villages: pd.DataFrame, candidates: pd.DataFrame, last_day: str) -> list[Visit]:
    """Five villages to see first: vulnerable without a programme, left without criteria, or silent for long.

    `villages` are those of `queries.programme`, `candidates` of `queries.candidates`. Each rule puts its worst first, and the
    rules take turns, so that no single one fills the list.
    """
    today = pd.Timestamp(last_day)
    order = candidates.assign(worse=candidates["category"].eq("bahaya")).sort_values(["worse", "score"], ascending=False)
    bare = [
        Visit(row.code, row.name_, text("visit.bare", category=text(f"visit.{row.category}")))
        for row in order.rename(columns={"name": "name_"}).head(VISITS).itertuples()
    ]
    table = states(villages)
    since = (today - villages["pencanangan"]).dt.days / 30.4375
    lacking = table.eq(LACKING)
    late = villages.assign(missing=lacking.sum(axis=1), since=since)
    late = late[(late["missing"] > 0) & (late["since"] > _OVERDUE_MONTHS)].sort_values(["missing", "since"], ascending=False)
    left = [
        Visit(
            row.code,
            row.name_,
            text(
                "visit.left",
                months=number(row.since),
                names=", ".join(text(f"event.{name}") for name in table.columns if lacking.at[row.Index, name]),
            ),
        )
        for row in late.rename(columns={"name": "name_"}).head(VISITS).itertuples()
    ]
    quiet = (today - villages["last"]).dt.days / 30.4375
    silent = villages.assign(quiet=quiet)[quiet > _QUIET_MONTHS].sort_values("quiet", ascending=False)
    gone = [
        Visit(row.code, row.name_, text("visit.quiet", day=f"{row.last:%Y-%m-%d}"))
        for row in silent.rename(columns={"name": "name_"}).head(VISITS).itertuples()
    ]
    made: dict[str, Visit] = {}
    for turn in range(VISITS):
        for rule in (bare, left, gone):
            if turn < len(rule):
                made.setdefault(rule[turn].code, rule[turn])
    return list(made.values())[:VISITS]


def of_village(facts: pd.DataFrame, villages: pd.DataFrame, code: str, name: str) -> list[Sentence]:
    """Sentences on one village: the stage of its programme, what it lacks, how vulnerable it is, what is within its reach."""
    own = facts[facts["region_code"] == code].set_index("indicator")
    made = []
    row = villages[villages["code"] == code]
    if row.empty:
        known = "status_bersinar" in own.index and own.at["status_bersinar", "status"] == FactStatus.KNOWN
        words = text("profile.no_programme" if known else "profile.programme_not_reported", name=name)
        made.append(Sentence(words, "status_bersinar"))
    else:
        table = states(row).iloc[0]
        lacks = [text(f"event.{criterion}") for criterion, word in table.items() if word == LACKING]
        met = int((table == MET).sum())
        words = text("profile.criteria", name=name, met=number(met), names=", ".join(lacks) or "–")
        made.append(Sentence(words, "status_bersinar", not lacks))
    for item in map(indicator, _VILLAGE[1:]):
        if item.code not in own.index or own.at[item.code, "status"] != FactStatus.KNOWN:
            continue
        if item.is_categorical:
            label = pick(item.labels[int(own.at[item.code, "class"])])
            made.append(Sentence(text("profile.category", category=label), item.code))
        else:
            made.append(Sentence(text(f"profile.{item.code}", value=number(own.at[item.code, "value"])), item.code))
    return made


def offices_of(found: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Offices with the data they answer for and the day of their newest submission, from `queries.senders`."""
    known = feeds()
    return [
        (str(office), ", ".join(pick(known[feed].title) for feed in rows["feed"]), str(rows["last"].max()))
        for office, rows in found.groupby("sender", sort=False)
    ]


def asked_of(level: int) -> tuple[str, ...]:
    """Codes of the indicators that the profile of a level reads."""
    if level == Level.VILLAGE:
        return _VILLAGE
    return tuple(code for code in ASKED if level in indicator(code).levels)


def _whole(value: float) -> str:
    return number(value) if np.isfinite(value) else "–"
