"""Cases, suspects and seizures of an area: what is shown by substance, and what it says in words and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.area_rows import fact_of, value_words
from dashboard.analysis.cases.substances import ALL, counts, names
from dashboard.analysis.figure import compared
from dashboard.analysis.periods import is_part_year, period_label
from dashboard.analysis.same_months import same_months
from dashboard.cache import answers
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import Indicator, indicator, registry
from data.model.period import Grain, Period
from data.model.status import FactStatus
from data.queries import Freshness, has_interval, interval_of
from data.store.scope import Scope
from geo.regions.codes import Level, level_of

RATE, SMOOTHED, CASES, SUSPECTS, SEIZED = "laju", "halus", "kasus", "tersangka", "sitaan"


def ways(substance: str) -> tuple[str, ...]:
    """What can be counted of a substance. Suspects are of cases as a whole; units of all substances together never add up."""
    if substance == ALL:
        return RATE, SMOOTHED, CASES, SUSPECTS
    return (RATE, SMOOTHED, CASES, SEIZED) if f"sita_{substance}" in registry() else (RATE, SMOOTHED, CASES)


def item_of(substance: str, counted: str) -> Indicator:
    """The indicator that shows what was chosen. Raises `Fault` for what `ways` does not offer."""
    every = substance == ALL
    code = {
        RATE: "kasus_narkoba" if every else f"kasus_{substance}",
        CASES: "jumlah_kasus" if every else f"jumlah_kasus_{substance}",
        SUSPECTS: "tersangka",
        SEIZED: f"sita_{substance}",
    }[RATE if counted == SMOOTHED else counted]
    return indicator(code)


def parts_within(focus_code: str, substance: str, counted: str) -> tuple[str, int]:
    """The area whose parts are compared, and their level: those of the area; a kabupaten/kota among those of its province,
    except where its kecamatan have figures, which is for the rate of all cases.
    """
    level = level_of(focus_code)
    if level < Level.REGENCY:
        return focus_code, level + 1
    if counted == RATE and Level.DISTRICT in item_of(substance, counted).levels:
        return focus_code, int(Level.DISTRICT)
    return focus_code[:2], int(Level.REGENCY)


def where_words(item: Indicator, counted: str, level: str, place: str, period: str) -> str:
    """The heading of what is shown by part of an area."""
    name = pick(item.short)
    if counted == SMOOTHED:
        name = text("enforce.named_smoothed", name=name)
    return text("enforce.where", name=name, level=level, place=place, period=period)


@dataclass(frozen=True)
class Answer:
    """What is said first: the sentence, how much of the area reported, and the substance with most cases ('' for none)."""

    sentence: str
    reported: str
    largest: str


def answer_of(scope: Scope, state: Freshness, code: str, name: str, period: str) -> Answer:
    """The answer for an area and year."""
    version = state.data_version
    found = answers.ask(queries.snapshot, scope, version, (code,), ("jumlah_kasus", "tersangka", *counts()), period)
    row = fact_of(found, "jumlah_kasus", code)
    label = period_label(period, state)
    if row is None or not np.isfinite(float(str(row["value"]))):
        reason = value_words(row, indicator("jumlah_kasus")).lower()
        return Answer(text("enforce.silent", period=label, place=name, reason=reason), "", "")
    cases, people = float(str(row["value"])), value_words(fact_of(found, "tersangka", code), indicator("tersangka"))
    said = text("enforce.answer", period=label, place=name, cases=number(cases), suspects=people)
    largest, count = _largest(found, code)
    parts = [said, _move(scope, state, row, code, period)]
    if largest:
        parts.append(text("enforce.largest", substance=names()[largest], count=number(count)))
    return Answer(" ".join(filter(None, parts)), _reported(row, code), largest)


def _largest(found: pd.DataFrame, code: str) -> tuple[str, float]:
    known = {name: fact_of(found, f"jumlah_kasus_{name}", code) for name in names()}
    values = {name: float(str(row["value"])) for name, row in known.items() if row is not None}
    values = {name: value for name, value in values.items() if value > 0}
    return max(values.items(), key=lambda one: one[1]) if values else ("", 0.0)


def _move(scope: Scope, state: Freshness, row: "pd.Series[object]", code: str, period: str) -> str:
    """How the number of cases moved since the same months of the year before, and whether chance may explain it."""
    item, part = indicator("jumlah_kasus"), is_part_year(period, state)
    running, months = None, pd.DataFrame()
    if part:
        months = answers.series(scope, state.data_version, code, (item.code,), Grain.MONTH)
        running = same_months(months, item, period, state.last_day)
    years = answers.series(scope, state.data_version, code, (item.code,))
    found = compared(years, row, item, period, running, part_year=part)
    if found is None:
        return ""
    now, before, since = found
    change = now - before
    if not change:
        return text("enforce.same", since=since)
    words = text(f"enforce.{'grew' if change > 0 else 'fell'}", count=number(abs(change)), since=since, before=number(before))
    limits = interval_of(item, np.array([now, before]), np.ones(2))
    overlap = limits.low[0] <= limits.high[1] and limits.low[1] <= limits.high[0]
    notes = [text("enforce.chance")] if overlap else []
    rows, year = months if part else years, Period.parse(period)
    if _reported_in(rows, year, state) != _reported_in(rows, year.previous, state):
        notes.append(text("enforce.unlike"))
    return " ".join([words, *notes])


def _reported_in(rows: pd.DataFrame, year: Period, state: Freshness) -> int:
    """How many reports the figures of a year rest on; of monthly `rows` those of the months that the running year has too."""
    until = date.fromisoformat(state.last_day).month
    periods = {name: Period.parse(name) for name in map(str, rows["period"])}
    own = [name for name, one in periods.items() if year.contains(one) and (one == year or one.first.month <= until)]
    return int(rows[rows["period"].isin(own)]["reported"].sum())


def _reported(row: "pd.Series[object]", code: str) -> str:
    reported, expected = int(str(row["reported"])), int(str(row["expected"]))
    if not expected or reported >= expected:
        return ""
    unit = "enforce.reported" if level_of(code) < Level.REGENCY else "enforce.reported_months"
    return text(unit, reported=number(reported), expected=number(expected))


def area_rows(scope: Scope, state: Freshness, item: Indicator, level: int, period: str, within: str) -> pd.DataFrame:
    """The parts of an area with their statistics, as `queries.ranking` has them, and ``name``.

    Where figures of some parts are withheld or rounded from few cases none is smoothed: the mean of the others is not theirs.
    """
    rows = answers.ask(queries.ranking, scope, state.data_version, item.code, level, period, within)
    if (rows["rough"] | (rows["status"] == int(FactStatus.TOO_FEW))).any():
        rows["smoothed"] = np.nan
    names = answers.regions(scope, state.boundary_version, level).set_index("code")["name"]
    return rows.assign(name=names.reindex(rows["region_code"]).to_numpy())


def area_table(rows: pd.DataFrame, item: Indicator, *, narrow: bool = False) -> tuple[pd.DataFrame, dict[str, int]]:
    """Rows of `area_rows` as a table, and the decimals of its columns: raw and smoothed rate, interval, cases, people,
    reliability, and the reason where there is no figure. A `narrow` one, for paper, has both limits in one column, no people.
    """
    places: dict[str, int] = {}
    columns: dict[str, list[object]] = {
        text("table.name"): rows["name"].tolist(),
        text("kotan.rank_short"): [
            f"{row.rank:.0f} ({row.first:.0f}–{row.last:.0f})" if np.isfinite(row.rank) else "–" for row in rows.itertuples()
        ],
    }

    def add(key: str, values: Sequence[float], decimals: int = 0) -> None:
        if np.isfinite(np.asarray(values, dtype=float)).any():
            columns[key], places[key] = list(values), decimals

    add(pick(item.unit), rows["value"].tolist(), item.decimals)
    if narrow and has_interval(item):
        columns["95 %"] = [
            f"{number(low, item.decimals)}–{number(high, item.decimals)}" if np.isfinite(low) else "–"
            for low, high in zip(rows["low"], rows["high"], strict=True)
        ]
    elif not narrow:
        add(text("kotan.low"), rows["low"].tolist(), item.decimals)
        add(text("kotan.high"), rows["high"].tolist(), item.decimals)
    add(text("ranked.smoothed"), rows["smoothed"].tolist(), item.decimals)
    if item.kind == "rasio":
        add(text("enforce.cases"), rows["numerator"].tolist())
        if not narrow:
            add(text("enforce.people"), rows["denominator"].tolist())
        columns[text("ranked.reliability")] = [text(f"reliability.{word}") if word else "–" for word in rows["reliability"]]
    if rows["value"].isna().any():
        columns[text("table.state")] = [
            "–" if np.isfinite(value) else status_words(int(status), item)
            for value, status in zip(rows["value"], rows["status"], strict=True)
        ]
    return pd.DataFrame(columns), places


def ranking_note(item: Indicator) -> str:
    """How the order of areas is to be read."""
    if not has_interval(item):
        return text("enforce.one_seizure")
    return text("enforce.rate_note") if item.kind == "rasio" else text("enforce.count_note")
