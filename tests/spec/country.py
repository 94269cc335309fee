"""The very small country of the spec tests: province 75 with two regencies, 75.01 (four villages) and 75.02 (one)."""

import shapely
import sqlalchemy as sa

from data.model import schema
from data.store import Store
from geo.regions.codes import kind_of, level_of, parent_of

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


def make_country(store: Store, names: dict[str, str] | None = None) -> None:
    """Fill an empty store with its regions and one source; a region is called by its code unless `names` knows better."""
    with store.writing() as connection:
        connection.execute(
            schema.source.insert().values(id="s", title="t", publisher="p", kind="resmi", as_of="2025", licence="-", note="")
        )
        geometry = (
            "inti.geometry" if connection.scalar(sa.text("select to_regtype('inti.geometry') is not null")) else "geometry"
        )
        for code in CODES:
            level = int(level_of(code))
            number = sorted(other for other in CODES if level_of(other) == level).index(code)
            body = shapely.to_wkb(shapely.set_srid(shapely.Point(PLACES.get(code, 122), 0.5), 4326), include_srid=True)
            connection.execute(
                sa.text(
                    "insert into inti.region (code, level, number, name, kind, parent_code, point) "
                    f"values (:code, :level, :number, :name, :kind, :parent, cast(:body as bytea)::{geometry})"
                ),
                {
                    "code": code,
                    "level": level,
                    "number": number,
                    "kind": kind_of(code, code),
                    "parent": parent_of(code),
                    "body": body,
                    "name": (names or {}).get(code, code),
                },
            )
