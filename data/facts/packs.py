"""Packs of a level, which the map reads in one row, and class breaks; both made from facts."""

import numpy as np
import sqlalchemy as sa

from data.facts.indicators import registry
from data.facts.scripts import run
from data.model import schema
from geo.stats.classes import METHODS, fit_edges


def pack(connection: sa.Connection) -> None:
    """Rewrite packs and breaks of the mapped indicators that changed."""
    mapped = [item.code for item in registry().values() if item.theme]
    connection.exec_driver_sql("analyze moved_period")
    moved = connection.execute(
        sa.text(
            "select distinct indicator, level from moved_period where indicator = any (:mapped) and length(period) in (4, 9)"
        ),
        {"mapped": mapped},
    ).all()
    run(connection, "layers", indicators=mapped)
    _breaks(connection, {(row.indicator, row.level) for row in moved})


def _breaks(connection: sa.Connection, moved: set[tuple[str, int]]) -> None:
    """Class breaks per indicator and level, fitted once over all years, so that maps of two years are comparable."""
    nilai, breaks = schema.nilai.c, schema.class_break
    for code, level in sorted(moved):
        item = registry()[code]
        if item.is_categorical:
            continue
        found = connection.scalars(
            sa.select(nilai.value).where(
                nilai.indicator == code,
                nilai.level == level,
                sa.func.length(nilai.period) == 4,
                nilai.sensitivity == int(item.sensitivity),
            )
        ).all()
        connection.execute(breaks.delete().where(breaks.c.indicator == code, breaks.c.level == level))
        if not found:
            continue
        values = np.array([value for value in found if value is not None], dtype=float)
        if item.edges:
            fitted = {"tetap": list(item.edges)}
        else:
            fitted = {method: fit_edges(values, item.class_count, method).tolist() for method in METHODS}
        connection.execute(
            breaks.insert(),
            [{"indicator": code, "level": level, "method": method, "edges": edges} for method, edges in fitted.items()],
        )
