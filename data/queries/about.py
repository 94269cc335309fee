"""Sources of the data, its age and completeness."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import func

from data.facts.indicators import indicator
from data.feeds.approval import ACTIVE, TRIAL, accepted_rank, rank
from data.model import schema
from data.model.roles import Sensitivity
from data.queries.periods import YEARLY, computed
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope


@dataclass(frozen=True)
class Freshness:
    """State of the store: part of every cache key, shown at the foot of every screen."""

    data_version: int
    refreshed_at: datetime | None
    simulated: bool
    boundary_version: str
    boundary_title: str
    indicative: bool
    shapes: dict[str, int]  # villages: resmi, indikatif, tanpa (no shape); empty for the reference, which is indicative
    periods: tuple[str, ...]
    last_day: str
    exact: bool  # exact figures of people, angka kerja, are among the answers
    provisional: dict[str, int]  # by feed: submissions in the asker's regions that the asker's level has not accepted


def freshness(store: Store, scope: Scope) -> Freshness:
    """The state of the store. One query, cheap enough for every page run."""
    used = sa.select(schema.boundary_version).where(schema.boundary_version.c.state == "dipakai").subquery()
    simulated = sa.select(sa.func.coalesce(func.max(schema.source.c.as_of), "")).where(
        schema.source.c.kind == "simulasi", schema.source.c.id != TRIAL
    )
    years = sa.select(func.array_agg(sa.distinct(schema.nilai.c.period))).where(
        schema.nilai.c.region_code == "ID", schema.nilai.c.level == 0, computed(), YEARLY
    )
    below = [name for name in ACTIVE if rank(name) < accepted_rank(scope.role)]
    waiting = (
        sa.select(schema.kiriman.c.feed, func.count().label("count"))
        .where(schema.kiriman.c.state.in_(below))
        .group_by(schema.kiriman.c.feed)
        .subquery()
    )
    statement = sa.select(
        sa.select(func.jsonb_object_agg(waiting.c.feed, waiting.c.count)).scalar_subquery(),
        sa.select(schema.data_version.c.version).scalar_subquery(),
        sa.select(schema.data_version.c.refreshed_at).scalar_subquery(),
        sa.select(schema.data_version.c.last_day).scalar_subquery(),
        simulated.scalar_subquery(),
        sa.select(used.c.id).scalar_subquery(),
        sa.select(used.c.title).scalar_subquery(),
        sa.select(used.c.indicative).scalar_subquery(),
        sa.select(used.c.report).scalar_subquery(),
        years.scalar_subquery(),
    )
    with store.reading(scope) as connection:
        row = connection.execute(statement).one()
    provisional, version, at, last_day, as_of, boundary, title, indicative, report, periods = row
    counts = {name: int(report[name]) for name in ("resmi", "indikatif", "tanpa") if name in (report or {})}
    return Freshness(
        data_version=int(version or 0),
        refreshed_at=at,
        simulated=bool(as_of),
        boundary_version=boundary or "",
        boundary_title=title or "",
        indicative=bool(indicative),
        shapes=counts,
        periods=tuple(sorted(periods or ())),
        last_day=last_day.isoformat() if last_day else "",
        exact=scope.clearance >= Sensitivity.TERBATAS,
        provisional=dict(provisional or {}),
    )


def sources(store: Store, scope: Scope) -> pd.DataFrame:
    """Every source with its publisher, date, licence and rows."""
    return as_frame(store, scope, sa.select(schema.source).order_by(schema.source.c.kind, schema.source.c.id))


def completeness(store: Store, scope: Scope, level: int, indicators: Sequence[str], periods: Sequence[str]) -> pd.DataFrame:
    """Facts of some indicators by period and status at one level, as published."""
    nilai = schema.nilai.c
    published = [(code, int(indicator(code).sensitivity)) for code in indicators]
    statement = (
        sa.select(nilai.indicator, nilai.period, nilai.status, func.count().label("regions"))
        .where(sa.tuple_(nilai.indicator, nilai.sensitivity).in_(published), nilai.period.in_(periods), nilai.level == level)
        .group_by(nilai.indicator, nilai.period, nilai.status)
        .order_by(nilai.indicator, nilai.period, nilai.status)
    )
    return as_frame(store, scope, statement)


def placement(store: Store, scope: Scope) -> pd.DataFrame:
    """Number of villages by way of placing: ``placed_by, villages``."""
    region = schema.region.c
    statement = (
        sa.select(region.placed_by, func.count().label("villages"))
        .where(region.level == 4, region.number.is_not(None))
        .group_by(region.placed_by)
        .order_by(func.count().desc())
    )
    return as_frame(store, scope, statement)
