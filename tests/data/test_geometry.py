"""Geometry is EWKB bytes in both kinds of store, and both refuse the same wrong ones."""

import psycopg
import pytest
import shapely
import sqlalchemy as sa

from data import queries
from data.model import schema
from data.store import Store
from data.store.copy import GEOMETRY, copy_rows
from data.store.scope import Scope
from geo import reference
from tests.stores import Loaded

SQUARE = shapely.MultiPolygon([shapely.box(122, 0, 123, 1)])


def _body(shape: shapely.Geometry, srid: int | None = 4326) -> bytes:
    return shapely.to_wkb(shapely.set_srid(shape, srid) if srid else shape, include_srid=bool(srid))


def _with_version(store: Store, body: bytes) -> None:
    with store.writing() as connection:
        connection.execute(
            schema.source.insert().values(id="s", title="t", publisher="p", kind="publik", as_of="2025", licence="-", note="")
        )
        connection.execute(schema.boundary_version.insert().values(id="v", title="t", indicative=True, source_id="s"))
        columns = {"boundary_version": "text", "region_code": "text", "geom": GEOMETRY}
        copy_rows(connection, schema.region_shape, columns, [("v", "75", body)])


def test_what_is_copied_in_comes_back_byte_for_byte(scratch_both: Store) -> None:
    _with_version(scratch_both, _body(SQUARE))
    with scratch_both.reading(Scope.public()) as connection:
        body = connection.scalar(sa.text("select geom::bytea from inti.region_shape"))
    assert bytes(body) == _body(SQUARE)
    assert shapely.equals(shapely.from_wkb(bytes(body)), SQUARE)


@pytest.mark.parametrize(
    "body",
    [
        _body(SQUARE, 3857),
        _body(SQUARE, None),
        _body(shapely.Point(122, 0)),
        _body(shapely.box(122, 0, 123, 1)),
        b"bukan geometri",
        b"",
    ],
    ids=["other system", "no system", "point", "plain polygon", "text", "nothing"],
)
def test_a_wrong_geometry_is_refused_and_nothing_stays(scratch_both: Store, body: bytes) -> None:
    with pytest.raises((psycopg.Error, ValueError)):
        _with_version(scratch_both, body)
    with scratch_both.reading(Scope.public()) as connection:
        assert connection.scalar(sa.select(sa.func.count()).where(schema.source.c.id == "s")) == 0


def test_the_loaded_shapes_are_the_reference(provinces: Loaded) -> None:
    levels = reference.shapes_by_level(reference.read_village_shapes(("75",)))
    with provinces.store.reading(Scope.public()) as connection:
        rows = connection.execute(
            sa.text("select region_code, geom::bytea from inti.region_shape where region_code ~ '^75' order by region_code")
        ).all()
    stored = {code: shapely.from_wkb(bytes(body)) for code, body in rows}
    assert len(stored) == 1 + 6 + 77 + 729
    for level in (1, 2, 3, 4):
        for code, shape in levels[level][levels[level].index.str.startswith("75")].items():
            assert shapely.equals(stored[str(code)], shape)


def test_postgis_knows_the_types_and_has_its_indexes(provinces_postgis: Loaded) -> None:
    with provinces_postgis.store.writing() as connection:
        kinds = connection.execute(
            sa.text(
                "select f_table_name, f_geometry_column, type, srid from geometry_columns "
                "where f_table_schema = 'inti' order by 1, 2"
            )
        ).all()
        assert [tuple(row) for row in kinds] == [
            ("facility", "point", "POINT", 4326),
            ("narcotics_case", "point", "POINT", 4326),
            ("region", "point", "POINT", 4326),
            ("region_shape", "geom", "MULTIPOLYGON", 4326),
            ("region_shape", "point", "POINT", 4326),
        ]
        assert connection.scalar(sa.text("select bool_and(st_isvalid(geom)) from inti.region_shape"))
        indexes = connection.scalars(
            sa.text("select indexname from pg_indexes where indexdef like '%USING gist%' order by 1")
        ).all()
    assert indexes == ["facility_point", "narcotics_case_point", "region_point", "region_shape_geom"]


def test_tiles_of_all_levels_are_there_and_outside_there_are_none(provinces: Loaded) -> None:
    version = reference.VERSION
    for level in (1, 2, 3, 4):
        assert queries.tile(provinces.store, version, level, 4, 13, 7)
    assert queries.tile(provinces.store, version, 4, 4, 0, 0) is None
    assert queries.tile(provinces.store, "lain", 4, 4, 13, 7) is None
