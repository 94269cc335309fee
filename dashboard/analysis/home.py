"""The first screen of an area: five figures and what to do next, as words. What page, picture and PDF show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis import kotan
from dashboard.analysis.attention import Concern, Promise
from dashboard.analysis.figure import change_words
from dashboard.analysis.overview import BY_HALF, Overview
from dashboard.analysis.periods import period_words, year_before
from dashboard.analysis.profile import PEERS, Profile
from dashboard.analysis.profile.verdict import listed
from dashboard.analysis.same_months import SameMonths, same_months
from dashboard.analysis.village_programme import LACKING, states
from dashboard.cache import answers
from dashboard.words.sentences import status_words
from dashboard.words.texts import catalogue, language, number, pick, text
from data import queries
from data.facts.indicators import Indicator, indicator
from data.feeds import feeds
from data.model.period import Grain, Period
from data.model.status import FactStatus
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import Level

FIGURES = 5
_STEPS = 4
_OFFICES = 2  # named as those who could do something, the nearest of those that send the data
# by level, the first of them that exist there
_SHOWN = (
    "cakupan_bersinar", "bagian_rawan", "kapasitas_inap", "kasus_narkoba", "ran_melapor", "ran_capaian", "kapasitas_jalan",
    "cakupan_bersinar_rawan",
)  # fmt: skip
_OF_VILLAGE = ("status_bersinar", "kategori_rawan", "jangkauan_inap", "jangkauan_jalan")


@dataclass(frozen=True)
class Tile:
    """One figure in words: `value` with its sign, `change` since a year ago, `notes` (peers, target, who reported).

    `better` says how the change is meant, ``None`` for neither; `code` and `period` open where the figure comes from.
    """

    code: str
    period: str
    name: str
    value: str
    unit: str
    change: str = ""
    better: bool | None = None
    notes: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True)
class Step:
    """Something to do next: what, why, and which office does it; `code` is the figure behind it."""

    what: str
    why: str
    who: str
    code: str


def tiles_of(profile: Profile, scope: Scope, state: Freshness) -> list[Tile]:
    """The figures of the first screen, at most five."""
    if profile.level == Level.VILLAGE or profile.overview is None:
        return _of_village(profile)
    found, code = profile.overview, profile.code
    now = {str(row["indicator"]): row for _, row in found.now.iterrows()}
    before = found.before.set_index("indicator")["value"].to_dict()
    shown = [one for one in _SHOWN if one in now and not (one == "ran_melapor" and profile.level == Level.REGENCY)]
    made: list[Tile] = []
    for item in map(indicator, shown):
        running = None
        if item.accumulates and found.part_year:
            rows = answers.series(scope, state.data_version, code, (item.code,), Grain.MONTH)
            running = same_months(rows, item, profile.period, state.last_day)
        made.append(_tile(item, now[item.code], before.get(item.code, np.nan), running, profile, found))
        if item.code == "kasus_narkoba" and profile.level == Level.REGENCY:
            made += _kotan(answers.ask(queries.assessments, scope, state.data_version, code), profile.period)
    return made[:FIGURES]


def _tile(
    item: Indicator, row: pd.Series, before: float, running: SameMonths | None, profile: Profile, found: Overview
) -> Tile:
    period, name = str(row["period"]), text(f"tile.{item.code}")
    halves = period_words(Period.parse(period)) if item.code in BY_HALF else ""
    value = float(row["value"])
    if not np.isfinite(value):
        sender = provider_words(item) if row["status"] == FactStatus.NOT_REPORTED else ""
        words = status_words(int(row["status"]), item)
        return Tile(item.code, period, name, words, "", notes=tuple(filter(None, (halves, sender))), known=False)
    notes = [halves] if halves else []
    since, unfair = year_before(profile.period), item.accumulates and found.part_year
    if running is not None:
        before, since = running.before, f"{running.months} {since}"
        if not np.isfinite(before):
            notes.append(running.months)
    elif unfair:
        before = np.nan
        notes.append(text("home.part_year"))
    if period < item.comparable_from or since[-4:] < item.comparable_from or row["rough"] or item.code in BY_HALF:
        before = np.nan
    notes += [*_beside(item, profile, row, found), *_aimed(item, found.promised), *_reported(item, row)]
    change, better = change_words(item, value if running is None else running.now, before, since)
    share = item.unit["id"] == "persen"
    return Tile(
        item.code,
        period,
        name,
        number(value, item.decimals) + (" %" if share else ""),
        "" if share else _unit(item),
        change,
        better,
        tuple(notes),
    )


def _unit(item: Indicator) -> str:
    """Short: the name of the figure says what is counted."""
    return text("home.per", people=number(item.scale)) if item.kind == "rasio" and item.scale >= 1_000 else pick(item.unit)


def _beside(item: Indicator, profile: Profile, row: pd.Series, found: Overview) -> list[str]:
    """The middle of the peer areas; where there are none, the same figure of the area above or of Indonesia."""
    facts = profile.facts
    peers = facts[(facts["indicator"] == item.code) & facts["region_code"].isin(profile.apart.codes) & ~facts["rough"]]
    values = peers["value"].dropna()
    if len(values) >= PEERS:
        return [text("home.peers", value=number(values.median(), item.decimals))]
    for name, side in ((found.above_name, "above"), (text("card.nation"), "nation")):
        if name and np.isfinite(row[side]) and item.kind == "rasio":
            return [text("home.above", name=name, value=number(row[side], item.decimals))]
    return []


def _aimed(item: Indicator, promised: Sequence[Promise]) -> list[str]:
    return [
        text("home.target", value=number(one.row["target"], item.decimals), when=one.row["target_period"])
        for one in promised
        if one.row["indicator"] == item.code
    ][:1]


def _reported(item: Indicator, row: pd.Series) -> list[str]:
    """How many of those who should have reported did, where it was not all of them."""
    came, owe = (row["numerator"], row["denominator"]) if item.code == "ran_melapor" else (row["reported"], row["expected"])
    if not np.isfinite(owe) or owe < 2 or came >= owe:
        return []
    word = "governments" if item.code == "ran_melapor" else "regencies"
    return [text(f"home.{word}", came=number(came), of=number(owe))]


def provider_words(item: Indicator) -> str:
    """Who sends the data behind an indicator, and which kind of data it is, by their titles."""
    known = feeds()
    said = [
        text("home.provider", feed=pick(known[feed].title), senders=_or(known[feed].senders))
        for feed in item.feeds
        if feed in known
    ]
    return said[0] if said else ""


def _or(names: Sequence[str]) -> str:
    return text("home.or", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def _kotan(made: pd.DataFrame, period: str) -> list[Tile]:
    """The newest assessment by the newest edition until the end of a year; none where the area was never measured."""
    known = made[made["year"].astype(str) <= period].sort_values("year")
    if known.empty:
        return []
    row = known.iloc[-1]
    edition, year = str(row["edition"]), str(row["year"])
    item, decimals = kotan.index_of(edition), kotan.shown_decimals(edition)
    notes = [text("home.measured", year=year)] if year != period else []
    earlier = known[(known["edition"] == row["edition"]) & (known["year"] < row["year"])]
    change, better = "", None
    if len(earlier):
        step = round(float(row["index"] - earlier["index"].iloc[-1]), decimals)
        since = str(earlier["year"].iloc[-1])
        word, better = ("rose", True) if step > 0 else ("fell", False) if step < 0 else ("same", None)
        change = text(f"home.{word}", change=number(abs(step), decimals), since=since)
    label = pick(item.labels[kotan.class_of(float(row["index"]), edition)])
    return [
        Tile(item.code, year, text("tile.kotan"), number(float(row["index"]), decimals), label, change, better, tuple(notes))
    ]


def _of_village(profile: Profile) -> list[Tile]:
    own = profile.facts[profile.facts["region_code"] == profile.code].set_index("indicator")
    made = []
    for item in map(indicator, _OF_VILLAGE):
        name = text(f"tile.{item.code}")
        status = int(own.at[item.code, "status"]) if item.code in own.index else int(FactStatus.NOT_REPORTED)
        if status != FactStatus.KNOWN:
            notes = (provider_words(item),) if status == FactStatus.NOT_REPORTED else ()
            words = status_words(status, item)
            made.append(Tile(item.code, profile.period, name, words, "", notes=tuple(filter(None, notes)), known=False))
        elif item.is_categorical:
            made.append(Tile(item.code, profile.period, name, pick(item.labels[int(own.at[item.code, "class"])]), ""))
        else:
            value = number(own.at[item.code, "value"], item.decimals)
            made.append(Tile(item.code, profile.period, name, value, text("home.within")))
    return made


def steps_of(profile: Profile) -> list[Step]:
    """What to do next: the heaviest concerns, each with the office that does it; in a village, the criteria that it lacks."""
    if profile.overview is not None:
        return steps_for(profile.overview.concerns, profile.offices)
    if profile.villages.empty:
        return []
    table = states(profile.villages).iloc[0]
    who = office_for(indicator("status_bersinar"), profile.offices)
    lacks = [text(f"event.{name}") for name, word in table.items() if word == LACKING]
    return [Step(text("do.criterion", name=name), text("home.lacking"), who, "status_bersinar") for name in lacks[:_STEPS]]


def steps_for(concerns: Sequence[Concern], offices: pd.DataFrame) -> list[Step]:
    """A step for each concern, the heaviest first; what one report would bring is one step."""
    made: dict[str, Step] = {}
    for concern in concerns:
        item = indicator(concern.indicator)
        feed = next((feeds()[name] for name in item.feeds if name in feeds()), None)
        if concern.silent and feed is not None:
            what = text("do.send", feed=pick(feed.title))
            others = [one.indicator for one in concerns if one.silent and set(indicator(one.indicator).feeds) & set(item.feeds)]
            why = text("home.unsent", names=listed(others))
        else:
            known = f"do.{item.code}" in catalogue(language())
            what = text(f"do.{item.code}") if known else text("do.other", name=pick(item.short))
            why = concern.reason
        made.setdefault(what, Step(what, why, office_for(item, offices), item.code))
    return list(made.values())[:_STEPS]


def office_for(item: Indicator, offices: pd.DataFrame) -> str:
    """The office that sent the data behind a figure; where none did yet, those that should."""
    sent = offices[offices["feed"].isin(item.feeds)] if len(offices) else offices
    if len(sent):
        return str(sent["sender"].iloc[0])
    known = feeds()
    senders = [known[feed].senders for feed in item.feeds if feed in known]
    return _or(senders[0][:_OFFICES]) if senders else ""
