"""Bring what stays hidden into line with the facts at hand."""

import json

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data.disclosure.families import concerned, members
from data.disclosure.protect import hidden_cells
from data.indicators import SMALL_COUNT, Indicator, registry
from data.refresh.scripts import run


def decide(connection: sa.Connection, items: list[Indicator]) -> None:
    """Fill `tutup` with the cells of the nation that stay hidden, for every family that `items` touch.

    Facts come from `fakta` where they are being made, and as they are stored elsewhere.
    """
    families = concerned({item.code for item in items})
    codes = [code for family in families for code in members(family)]
    run(connection, "exact", secret=json.dumps([{"indicator": code, "small": registry()[code].small} for code in codes]))
    # as arrays, one for each indicator and level: half a million rows would take longer than the decision
    rows = connection.execute(
        sa.text(
            "select indicator, level, array_agg(code), array_agg(period), array_agg(coalesce(n, 'nan')), "
            "array_agg(coalesce(d, 'nan')), array_agg(covered) from hitung group by 1, 2"
        )
    ).all()
    facts = pd.DataFrame(
        {
            "indicator": np.repeat([row[0] for row in rows], [len(row[2]) for row in rows]),
            "level": np.repeat([row[1] for row in rows], [len(row[2]) for row in rows]),
            **{
                name: np.concatenate([np.asarray(row[at], dtype=kind) for row in rows]) if rows else []
                for at, (name, kind) in enumerate(_COLUMNS, start=2)
            },
        }
    )
    found = hidden_cells(facts, families)
    connection.execute(
        sa.text(
            "insert into tutup select * from unnest(cast(:indicator as text[]), cast(:code as text[]), cast(:period as text[]))"
        ),
        {name: found[name].tolist() for name in ("indicator", "code", "period")},
    )
    connection.exec_driver_sql("analyze tutup")


def conform(connection: sa.Connection) -> None:
    """Turn stored facts that others made hide, or need not hide any longer; `bergerak` tells which periods moved."""
    codes = list(connection.scalars(sa.text("select indicator from rahasia")))
    if not codes:
        return
    # the planner takes three equal columns for next to no rows, and would walk the cells one by one
    connection.exec_driver_sql("set local enable_nestloop = off")
    run(connection, "flip", small_count=SMALL_COUNT, codes=codes)
    connection.exec_driver_sql("set local enable_nestloop = on")


_COLUMNS = (("code", object), ("period", object), ("numerator", float), ("denominator", float), ("covered", bool))
