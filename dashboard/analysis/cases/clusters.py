"""Clusters of cases, as plain values: which run answers, the areas and circles of a region, their words and tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.analysis.periods import day_words, nearest_period
from dashboard.cache import answers
from dashboard.words.texts import number, text
from data.facts.cluster_counts import INDICATOR, TOO_FEW
from data.facts.indicators import SMALL_COUNT, Indicator, indicator
from data.model.clock import ZONE
from data.queries import ClusterRun
from data.store.scope import Scope
from geo.regions.codes import NATION, Level, inside
from geo.stats.cluster_class import ClusterClass

# in the order of the legend: what stands out first, then what nobody can say
CLASSES = (
    ClusterClass.HIGH_HIGH,
    ClusterClass.LOW_LOW,
    ClusterClass.HIGH_LOW,
    ClusterClass.LOW_HIGH,
    ClusterClass.NOT_SIGNIFICANT,
    ClusterClass.UNDEFINED,
    ClusterClass.NO_NEIGHBOUR,
)
MOST_OUTLINED = 10  # circles on a map, the likeliest: more of them hide each other


def item() -> Indicator:
    """The indicator whose rates are compared."""
    return indicator(INDICATOR)


def level_shown(code: str) -> Level:
    """The level of the areas on the map: kabupaten/kota of the nation, else kecamatan."""
    return Level.REGENCY if code == NATION else Level.DISTRICT


def run_for(runs: Sequence[ClusterRun], level: int, period: str) -> ClusterRun | None:
    """The run of a level whose year is that of a period, or the nearest before; ``None`` where there is none."""
    of_level = {run.period: run for run in runs if run.level == level}
    return of_level[nearest_period(period, sorted(of_level))] if of_level else None


def areas_of(scope: Scope, boundary_version: str, found: pd.DataFrame, level: int, code: str) -> pd.DataFrame:
    """The areas inside a region with their names: the columns of `queries.clusters` and ``name``, ``above``.

    An area that has no row (its boundaries are newer than the run) is undefined.
    """
    regions = answers.regions(scope, boundary_version, level)
    start, end = inside(regions["code"], code)
    part = regions.iloc[start:end][["code", "name", "parent_code"]]
    rows = part.merge(found, on="code", how="left")
    rows["class"] = rows["class"].fillna(ClusterClass.UNDEFINED).astype(int)
    return rows.assign(above=answers.names_of(scope, boundary_version, rows["parent_code"].tolist()))


def circles_in(circles: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Circles with an area among `areas`, and how many of their areas that are (``here``)."""
    codes = set(areas["code"])
    here = [sum(member in codes for member in members) for members in circles["members"]]
    return circles.assign(here=here)[np.array(here, dtype=int) > 0]


def class_words(cluster_class: int) -> str:
    """A class as the legend has it."""
    return text(f"cluster.class_{ClusterClass(cluster_class).name.lower()}")


def cases_words(cases: float, level: int) -> str:
    """Cases as published: those of a kecamatan are rounded, and few are fewer than five."""
    if not np.isfinite(cases):
        return "–"
    return f"<{SMALL_COUNT}" if level == Level.DISTRICT and cases == TOO_FEW else number(cases)


def tip(cluster_class: int, cases: float, smoothed: float, level: int, rank: int | None) -> str:
    """What an area says when it is pointed at."""
    words = [class_words(cluster_class)]
    if np.isfinite(cases):
        words.append(text("cluster.tip_cases", cases=cases_words(cases, level)))
    if np.isfinite(smoothed):
        words.append(text("cluster.tip_smoothed", value=number(smoothed, 1)))
    if rank is not None:
        words.append(text("cluster.tip_circle", rank=rank))
    return " · ".join(words)


def said(areas: pd.DataFrame, circles: pd.DataFrame, place: str, level: int, period: str) -> str:
    """The answer in a sentence or two; `period` in words."""
    counts = areas["class"].value_counts()
    fields = {"place": place, "level": text(f"levels.{level}"), "period": period}
    known = int((areas["class"] < ClusterClass.UNDEFINED).sum())
    if not known:
        return text("cluster.answer_unknown", **fields)
    high, low = (int(counts.get(one, 0)) for one in (ClusterClass.HIGH_HIGH, ClusterClass.LOW_LOW))
    outliers = sum(int(counts.get(one, 0)) for one in (ClusterClass.HIGH_LOW, ClusterClass.LOW_HIGH))
    parts = [
        text(f"cluster.part_{name}", count=number(count))
        for name, count in (("high", high), ("low", low), ("outliers", outliers))
        if count
    ]
    key = "answer" if parts else "answer_none"
    words = text(f"cluster.{key}", parts=", ".join(parts), known=number(known), **fields)
    return f"{words} {text('cluster.answer_circles', count=number(len(circles)))}" if len(circles) else words


def method_words(run: ClusterRun) -> str:
    """How a run was made, in one line."""
    moran = number(run.moran, 3) if run.moran is not None else "–"
    words = text(
        "cluster.method",
        permutations=number(run.permutations),
        seed=run.seed,
        fdr=number(100 * run.fdr),
        replications=number(run.replications),
        share=number(100 * run.scan_share),
        moran=moran,
        day=day_words(run.computed_at.astimezone(ZONE).date(), short=True),
        version=number(run.data_version),
    )
    return (
        f"{words} {text('cluster.rounded', few=SMALL_COUNT, middle=number(TOO_FEW, 1))}"
        if run.level == Level.DISTRICT
        else words
    )


def area_table(areas: pd.DataFrame, level: int) -> pd.DataFrame:
    """Areas as a table: what stands out first, the highest rates first."""
    order = {one: at for at, one in enumerate(CLASSES)}
    rows = areas.assign(order=areas["class"].map(order)).sort_values(
        ["order", "smoothed"], ascending=[True, False], kind="stable", na_position="last"
    )
    return pd.DataFrame(
        {
            text("cluster.column_code"): rows["code"],
            text("table.name"): rows["name"],
            text("cluster.column_above"): rows["above"],
            text("cluster.column_class"): [class_words(one) for one in rows["class"]],
            text("cluster.column_cases"): [cases_words(float(one), level) for one in rows.cases],
            text("cluster.column_smoothed"): rows["smoothed"].astype(float),
            text("cluster.column_p"): rows["p"].astype(float),
        }
    ).reset_index(drop=True)


def circle_table(scope: Scope, boundary_version: str, circles: pd.DataFrame) -> pd.DataFrame:
    """Circles as a table, the likeliest first."""
    return pd.DataFrame(
        {
            text("cluster.column_rank"): circles["rank"].map(str),
            text("cluster.column_centre"): answers.names_of(scope, boundary_version, circles["centre"]),
            text("cluster.column_members"): circles["members"].map(len),
            text("cluster.column_here"): circles["here"],
            text("cluster.column_radius"): circles["radius_m"] / 1000,
            text("cluster.column_inside"): circles.cases,
            text("cluster.column_expected"): circles["expected"],
            text("cluster.column_risk"): circles["relative_risk"].astype(float),
            text("cluster.column_p"): circles["p"],
        }
    ).reset_index(drop=True)


def decimals() -> dict[str, int]:
    """Decimals of the columns of the tables."""
    return {
        text("cluster.column_smoothed"): 1,
        text("cluster.column_p"): 4,
        text("cluster.column_expected"): 1,
        text("cluster.column_risk"): 2,
    }
