"""Substances in the cases of an area: their mix by year, what is new, and amounts seized, each in its own unit."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.periods import period_label, period_words
from dashboard.cache import answers
from dashboard.words.texts import language, number, pick, text
from data import queries
from data.facts.indicators import indicator, registry
from data.feeds import feeds
from data.model.period import Period
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import Level, inside, level_of

ALL = "semua"  # in the address
_BY_UNIT = ("g", "butir", "ml", "batang")


def names() -> dict[str, str]:
    """The substances of the feed of cases with their names in the reader's language."""
    (field,) = [one for one in feeds()["kasus"].column("substances").fields if one.name == "substance"]
    return {code.code: code.label(language()) for code in field.codes}


def counts() -> tuple[str, ...]:
    """The indicators of the number of cases of each substance."""
    return tuple(f"jumlah_kasus_{name}" for name in names())


def seizures() -> tuple[str, ...]:
    """The indicators of what was seized: of each substance in its usual unit, then the others by unit."""
    own = tuple(f"sita_{name}" for name in names() if f"sita_{name}" in registry())
    return (*own, *(f"sita_lain_{unit}" for unit in _BY_UNIT))


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
    wide.columns = pd.Index(list(names()))
    return Mix(wide, unnamed)


def mix_table(mix: Mix, state: Freshness) -> pd.DataFrame:
    """Counts with shares as text: a row for each substance, a column for each year; last, cases that name no substance."""
    shares, labels = mix.shares, names()
    columns: dict[str, list[str]] = {text("enforce.substance"): [*labels.values(), text("enforce.unnamed")]}
    for year in mix.counts.index:
        unnamed = float(mix.unnamed[year])
        columns[period_label(str(year), state)] = [
            *(_count_share(float(mix.counts.at[year, name]), float(shares.at[year, name])) for name in labels),
            number(unnamed) if np.isfinite(unnamed) else "–",
        ]
    return pd.DataFrame(columns)


def _count_share(count: float, share: float) -> str:
    return text("enforce.count_share", count=number(count), share=number(share, 1)) if np.isfinite(share) else "–"


@dataclass(frozen=True)
class News:
    """`rows` of `queries.appearances` that are new; `judged` of `areas` reported every month of the years before."""

    rows: pd.DataFrame
    judged: int
    areas: int


def new_in(scope: Scope, state: Freshness, code: str, period: str) -> News:
    """Substances that appear in the area, or in a part of it down to kabupaten/kota, for the first time in three years."""
    areas = (code, *parts_of(scope, state, code))
    found = answers.ask(queries.appearances, scope, state.data_version, areas, counts(), period)
    rows = found[(found["before"] == 0) & (found["count"] > 0)].reset_index(drop=True)
    return News(rows, int(found["region_code"].nunique()), len(areas))


def news_words(news: News) -> list[str]:
    """That nothing is new, where nothing is; how many areas could be judged; and what new means."""
    years = number(queries.QUIET_YEARS)
    if not news.judged:
        return [text("enforce.not_judged", years=years)]
    said = [text("enforce.none_new", years=years)] if news.rows.empty else []
    if news.judged < news.areas:
        said.append(text("enforce.judged", judged=number(news.judged), areas=number(news.areas)))
    return [*said, text("enforce.new_note", years=years)]


def parts_of(scope: Scope, state: Freshness, code: str) -> dict[str, str]:
    """Codes and names of the areas one level below, none below the kabupaten/kota."""
    level = level_of(code) + 1
    if level > Level.REGENCY:
        return {}
    regions = answers.regions(scope, state.boundary_version, level)
    start, end = inside(regions["code"], code)
    part = regions.iloc[start:end]
    return dict(zip(part["code"].astype(str), part["name"].astype(str), strict=True))


def new_table(found: pd.DataFrame, places: Mapping[str, str]) -> pd.DataFrame:
    """Rows that are new as a table: substance, how many cases, since which month, where."""
    known = {f"jumlah_kasus_{name}": label for name, label in names().items()}
    return pd.DataFrame(
        {
            text("enforce.substance"): [known[str(one)] for one in found["indicator"]],
            text("enforce.cases"): found["count"].tolist(),
            text("enforce.since"): [period_words(Period.parse(str(one))) for one in found["began"]],
            text("early.place"): [places.get(str(one), str(one)) for one in found["region_code"]],
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
