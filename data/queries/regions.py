"""Regions by level, by name, and the tiles that draw them."""

import geopandas as gpd
import pandas as pd
import shapely
import sqlalchemy as sa
from sqlalchemy import func

from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.frames import Box, main_body
from geo.regions.codes import NATION

_COLUMNS = ("code", "number", "level", "name", "kind", "parent_code", "placed_by", "west", "south", "east", "north")


def regions(store: Store, scope: Scope, level: int) -> pd.DataFrame:
    """Today's regions of a level in number order; bounds in degrees."""
    region = schema.region.c
    statement = (
        sa.select(*(region[name] for name in _COLUMNS))
        .where(region.level == level, region.number.is_not(None))
        .order_by(region.number)
    )
    return as_frame(store, scope, statement)


def gazetteer(store: Store, scope: Scope) -> pd.DataFrame:
    """All current regions by code, then former codes with their successors: ``code, name, level, parent_code, was``.

    ``was`` is the former code, empty for a current region; the name beside it is the former one where it is known. A region
    that was split is there once for each part.
    """
    region, old, cross = schema.region, schema.region.alias("old"), schema.region_crosswalk
    today = sa.select(region.c.code, region.c.name, region.c.level, region.c.parent_code, sa.literal("").label("was")).where(
        region.c.number.is_not(None)
    )
    before = (
        sa.select(
            region.c.code, func.coalesce(old.c.name, region.c.name), region.c.level, region.c.parent_code, cross.c.old_code
        )
        .join_from(cross, region, region.c.code == cross.c.new_code)
        .outerjoin(old, old.c.code == cross.c.old_code)
        .where(region.c.number.is_not(None))
    )
    return as_frame(store, scope, sa.union_all(today, before).order_by("was", "code"))


def tile(store: Store, version: str, level: int, z: int, x: int, y: int) -> bytes | None:
    """A gzip'd vector tile, or ``None`` where there is none. Shapes are public."""
    column = schema.tile.c
    statement = sa.select(column.body).where(
        column.boundary_version == version, column.level == level, column.z == z, column.x == x, column.y == y
    )
    with store.reading(Scope.public()) as connection:
        body = connection.scalar(statement)
    return None if body is None else bytes(body)


def main_frame(store: Store, scope: Scope, region_code: str) -> Box | None:
    """West, south, east, north of the main body of a region in today's boundaries (`geo.frames`); ``None`` without a shape."""
    shape, version = schema.region_shape.c, schema.boundary_version.c
    used = sa.select(version.id).where(version.state == "dipakai").scalar_subquery()
    statement = sa.select(sa.cast(shape.geom, sa.LargeBinary)).where(
        shape.boundary_version == used, shape.region_code == region_code, shape.geom.is_not(None)
    )
    with store.reading(scope) as connection:
        body = connection.scalar(statement)
    return None if body is None else main_body(shapely.from_wkb(bytes(body)))


def place_of(store: Store, scope: Scope, region_code: str) -> tuple[float, float] | None:
    """Longitude and latitude of a region: a village's own point, else the middle of its box; ``None`` where neither is."""
    region = schema.region.c
    statement = sa.select(sa.cast(region.point, sa.LargeBinary), region.west, region.south, region.east, region.north).where(
        region.code == region_code
    )
    with store.reading(scope) as connection:
        found = connection.execute(statement).first()
    if found is None or (found[0] is None and found.west is None):
        return None
    if found[0] is None:
        return (found.west + found.east) / 2, (found.south + found.north) / 2
    point = shapely.from_wkb(bytes(found[0]))
    return float(point.x), float(point.y)


def shapes(store: Store, scope: Scope, level: int, region_code: str) -> gpd.GeoSeries:
    """Shapes (EPSG:4326) by code of the regions of a level inside one, in today's boundaries; those without one are absent.

    For documents; maps on screen draw tiles.
    """
    shape, version = schema.region_shape.c, schema.boundary_version.c
    used = sa.select(version.id).where(version.state == "dipakai").scalar_subquery()
    statement = (
        sa.select(shape.region_code, sa.cast(shape.geom, sa.LargeBinary))
        .join_from(schema.region_shape, schema.region, schema.region.c.code == shape.region_code)
        .where(shape.boundary_version == used, schema.region.c.level == level, schema.region.c.number.is_not(None))
        .where(shape.geom.is_not(None))
        .order_by(shape.region_code)
    )
    if region_code != NATION:
        statement = statement.where(shape.region_code.startswith(region_code, autoescape=True))
    with store.reading(scope) as connection:
        rows = connection.execute(statement).all()
    return gpd.GeoSeries(shapely.from_wkb([bytes(row[1]) for row in rows]), index=[row[0] for row in rows], crs=4326)
