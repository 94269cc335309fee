"""SQL files of a refresh, statement by statement."""

import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_FOLDER = Path(__file__).parent / "build"


def bare(script: str) -> str:
    """A script without comments and without its last semicolon."""
    return re.sub(r"--[^\n]*", "", script).strip().rstrip(";")


def run(connection: sa.Connection, name: str, **values: object) -> None:
    """The statements of one SQL file, each with the values it names."""
    for statement in bare((_FOLDER / f"{name}.sql").read_text(encoding="utf-8")).split(";"):
        if statement.strip():
            execute(connection, statement, values)


def first(connection: sa.Connection, name: str, **values: object) -> sa.Row[Any] | None:
    """The first row of the one query of a file; ``None`` where there is none."""
    return connection.execute(sa.text(bare((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))).bindparams(**values)).first()


def execute(connection: sa.Connection, statement: str, values: dict[str, object]) -> None:
    """One statement with those of `values` that it names."""
    names = set(re.findall(r"(?<![:\w]):([a-z_]\w*)", statement))
    connection.execute(sa.text(statement).bindparams(**{name: values[name] for name in names}))
