"""Clusters of cases: what `data.facts.clusters` computed. All of it is public.

A job replaces a run within a data version: keep an answer by the run's ``computed_at``.
"""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from data.facts.cluster_counts import INDICATOR
from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION


@dataclass(frozen=True)
class ClusterRun:
    """How clusters of a level and year were computed (`data.facts.clusters`): what of, with which seed, when, of which data.

    `known` areas had a rate and a neighbour; `moran` and its probability are ``None`` where rates do not vary.
    """

    level: int
    period: str
    boundary_version: str
    seed: int
    permutations: int
    replications: int
    fdr: float
    scan_share: float
    known: int
    moran: float | None
    moran_p: float | None
    data_version: int
    computed_at: datetime


def cluster_runs(store: Store, scope: Scope) -> list[ClusterRun]:
    """All runs, by level and year. There are few; it is cheap enough for every page run."""
    run = schema.cluster_run.c
    statement = (
        sa.select(*(run[name] for name in ClusterRun.__dataclass_fields__))
        .where(run.indicator == INDICATOR)
        .order_by(run.level, run.period)
    )
    with store.reading(scope) as connection:
        return [ClusterRun(*row) for row in connection.execute(statement)]


def clusters(store: Store, scope: Scope, level: int, period: str, within: str = NATION) -> pd.DataFrame:
    """The areas of a level inside a region in a year, by code: ``code, class, quadrant, cases, people, smoothed, p``; no rows
    where there was no run. Whatever the region, areas were compared with all of Indonesia.

    `class` is one of `geo.stats.cluster_class`; `smoothed` a rate in the unit of the indicator. `cases` of a kecamatan
    are rounded to fives, and 2.5 where fewer than 5 were published.
    """
    area = schema.cluster.c
    names = ("quadrant", "cases", "people", "smoothed", "p")
    statement = (
        sa.select(area.region_code.label("code"), area["class"], *(area[name] for name in names))
        .where(area.indicator == INDICATOR, area.level == level, area.period == period)
        .order_by(area.region_code)
    )
    if within != NATION:
        statement = statement.where(area.region_code.startswith(within, autoescape=True))
    return as_frame(store, scope, statement)


def scan_clusters(store: Store, scope: Scope, level: int, period: str) -> pd.DataFrame:
    """Circles with more cases than elsewhere in a year, the likeliest first: ``rank, centre, members, radius_m, cases,
    expected, relative_risk, llr, p``. `members` are codes, the nearest to the centre first.
    """
    circle = schema.scan_cluster.c
    names = ("rank", "centre", "members", "radius_m", "cases", "expected", "relative_risk", "llr", "p")
    return as_frame(
        store,
        scope,
        sa.select(*(circle[name] for name in names))
        .where(circle.indicator == INDICATOR, circle.level == level, circle.period == period)
        .order_by(circle.rank),
    )
