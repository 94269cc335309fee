"""The content of every document of an area: the profile's sentences, its figures, a map of its parts, and their source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.home import Step, Tile, steps_of, tiles_of
from dashboard.analysis.overview import HEADLINES
from dashboard.analysis.periods import day_words, is_part_year, period_label, state_words
from dashboard.analysis.profile import Profile
from dashboard.analysis.profile.rules import offices_of
from dashboard.documents.drawing import Drawing, draw
from dashboard.words.marks import boundary_mark, marks_of_data, provisional_mark
from dashboard.words.texts import language, number, pick, text
from data.facts.indicators import SMALL_COUNT, Indicator, indicator
from data.model.clock import now
from data.queries import Freshness
from data.store.scope import Scope


@dataclass(frozen=True)
class Chart:
    """A figure by year, beside the `middle` (median) of peer areas; NaN for none. `running` is the label of the year that is
    not over, '' where all are.
    """

    name: str
    unit: str
    decimals: int
    years: list[str]
    values: list[float]
    middle: float = float("nan")
    running: str = ""


@dataclass(frozen=True)
class Listed:
    """A table of rows as text, with notes on it. A row of one cell is a heading over those that follow.

    `values` are the same rows with numbers as numbers, for a workbook, which has a sheet for each table that has them.
    """

    title: str
    heads: list[str]
    rows: list[list[str]]
    note: str = ""
    values: tuple[tuple[object, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """`figures` has one row per headline: ``code, name, unit, decimals, source``, a column per year, and ``middle``, the median
    of peer areas.

    `stamp` are the lines that every page carries; `url` reopens the view. `tiles` and `steps` are those of an area's first
    screen, and `place`, `state` its name and which state of the data it shows; a view of the map has none of them.
    """

    language: str
    title: str
    period: str
    verdict: str
    marks: str
    sections: list[tuple[str, list[str]]]
    figures: pd.DataFrame
    years: list[str]
    drawing: Drawing | None
    visits: list[tuple[str, str]]
    offices: list[tuple[str, str, str]]
    stamp: list[str]
    url: str
    tables: tuple[Listed, ...] = ()
    trend: Chart | None = None
    place: str = ""
    state: str = ""
    tiles: tuple[Tile, ...] = ()
    steps: tuple[Step, ...] = ()
    running: tuple[str, str] = ("", "")

    def label(self, year: str) -> str:
        """A year of `years` as written: the one that is not over says so."""
        return self.running[1] if year == self.running[0] else year

    @property
    def charts(self) -> list[Chart]:
        """The trend, and figures that are known in more than one year."""
        made = [self.trend] if self.trend is not None and len(self.trend.years) > 1 else []
        for _, row in self.figures.iterrows():
            known = [year for year in self.years if np.isfinite(row[year])]
            if len(known) > 1:
                values = [float(row[year]) for year in known]
                labels = [self.label(year) for year in known]
                running = self.running[1] if self.running[0] in known else ""
                made.append(
                    Chart(row["name"], row["unit"], int(row["decimals"]), labels, values, float(row["middle"]), running)
                )
        return made


NO_FIGURES = pd.DataFrame(columns=["code", "name", "unit", "decimals", "source", "middle"])


def paper(profile: Profile, scope: Scope, state: Freshness, url: str) -> Paper:
    """The content in the page's language, as this person is shown it now."""
    figures, years = _figures(profile)
    return Paper(
        language=language(),
        title=text("profile.title", place=profile.name),
        period=period_label(profile.period, state),
        verdict=profile.verdict,
        marks=marks_of_data(state),
        sections=[(title, [sentence.words for sentence in sentences] or [none]) for title, sentences, none in profile.sections],
        figures=figures,
        years=years,
        drawing=draw(profile, scope, state),
        visits=[(visit.where, visit.reason) for visit in profile.visits],
        offices=offices_of(profile.offices),
        stamp=stamp_of(profile.name, profile.code, profile.period, state, *map(indicator, HEADLINES)),
        url=url,
        place=profile.name,
        state=text("home.state", period=state_words(profile.period, state)),
        tiles=tuple(tiles_of(profile, scope, state)),
        steps=tuple(steps_of(profile)),
        running=running_year(years, state),
    )


def running_year(years: Sequence[str], state: Freshness) -> tuple[str, str]:
    """The year that is not over, and its label; both empty where all are."""
    return next(((year, period_label(year, state)) for year in years if is_part_year(year, state)), ("", ""))


def _figures(profile: Profile) -> tuple[pd.DataFrame, list[str]]:
    """Headlines by year and the median of peer areas; values are numbers, NaN where nothing is known or shown."""
    if profile.series.empty:
        return NO_FIGURES, []
    wide = profile.series.pivot_table(index="indicator", columns="period", values="value", dropna=False)
    years = [year for year in sorted(wide.columns) if year <= profile.period]
    peers = profile.facts[profile.facts["region_code"].isin(profile.apart.codes)]
    middle = peers.groupby("indicator")["value"].median()
    rows = []
    for code in HEADLINES:
        if code not in wide.index:
            continue
        item = indicator(code)
        rows.append(
            {
                "code": code,
                "name": pick(item.short),
                "unit": pick(item.unit),
                "decimals": item.decimals,
                "source": pick(item.source),
                "middle": float(middle.get(code, float("nan"))),
                **{year: float(wide.at[code, year]) for year in years},
            }
        )
    return pd.DataFrame(rows), years


def stamp_of(name: str, code: str, period: str, state: Freshness, *items: Indicator) -> list[str]:
    """What every document carries: area, period, version and status of the data, what is withheld, boundaries, time."""
    provisional = provisional_mark(state, *items)
    real = bool(items) and all(item.published for item in items)
    status = text("badge.simulated") if state.simulated and not real else provisional or text("paper.final")
    rounded = text("paper.small", step=number(SMALL_COUNT), most=number(SMALL_COUNT - 1))
    small = text("badge.exact") if state.exact else rounded
    lines = [
        text("paper.area", name=name, code=code, period=period_label(period, state)),
        text("paper.version", version=number(state.data_version), day=day_words(date.fromisoformat(state.last_day))),
        status,
        small,
    ]
    if state.boundary_version:
        lines.append(boundary_mark(state))
    made = now()
    lines.append(text("paper.made", at=f"{day_words(made.date())} {made:%H:%M}"))
    return lines


def figure_heads(paper: Paper) -> list[str]:
    """Heads of the table of figures."""
    return [text("paper.figure"), *map(paper.label, paper.years), text("paper.middle")]


def figure_rows(paper: Paper) -> list[list[str]]:
    """The table of figures as text; a dash where nothing is known or shown."""
    return [
        [f"{row['name']} ({row['unit']})", *(written(row[name], int(row["decimals"])) for name in (*paper.years, "middle"))]
        for _, row in paper.figures.iterrows()
    ]


def written(value: float, decimals: int) -> str:
    """A number as text; a dash for none."""
    return number(value, decimals) if np.isfinite(value) else "–"


def paper_name(profile: Profile, state: Freshness, suffix: str) -> str:
    """A name that says what is inside, SIMULASI first where it is."""
    mark = "SIMULASI_" if state.simulated else ""
    return f"{mark}profil_{profile.code}_{profile.period}.{suffix}"
