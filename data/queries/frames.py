"""An answer of the store as a data frame."""

from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.access.token import Scope
from data.store import Store

Question = sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]]


def as_frame(store: Store, scope: Scope, statement: Question) -> pd.DataFrame:
    """The rows that `scope` may see; one query in a transaction of its own."""
    with store.reading(scope) as connection:
        result = connection.execute(statement)
        return pd.DataFrame(result.all(), columns=list(result.keys()))
