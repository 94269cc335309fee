"""Services of the offices in one area and year: how many, how long people wait, how many people they reach, and what integrated
assessments recommended and what became of that.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.area_rows import fact_of, value_words
from dashboard.analysis.periods import measured_periods, nearest_period
from dashboard.analysis.silent import with_silent
from dashboard.cache import answers
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import Indicator, indicator, population
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import Level, level_of

VOLUMES = ("skhpn", "konseling", "jangkauan_penyuluhan", "tes_urine", "tat_dilaksanakan")
WAITS = ("tat_menunggu", "hari_tat", "hari_tunggu_skhpn", "hari_tunggu_konseling")
REACHED = ("jangkauan_penyuluhan", "tes_urine", "konseling_orang")  # people, so that a population can be their measure
RECOMMENDATIONS = ("rehabilitasi", "rehabilitasi_dan_proses", "proses_hukum")
OUTCOMES = ("ya", "tidak", "kosong")  # carried out, not carried out, not known
SHARES = tuple(f"tat_{name}" for name in RECOMMENDATIONS)
FOLLOWED = tuple(f"lanjut_{outcome}_{name}" for name in RECOMMENDATIONS for outcome in OUTCOMES)
MORE = ("penyuluhan", "konseling_orang", "tat_permintaan")
ALL = (*VOLUMES, *WAITS, *MORE, *SHARES, *FOLLOWED)
PER = 1_000  # people


@dataclass(frozen=True)
class Reach:
    """People reached by a service, beside the population of a year; numbers are NaN where they are not known."""

    item: Indicator
    people: float
    status: int
    inhabitants: float
    year: str

    @property
    def per(self) -> float:
        """People reached for each `PER` inhabitants."""
        return PER * self.people / self.inhabitants if self.inhabitants > 0 else float("nan")


@dataclass(frozen=True)
class Outcome:
    """What became of one kind of recommendation. `count` and `share` by `OUTCOMES`, NaN where `reason` says why; `total` is the
    number of such recommendations, NaN where it is not known.
    """

    name: str
    total: float
    count: dict[str, float]
    share: dict[str, float]
    reason: dict[str, str]


def figures(scope: Scope, state: Freshness, codes: tuple[str, ...], period: str) -> pd.DataFrame:
    """A snapshot of all services in some areas; what nobody reported has a row that says so."""
    found = answers.ask(queries.snapshot, scope, state.data_version, codes, ALL, period)
    parts = [with_silent(found[found["region_code"] == code], ALL, code, period) for code in codes]
    return pd.concat(parts, ignore_index=True) if parts else found


def is_silent(found: pd.DataFrame, code: str) -> bool:
    """Whether no service of an area has any value."""
    return bool(found.loc[found["region_code"] == code, "value"].isna().all())


def answer_words(found: pd.DataFrame, code: str, place: str, period: str) -> str:
    """The services of an area in two sentences; what has no value says why."""

    def said(name: str) -> str:
        item = indicator(name)
        row = fact_of(found, name, code)
        words = value_words(row, item)
        known = row is not None and np.isfinite(float(str(row["value"])))
        return f"**{words}**" if known else words.lower()

    names = ("skhpn", "konseling", "jangkauan_penyuluhan", "tes_urine", "tat_dilaksanakan", "tat_menunggu")
    return text("service_tab.answer", place=place, period=period, **{name: said(name) for name in names})


def coverage_words(found: pd.DataFrame, code: str) -> str:
    """How many offices reported, where not all did; empty where all did."""
    row = fact_of(found, "skhpn", code)
    if row is None or not int(str(row["expected"])):
        return ""
    reported, expected = int(str(row["reported"])), int(str(row["expected"]))
    unit = "service_tab.of_offices" if level_of(code) < Level.REGENCY else "service_tab.of_months"
    return text(unit, reported=number(reported), expected=number(expected))


def reach_of(scope: Scope, state: Freshness, found: pd.DataFrame, code: str, period: str) -> list[Reach]:
    """People reached, beside the population of the year or of the last one before it that is known.

    The population is of the whole area, also of the parts whose office reported nothing: this is what an area was given, and
    not the rate of those offices.
    """
    people = population()
    level = int(level_of(code))
    year = nearest_period(period, measured_periods(scope, state, people, level))
    known = fact_of(answers.ask(queries.snapshot, scope, state.data_version, (code,), (people.code,), year), people.code, code)
    inhabitants = float("nan") if known is None else float(str(known["value"]))
    made = []
    for name in REACHED:
        row = fact_of(found, name, code)
        if row is not None:
            made.append(Reach(indicator(name), float(str(row["value"])), int(str(row["status"])), inhabitants, year))
    return made


def reach_table(reached: list[Reach]) -> pd.DataFrame:
    """The rows of `reach_of` as a table of text."""
    return pd.DataFrame(
        {
            text("service_tab.service"): [pick(one.item.name) for one in reached],
            text("service_tab.people"): [
                number(one.people) if np.isfinite(one.people) else status_words(one.status, one.item) for one in reached
            ],
            text("service_tab.inhabitants"): [
                text("service_tab.in_year", count=number(one.inhabitants), year=one.year)
                if np.isfinite(one.inhabitants)
                else "–"
                for one in reached
            ],
            text("service_tab.per", per=number(PER)): [number(one.per, 1) if np.isfinite(one.per) else "–" for one in reached],
        }
    )


def outcomes_of(found: pd.DataFrame, code: str) -> list[Outcome]:
    """What became of each kind of recommendation, from parts that are published: each is rounded by itself."""
    made = []
    for name in RECOMMENDATIONS:
        rows = {outcome: fact_of(found, f"lanjut_{outcome}_{name}", code) for outcome in OUTCOMES}
        count, share, reason = {}, {}, {}
        total = float("nan")
        for outcome, row in rows.items():
            value = float("nan") if row is None else float(str(row["value"]))
            share[outcome] = value
            count[outcome] = float(str(row["numerator"])) if row is not None and np.isfinite(value) else float("nan")
            reason[outcome] = value_words(row, indicator(f"lanjut_{outcome}_{name}"))
            if row is not None and row["denominator"] is not None and np.isfinite(float(str(row["denominator"]))):
                total = float(str(row["denominator"]))
        made.append(Outcome(name, total, count, share, reason))
    return made


def outcome_table(outcomes: list[Outcome]) -> pd.DataFrame:
    """The rows of `outcomes_of` as text: counts with shares, or the reason why there is none."""
    columns: dict[str, list[str]] = {
        text("service_tab.recommendation"): [text(f"recommendation.{one.name}") for one in outcomes],
        text("service_tab.total"): [number(one.total) if np.isfinite(one.total) else "–" for one in outcomes],
    }
    for outcome in OUTCOMES:
        columns[text(f"followed.{outcome}")] = [
            text("service_tab.count_share", count=number(one.count[outcome]), share=number(one.share[outcome], 1))
            if np.isfinite(one.share[outcome])
            else one.reason[outcome]
            for one in outcomes
        ]
    return pd.DataFrame(columns)
