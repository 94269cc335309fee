"""Cases, suspects and seizures of an area: what is shown by substance, and what it says in words and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.figure import compared
from dashboard.analysis.periods import is_part_year, period_label, period_words
from dashboard.analysis.rehab.rows import fact_of, value_words
from dashboard.analysis.same_months import same_months
from dashboard.cache import answers
from dashboard.words.sentences import status_words
from dashboard.words.texts import language, number, pick, text
from data import queries
from data.facts.indicators import Indicator, indicator, registry
from data.feeds import feeds
from data.model.period import Grain, Period
from data.queries import Freshness, interval_of
from data.store.scope import Scope
from geo.regions.codes import Level, inside, level_of

ALL = "semua"
RATE, SMOOTHED, CASES, SUSPECTS, SEIZED = "laju", "halus", "kasus", "tersangka", "sitaan"
_BY_UNIT = ("g", "butir", "ml", "batang")


def substances() -> dict[str, str]:
    """The substances of the feed of cases with their names in the reader's language."""
    (field,) = [one for one in feeds()["kasus"].column("substances").fields if one.name == "substance"]
    return {code.code: code.label(language()) for code in field.codes}


def counts() -> tuple[str, ...]:
    """The indicators of the number of cases of each substance."""
    return tuple(f"jumlah_kasus_{name}" for name in substances())


def seizures() -> tuple[str, ...]:
    """The indicators of what was seized: of each substance in its usual unit, then the others by unit."""
    own = tuple(f"sita_{name}" for name in substances() if f"sita_{name}" in registry())
    return (*own, *(f"sita_lain_{unit}" for unit in _BY_UNIT))


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
        parts.append(text("enforce.largest", substance=substances()[largest], count=number(count)))
    return Answer(" ".join(filter(None, parts)), _reported(row, code), largest)


def _largest(found: pd.DataFrame, code: str) -> tuple[str, float]:
    known = {name: fact_of(found, f"jumlah_kasus_{name}", code) for name in substances()}
    values = {name: float(str(row["value"])) for name, row in known.items() if row is not None}
    values = {name: value for name, value in values.items() if value > 0}
    return max(values.items(), key=lambda one: one[1]) if values else ("", 0.0)


def _move(scope: Scope, state: Freshness, row: "pd.Series[object]", code: str, period: str) -> str:
    """How the number of cases moved since the same months of the year before, and whether chance may explain it."""
    item, part = indicator("jumlah_kasus"), is_part_year(period, state)
    running = None
    if part:
        months = answers.series(scope, state.data_version, code, (item.code,), Grain.MONTH)
        running = same_months(months, item, period, state.last_day)
    years = answers.series(scope, state.data_version, code, (item.code,))
    found = compared(years, row, item, period, running, part_year=part)
    if found is None:
        return ""
    now, before, since = found
    change = now - before
    way = "same" if not change else "more" if change > 0 else "fewer"
    words = {
        "more": text("enforce.more", count=number(abs(change)), since=since, before=number(before)),
        "fewer": text("enforce.fewer", count=number(abs(change)), since=since, before=number(before)),
        "same": text("enforce.same", since=since),
    }[way]
    limits = interval_of(item, np.array([now, before]), np.ones(2))
    overlap = limits.low[0] <= limits.high[1] and limits.low[1] <= limits.high[0]
    return f"{words} {text('enforce.chance')}" if change and overlap else words


def _reported(row: "pd.Series[object]", code: str) -> str:
    reported, expected = int(str(row["reported"])), int(str(row["expected"]))
    if not expected or reported >= expected or level_of(code) >= Level.REGENCY:
        return ""
    return text("enforce.reported", reported=number(reported), expected=number(expected))


def area_rows(scope: Scope, state: Freshness, item: Indicator, level: int, period: str, within: str) -> pd.DataFrame:
    """The parts of an area with their statistics, as `queries.ranking` has them, and ``name``."""
    rows = answers.ask(queries.ranking, scope, state.data_version, item.code, level, period, within)
    names = answers.regions(scope, state.boundary_version, level).set_index("code")["name"]
    return rows.assign(name=names.reindex(rows["region_code"]).to_numpy())


def area_table(rows: pd.DataFrame, item: Indicator) -> tuple[pd.DataFrame, dict[str, int]]:
    """Rows of `area_rows` as a table, and the decimals of its columns: raw and smoothed rate, interval, cases, people,
    reliability, and the reason where there is no figure.
    """
    places: dict[str, int] = {}
    columns: dict[str, list[object]] = {
        text("kotan.rank_short"): [
            f"{row.rank:.0f} ({row.first:.0f}–{row.last:.0f})" if np.isfinite(row.rank) else "–" for row in rows.itertuples()
        ],
        text("table.name"): rows["name"].tolist(),
    }

    def add(key: str, values: Sequence[float], decimals: int = 0) -> None:
        if np.isfinite(np.asarray(values, dtype=float)).any():
            columns[key], places[key] = list(values), decimals

    add(pick(item.unit), rows["value"].tolist(), item.decimals)
    add(text("kotan.low"), rows["low"].tolist(), item.decimals)
    add(text("kotan.high"), rows["high"].tolist(), item.decimals)
    add(text("ranked.smoothed"), rows["smoothed"].tolist(), item.decimals)
    if item.kind == "rasio":
        add(text("enforce.cases"), rows["numerator"].tolist())
        add(text("enforce.people"), rows["denominator"].tolist())
        columns[text("ranked.reliability")] = [text(f"reliability.{word}") if word else "–" for word in rows["reliability"]]
    columns[text("table.state")] = [
        "" if np.isfinite(value) else status_words(int(status), item)
        for value, status in zip(rows["value"], rows["status"], strict=True)
    ]
    return pd.DataFrame(columns), places


@dataclass(frozen=True)
class Mix:
    """Cases by substance: a row for each year, a column for each substance, NaN where a year is not known; `unnamed` are cases
    whose report names no substance.
    """

    counts: pd.DataFrame
    unnamed: "pd.Series[float]"

    @property
    def shares(self) -> pd.DataFrame:
        """Shares in per cent of what was counted by substance, where a case with two substances counts in both."""
        return self.counts.div(self.counts.sum(axis=1).replace(0, np.nan), axis=0) * 100

    @property
    def met(self) -> list[str]:
        """Substances with any case, those with most first."""
        total = self.counts.sum().sort_values(ascending=False, kind="stable")
        return [str(name) for name in total.index if total[name] > 0]


def mix_of(scope: Scope, state: Freshness, code: str, period: str) -> Mix:
    """The mix of an area up to a year."""
    found = answers.series(scope, state.data_version, code, (*counts(), "jumlah_kasus_tanpa_zat"))
    found = found[found["period"] <= period].dropna(subset=["value"])
    wide = found.pivot(index="period", columns="indicator", values="value").astype(float)
    unnamed = wide.get("jumlah_kasus_tanpa_zat", pd.Series(np.nan, index=wide.index))
    wide = wide.reindex(columns=list(counts()))
    wide.columns = pd.Index(list(substances()))
    return Mix(wide, unnamed)


def mix_table(mix: Mix, state: Freshness) -> pd.DataFrame:
    """Counts with shares by year as text, the last year first."""
    shares = mix.shares
    columns = {text("choose.period"): [period_label(str(year), state) for year in mix.counts.index[::-1]]}
    for name, label in substances().items():
        columns[label] = [
            text("enforce.count_share", count=number(count), share=number(share, 1)) if np.isfinite(share) else "–"
            for count, share in zip(mix.counts[name][::-1], shares[name][::-1], strict=True)
        ]
    columns[text("enforce.unnamed")] = [number(one) if np.isfinite(one) else "–" for one in mix.unnamed[::-1]]
    return pd.DataFrame(columns)


def new_in(scope: Scope, state: Freshness, code: str, period: str) -> pd.DataFrame:
    """Substances that appear in the area, or in a part of it down to kabupaten/kota, for the first time in three years."""
    areas = (code, *parts_of(scope, state, code))
    return answers.ask(queries.appearances, scope, state.data_version, areas, counts(), period)


def parts_of(scope: Scope, state: Freshness, code: str) -> dict[str, str]:
    """Codes and names of the areas one level below, none below the kabupaten/kota."""
    level = level_of(code) + 1
    if level > Level.REGENCY:
        return {}
    regions = answers.regions(scope, state.boundary_version, level)
    start, end = inside(regions["code"], code)
    part = regions.iloc[start:end]
    return dict(zip(part["code"].astype(str), part["name"].astype(str), strict=True))


def new_table(found: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Rows of `new_in` as a table: substance, area, since which month, how many cases."""
    known = {f"jumlah_kasus_{name}": label for name, label in substances().items()}
    return pd.DataFrame(
        {
            text("enforce.substance"): [known[str(one)] for one in found["indicator"]],
            text("table.name"): [names.get(str(one), str(one)) for one in found["region_code"]],
            text("enforce.since"): [period_words(Period.parse(str(one))) for one in found["began"]],
            text("enforce.cases"): found["count"].tolist(),
        }
    )


def seized_of(scope: Scope, state: Freshness, code: str, period: str) -> pd.DataFrame:
    """Amounts seized by year up to `period`, in the unit of each indicator: a column for each of which anything was seized, the
    index the years.
    """
    found = answers.series(scope, state.data_version, code, seizures())
    found = found[found["period"] <= period].dropna(subset=["value"])
    wide = found.pivot(index="period", columns="indicator", values="value").astype(float)
    return wide[[name for name in seizures() if name in wide and (wide[name] > 0).any()]]


def seized_table(seized: pd.DataFrame, state: Freshness) -> pd.DataFrame:
    """Rows of `seized_of`: a row for each substance and unit, a column for each year. Rows are never added to each other."""
    items = [indicator(str(name)) for name in seized]
    columns: dict[str, list[object]] = {
        text("enforce.what"): [pick(item.short) for item in items],
        text("paper.unit"): [pick(item.unit) for item in items],
    }
    for year in seized.index:
        columns[period_label(str(year), state)] = [float(seized.at[year, item.code]) for item in items]
    return pd.DataFrame(columns)
