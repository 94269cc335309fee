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
    facts = frame_of(
        connection, "hitung", {"code": "code", "period": "period", "numerator": "n", "denominator": "d", "covered": "covered"}
    )
    close_cells(connection, hidden_cells(facts, families))


def frame_of(connection: sa.Connection, source: str, columns: dict[str, str]) -> pd.DataFrame:
    """Facts of a table or query with ``indicator`` and ``level``; `columns` name the others and how they are read.

    As arrays, one for each indicator and level: half a million rows would take longer than the decision.
    """
    kinds = {
        name: object if name in ("code", "period") else bool if name in ("covered", "hidden") else float for name in columns
    }
    picked = ", ".join(
        f"array_agg(coalesce({what}, 'nan'))" if kinds[name] is float else f"array_agg({what})"
        for name, what in columns.items()
    )
    rows = connection.execute(sa.text(f"select indicator, level, {picked} from {source} group by 1, 2")).all()
    return pd.DataFrame(
        {
            "indicator": np.repeat([row[0] for row in rows], [len(row[2]) for row in rows]),
            "level": np.repeat([row[1] for row in rows], [len(row[2]) for row in rows]),
            **{
                name: np.concatenate([np.asarray(row[at], dtype=kinds[name]) for row in rows]) if rows else []
                for at, name in enumerate(columns, start=2)
            },
        }
    )


def close_cells(connection: sa.Connection, found: pd.DataFrame) -> None:
    """Write the cells that stay hidden, ``indicator, code, period``, into `tutup`."""
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
