"""Values that a column of a feed may refer to: what other feeds have registered in somebody's area."""

import pandas as pd
import sqlalchemy as sa

from data.feeds import feeds
from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope

_MOST = 5_000


def known_values(store: Store, scope: Scope, feed: str, column: str) -> pd.DataFrame:
    """What a column may refer to inside the person's own area: ``value, label, region_code``, at most 5,000.

    `label` is empty where the registry has no name beside the value. Raises `KeyError` for a column that refers to nothing.
    """
    refers = feeds()[feed].column(column).refers
    if refers is None:
        raise KeyError(column)
    table = schema.metadata.tables[f"inti.{refers.table}"]
    # our own SQL: the registry's contract says where a row of it belongs
    area: sa.ColumnElement[str] = sa.func.coalesce(*map(sa.literal_column, feeds()[refers.feed].area))
    label = table.c[refers.label] if refers.label else sa.literal("")
    within = [area == prefix if prefix else sa.true() for prefix in scope.prefixes]
    within += [area.startswith(f"{prefix}.") for prefix in scope.prefixes if prefix]
    statement = (
        sa.select(table.c[refers.column].label("value"), label.label("label"), area.label("region_code"))
        .where(sa.or_(sa.false(), *within))
        .order_by(table.c[refers.column])
        .limit(_MOST)
    )
    return as_frame(store, scope, statement)
