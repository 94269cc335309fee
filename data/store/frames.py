"""Results of queries as data frames."""

from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.store import Store
from data.store.scope import Scope

Question = sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]]


def framed(result: sa.Result[*tuple[Any, ...]]) -> pd.DataFrame:
    """The rows of an open result, its columns by name.

    As plain tuples: pandas asks each SQLAlchemy row whether it is a dataclass, and each answers by raising an error inside,
    which for 83,762 villages took six times as long as the query.
    """
    return pd.DataFrame(list(map(tuple, result.all())), columns=list(result.keys()))


def as_frame(store: Store, scope: Scope, statement: Question) -> pd.DataFrame:
    """The rows that `scope` may see; one query in a transaction of its own."""
    with store.reading(scope) as connection:
        return framed(connection.execute(statement))
