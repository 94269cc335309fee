"""The profile of an area as sentences: what it is like, among its peer areas, changes, targets, and villages to visit first.

A rule composes every sentence from figures and names its indicator, so that its evidence can be opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.attention import Promise, promise_words
from dashboard.analysis.overview import BY_HALF, HEADLINES, Overview
from dashboard.analysis.periods import day_words, period_words, year_before
from dashboard.analysis.silent import is_never_hidden
from dashboard.analysis.village_programme import LACKING, MET, UNKNOWN, states
from dashboard.words.texts import number, pick, text
from data.facts.indicators import indicator
from data.feeds import feeds
from data.model.period import Period
from data.model.status import FactStatus
from geo.regions.codes import Level
from geo.regions.peers import nearest_peers

PEERS = 10
# features of peer areas, in this order on screen: people, villages (denominator of coverage), share of vulnerable villages
PEER_FEATURES = (("penduduk", "value"), ("cakupan_bersinar", "denominator"), ("bagian_rawan", "value"))
ASKED = tuple(dict.fromkeys((*HEADLINES, *(code for code, _ in PEER_FEATURES))))
_OUTSTANDING = 8  # of ten peers: better or worse than so many makes a sentence
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
    """Peer areas, the nearest first, and sentences on the figures in which this area differs from them.

    `compared`: how many figures are known here and of all peers; with none of them, nothing was compared.
    """

    codes: list[str]
    sentences: list[Sentence]
    compared: int = 0


def about(facts: pd.DataFrame, code: str, name: str) -> list[Sentence]:
    """Sentences on what the area is like, one per headline that is known. `facts` as `queries.across` returns them.

    The achievement of RAN/RAD comes by half-year and has its sentence among the reports.
    """
    own = facts[facts["region_code"] == code].set_index("indicator")
    made = []
    if "penduduk" in own.index and np.isfinite(own.at["penduduk", "value"]) and "cakupan_bersinar" in own.index:
        people, villages = own.at["penduduk", "value"], own.at["cakupan_bersinar", "denominator"]
        made.append(Sentence(text("profile.size", name=name, people=number(people), villages=number(villages)), "penduduk"))
    yearly = [indicator(headline) for headline in HEADLINES if headline not in BY_HALF]
    for item in yearly:
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
        for item in yearly
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
    made, compared = [], 0
    for item in map(indicator, HEADLINES):
        if item.code not in wide or not np.isfinite(own := wide.at[code, item.code]):
            continue
        others = wide.loc[peers, item.code].dropna()
        lower, higher = int((others < own).sum()), int((others > own).sum())
        if len(others) < PEERS:
            continue
        compared += 1
        if max(lower, higher) < _OUTSTANDING:
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
    return Beside(peers, made, compared)


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


def reports(now: pd.DataFrame) -> list[Sentence]:
    """Sentences on the RAN/RAD P4GN reports of regional governments: which are missing, and how far their actions are.

    `now` is a snapshot of one region; each row names its own period, a half-year or a year that is over.
    """
    own = now[now["indicator"].isin(BY_HALF)].set_index("indicator")
    made = []
    if "ran_melapor" in own.index:
        row = own.loc["ran_melapor"]
        named = period_words(Period.parse(row["period"]))
        owe, came = row["denominator"], row["numerator"]
        if row["status"] == FactStatus.NOT_REPORTED or (owe == 1 and came == 0):
            made.append(Sentence(text("profile.ran_silent", half=named), "ran_melapor"))
        elif owe == 1:
            made.append(Sentence(text("profile.ran_sent", half=named), "ran_melapor", True))
        elif np.isfinite(owe) and np.isfinite(came):
            fields = {"half": named, "numerator": number(came), "denominator": number(owe), "missing": number(owe - came)}
            words = text("profile.ran_all" if owe == came else "profile.ran_melapor", **fields)
            made.append(Sentence(words, "ran_melapor", bool(owe == came)))
    for code in ("ran_capaian", "ran_kendala"):
        if code not in own.index or not np.isfinite(own.at[code, "value"]):
            continue
        item, named = indicator(code), period_words(Period.parse(own.at[code, "period"]))
        none = "_none" if code == "ran_kendala" and not own.at[code, "value"] else ""
        words = text(f"profile.half_{code}{none}", half=named, value=number(own.at[code, "value"], item.decimals))
        made.append(Sentence(words, code))
    return made


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
        met, asked = int((table == MET).sum()), int((table.isin((MET, LACKING, UNKNOWN))).sum())
        unknown = bool((table == UNKNOWN).any())  # what was not sent is neither met nor lacking
        word = "criteria" if lacks else "criteria_unknown" if unknown else "criteria_all"
        words = text(f"profile.{word}", name=name, met=number(met), of=number(asked), names=", ".join(lacks))
        made.append(Sentence(words, "status_bersinar", False if lacks else None if unknown else True))
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
        (str(office), ", ".join(pick(known[feed].title) for feed in rows["feed"]), day_words(rows["last"].max()))
        for office, rows in found.groupby("sender", sort=False)
    ]


def expected_senders() -> list[str]:
    """Offices that send the data behind the headlines, each once."""
    known = feeds()
    wanted = [feed for headline in HEADLINES for feed in indicator(headline).feeds]
    return list(dict.fromkeys(sender for feed in wanted for sender in known[feed].senders))


def asked_of(level: int) -> tuple[str, ...]:
    """Codes of the indicators that the profile of a level reads."""
    if level == Level.VILLAGE:
        return _VILLAGE
    return tuple(code for code in ASKED if level in indicator(code).levels)


def _whole(value: float) -> str:
    return number(value) if np.isfinite(value) else "–"
