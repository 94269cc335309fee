"""Regions by level, by name, and the tiles that draw them."""

import geopandas as gpd
import pandas as pd
import shapely
import sqlalchemy as sa
from sqlalchemy import func

from data import schema
from data.access.token import Scope
from data.queries.frames import as_frame
from data.store import Store
from geo.regions import NATION

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


def search(store: Store, scope: Scope, words: str, limit: int = 12) -> pd.DataFrame:
    """Regions whose name holds `words` or whose code starts with it; higher levels and shorter names first."""
    region = schema.region.c
    wanted = " ".join(words.split())
    if len(wanted) < 2:
        return pd.DataFrame(columns=list(_COLUMNS))
    # who types "bone" means Kabupaten Bone before the villages of that name
    exact = [kind + wanted.lower() for kind in ("", "kabupaten ", "kota ")]
    statement = (
        sa.select(*(region[name] for name in _COLUMNS))
        .where(
            region.number.is_not(None),
            sa.or_(region.name.icontains(wanted, autoescape=True), region.code.startswith(wanted, autoescape=True)),
        )
        .order_by(func.lower(region.name).not_in(exact), region.level, func.length(region.name), region.code)
        .limit(limit)
    )
    return as_frame(store, scope, statement)


def tile(store: Store, version: str, level: int, z: int, x: int, y: int) -> bytes | None:
    """A gzip'd vector tile, or ``None`` where there is none. Shapes are public."""
    column = schema.tile.c
    statement = sa.select(column.body).where(
        column.boundary_version == version, column.level == level, column.z == z, column.x == x, column.y == y
    )
    with store.reading(Scope.public()) as connection:
        body = connection.scalar(statement)
    return None if body is None else bytes(body)


def shapes(store: Store, scope: Scope, level: int, region_code: str) -> gpd.GeoSeries:
    """Shapes (EPSG:4326) by code of the regions of a level inside one, in today's boundaries; those without one are absent.

    For documents that leave the app; maps on screen draw tiles.
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
    return gpd.GeoSeries(
        shapely.from_wkb([bytes(row[1]) for row in rows]), index=[row[0] for row in rows], crs=4326
    )  # fmt: skip
