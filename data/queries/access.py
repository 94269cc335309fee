"""Access to treatment: what `data.facts.access` computed, by question. All of it is public."""

from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data.facts.access import COLUMNS, number_of
from data.model import schema
from data.store import Store
from data.store.scope import Scope
from geo.regions.codes import Level


def access_summary(store: Store, scope: Scope, question: str) -> dict[str, Any]:
    """What an answer says of itself (`data.facts.access`: facilities, places, what is missing, new sites), with
    ``computed_at``; empty where the question (as spelled) was not computed yet.

    It comes and goes within a data version: do not keep it.
    """
    access = schema.access.c
    statement = sa.select(access.summary, access.computed_at).where(
        access.question == question, access.level == int(Level.NATION)
    )
    with store.reading(scope) as connection:
        row = connection.execute(statement).first()
    return {} if row is None else {**row.summary, "computed_at": row.computed_at.isoformat()}


def access(store: Store, scope: Scope, question: str, level: int) -> pd.DataFrame:
    """A row per region of a level in number order, with the columns of `data.facts.access.COLUMNS`; no rows where the question
    was not computed yet. `demand` by vulnerability is missing below kabupaten/kota.
    """
    column = schema.access.c
    with store.reading(scope) as connection:
        body = connection.scalar(sa.select(column.body).where(column.question == question, column.level == level))
    numbers = np.frombuffer(b"" if body is None else bytes(body), dtype=number_of(level)).reshape(len(COLUMNS), -1)
    return pd.DataFrame(dict(zip(COLUMNS, numbers.astype(np.float64), strict=True)))
