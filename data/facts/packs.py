"""Packs of a level, which the map reads in one row; made from facts."""

import sqlalchemy as sa

from data.facts.indicators import registry
from data.facts.scripts import run


def pack(connection: sa.Connection) -> None:
    """Rewrite packs of the indicators that have them, where they changed."""
    connection.exec_driver_sql("analyze moved_period")
    run(connection, "layers", indicators=[item.code for item in registry().values() if item.is_packed])
