"""A very small country on which every rule can be worked out by hand.

Province 75 with two regencies: 75.01 (kecamatan 75.01.01 with four villages) and 75.02 (kecamatan 75.02.01 with one).
"""

from collections.abc import Callable
from datetime import date

import pytest
import shapely
import sqlalchemy as sa

from data import schema
from data.refresh import refresh
from data.store import Store
from geo.regions import kind_of, level_of, parent_of

CODES = [
    "ID", "75", "75.01", "75.02", "75.01.01", "75.02.01",
    "75.01.01.1001", "75.01.01.2001", "75.01.01.2002", "75.01.01.2003", "75.02.01.2001",
]  # fmt: skip
PLACES = {
    "75.01.01.1001": 122.0,
    "75.01.01.2001": 122.1,
    "75.01.01.2002": 122.3,
    "75.01.01.2003": 122.6,
    "75.02.01.2001": 124.0,
}


@pytest.fixture
def country(scratch: Store) -> Store:
    with scratch.writing() as connection:
        connection.execute(
            schema.source.insert().values(id="s", title="t", publisher="p", kind="resmi", as_of="2025", licence="-", note="")
        )
        for code in CODES:
            level = int(level_of(code))
            number = sorted(other for other in CODES if level_of(other) == level).index(code)
            body = shapely.to_wkb(shapely.set_srid(shapely.Point(PLACES.get(code, 122), 0.5), 4326), include_srid=True)
            connection.execute(
                sa.text(
                    "insert into inti.region (code, level, number, name, kind, parent_code, point) "
                    f"values (:code, :level, :number, :code, :kind, :parent, cast(:body as bytea)::{_geometry(connection)})"
                ),
                {
                    "code": code,
                    "level": level,
                    "number": number,
                    "kind": kind_of(code, code),
                    "parent": parent_of(code),
                    "body": body,
                },
            )
    return scratch


def _geometry(connection: sa.Connection) -> str:
    return "inti.geometry" if connection.scalar(sa.text("select to_regtype('inti.geometry') is not null")) else "geometry"


@pytest.fixture
def put(country: Store) -> Callable[..., None]:
    """Insert rows of a table, as dictionaries of text; the source is filled in."""

    def insert(table: sa.Table, rows: list[dict[str, str]]) -> None:
        converted = []
        for row in rows:
            values: dict[str, object] = {"source_id": "s"}
            for name, cell in row.items():
                kind = table.c[name].type
                values[name] = (
                    date.fromisoformat(cell)
                    if isinstance(kind, sa.Date)
                    else int(cell)
                    if isinstance(kind, sa.Integer)
                    else cell
                )
            converted.append(values)
        if converted:
            with country.writing() as connection:
                connection.execute(table.insert(), converted)

    return insert


@pytest.fixture
def facts(country: Store) -> Callable[[str], dict[tuple[str, str, int], sa.Row]]:
    """Refresh, then the rows of one indicator by (region, period, sensitivity)."""

    def compute(indicator: str) -> dict[tuple[str, str, int], sa.Row]:
        with country.writing() as connection:
            refresh(connection, lambda done, total: None)
        with country.writing() as connection:
            rows = connection.execute(sa.select(schema.nilai).where(schema.nilai.c.indicator == indicator)).all()
        return {(row.region_code, row.period, row.sensitivity): row for row in rows}

    return compute
