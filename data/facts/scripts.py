"""SQL files of a refresh: whole scripts, their values filled in by the driver."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from psycopg import ClientCursor

_FOLDER = Path(__file__).parent / "build"


def run(connection: sa.Connection, name: str, **values: object) -> sa.CursorResult[Any]:
    """Run the statements of one SQL file; returns the result of the first."""
    return execute(connection, (_FOLDER / f"{name}.sql").read_text(encoding="utf-8"), values)


def execute(connection: sa.Connection, script: str, values: dict[str, object]) -> sa.CursorResult[Any]:
    """Run statements with those of `values` that they name, as ``%(name)s``.

    The server takes no parameters with several statements, so the driver writes each as a literal, quoted for this connection.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    filled = ClientCursor(driver).mogrify(script.encode(), values)
    return connection.exec_driver_sql(filled, execution_options={"no_parameters": True})
