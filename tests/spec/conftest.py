"""A very small country on which every rule can be worked out by hand: see country.py."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from data.facts.update import refresh
from data.model import schema
from data.store import Store
from tests.covering import cover_whole
from tests.spec.country import make_country


@pytest.fixture
def country(scratch: Store) -> Store:
    make_country(scratch)
    return scratch


@pytest.fixture
def put(country: Store) -> Callable[..., None]:
    """Insert rows of a table, as dictionaries of text; '' and what only other rows have is null; the source is filled in."""

    def insert(table: sa.Table, rows: list[dict[str, str]]) -> None:
        converted = []
        names = list(dict.fromkeys(name for row in rows for name in row))
        for row in rows:
            values: dict[str, object] = {"source_id": "s"}
            for name in names:
                cell, kind = row.get(name, ""), table.c[name].type
                values[name] = (
                    None
                    if cell == ""
                    else date.fromisoformat(cell)
                    if isinstance(kind, sa.Date)
                    else int(cell)
                    if isinstance(kind, sa.Integer)
                    else float(cell)
                    if isinstance(kind, sa.Float)
                    else cell
                )
            converted.append(values)
        if converted:
            with country.writing() as connection:
                connection.execute(table.insert(), converted)
                cover_whole(connection)

    return insert


@pytest.fixture
def facts(country: Store) -> Callable[..., dict[tuple[str, str, int], sa.Row]]:
    """Refresh one indicator and `others`, then its rows by (region, period, sensitivity)."""

    def compute(indicator: str, *others: str) -> dict[tuple[str, str, int], sa.Row]:
        with country.writing() as connection:
            refresh(connection, lambda done, total: None, [indicator, *others])
        with country.writing() as connection:
            rows = connection.execute(sa.select(schema.nilai).where(schema.nilai.c.indicator == indicator)).all()
        return {(row.region_code, row.period, row.sensitivity): row for row in rows}

    return compute
