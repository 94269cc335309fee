"""Loads the reference: sources, regions, crosswalk, shapes, tiles."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa

from data.model import schema
from data.model.progress import Progress
from data.store.copy import GEOMETRY, copy_rows
from geo import reference, tiles
from geo.reference import SPLIT_LAW, WHOLE
from geo.regions.codes import parent_of
from geo.tiles import LENGTHS

SOURCE = "referensi_wilayah"


def load_regions(
    connection: sa.Connection, progress: Progress, within: tuple[str, ...] = WHOLE, version: str = reference.VERSION
) -> None:
    """Load codes, names, points, bounds and crosswalk under `within`. Regions closed by a split are loaded as closed.

    `version` names the boundaries that numbers, shapes and tiles belong to.
    """
    regions = reference.read_regions(within)
    crosswalk = reference.read_crosswalk(within)
    connection.execute(
        schema.source.insert().values(
            id=SOURCE,
            title="Kode, nama dan titik wilayah; batas indikatif",
            publisher=f"Kemendagri ({reference.DECREE}) melalui idn-area-data; titik: geografis; pantai: Natural Earth",
            kind="publik",
            as_of="2025",
            licence="ODbL 1.0; MIT; domain publik",
            note="Batas dibentuk dari titik desa dan garis pantai: indikatif, bukan batas resmi.",
            row_count=len(regions),
        )
    )
    levels = reference.shapes_by_level(reference.read_village_shapes(within))
    bounds = pd.concat([shapes.bounds for shapes in levels.values()])
    whole = bounds.loc[bounds.index.str.len() == 2]
    bounds.loc["ID"] = [whole["minx"].min(), whole["miny"].min(), whole["maxx"].max(), whole["maxy"].max()]
    regions = regions.join(bounds, on="code")
    columns = {
        "code": "text", "level": "int2", "number": "int4", "name": "text", "kind": "text", "parent_code": "text",
        "opened": "date", "closed": "date", "placed_by": "text", "west": "float4", "south": "float4", "east": "float4",
        "north": "float4", "point": GEOMETRY,
    }  # fmt: skip
    copy_rows(connection, schema.region, columns, _region_rows(regions, crosswalk, progress))
    copy_rows(
        connection,
        schema.region_crosswalk,
        {"old_code": "text", "new_code": "text", "level": "int2", "relation": "text", "valid_from": "date", "source": "text"},
        (
            (old, new, level, relation, date.fromisoformat(day) if day else None, source)
            for old, new, relation, level, day, source in crosswalk[
                ["old_code", "new_code", "relation", "level", "valid_from", "source"]
            ].itertuples(index=False)
        ),
    )
    connection.execute(
        schema.boundary_version.insert().values(
            id=version, title="Batas indikatif 2025", indicative=True, source_id=SOURCE, state="dipakai"
        )
    )


def _region_rows(regions: pd.DataFrame, crosswalk: pd.DataFrame, progress: Progress) -> Iterator[tuple[object, ...]]:
    number = regions.groupby("level").cumcount()
    placed = regions["lon"].notna().to_numpy()
    points = np.full(len(regions), None, dtype=object)
    points[placed] = shapely.to_wkb(
        shapely.set_srid(shapely.points(regions.loc[placed, ["lon", "lat"]].to_numpy()), 4326), include_srid=True
    )
    for i, row in enumerate(regions.itertuples(index=False)):
        law = SPLIT_LAW.get(row.code[:2])
        opened = date.fromisoformat(law[0]) if law else None
        yield (
            row.code,
            row.level,
            int(number[i]),
            row.name,
            row.kind,
            parent_of(row.code),
            opened,
            None,
            row.way,
            row.minx,
            row.miny,
            row.maxx,
            row.maxy,
            points[i],
        )
        if i % 5000 == 0:
            progress(i, len(regions))
    names = dict(zip(regions["code"], regions["name"], strict=True))
    today = set(regions["code"])
    moved = crosswalk[(crosswalk["level"] == 2) & ~crosswalk["old_code"].isin(today)]
    for row in moved.itertuples(index=False):
        kind = "kota" if int(row.old_code[3:5]) >= 71 else "kabupaten"
        closed = date.fromisoformat(row.valid_from) if row.valid_from else date(2022, 7, 25)
        yield (row.old_code, 2, None, names[row.new_code], kind, row.old_code[:2], None, closed, "", *[None] * 5)
    progress(len(regions), len(regions))


def load_shapes(
    connection: sa.Connection, progress: Progress, within: tuple[str, ...] = WHOLE, version: str = reference.VERSION
) -> None:
    """Load the reference's polygons of levels 1 to 4 under `within`, with the points of its villages."""
    points = reference.read_regions(within).dropna(subset="lon").set_index("code")[["lon", "lat"]]
    levels = reference.shapes_by_level(reference.read_village_shapes(within))
    write_shapes(connection, version, levels, points, progress)


def write_shapes(
    connection: sa.Connection,
    version: str,
    levels: dict[int, gpd.GeoSeries],
    points: pd.DataFrame,
    progress: Progress,
    official: frozenset[str] = frozenset(),
) -> None:
    """Write polygons as EWKB (MultiPolygon, EPSG:4326) by level, and points (`lon`, `lat` by code) where there are any.

    `official` villages are marked, and with them the regions that consist only of such villages.
    """
    others = {code[:length] for code in levels[4].index.difference(list(official)) for length in LENGTHS.values()}
    total = sum(map(len, levels.values()))
    bodies = shapely.to_wkb(shapely.set_srid(shapely.points(points.to_numpy()), 4326), include_srid=True)
    point_of = dict(zip(points.index, bodies, strict=True))

    def rows() -> Iterator[tuple[str, str, bytes, bytes | None, bool]]:
        done = 0
        for shapes in levels.values():
            values = shapes.to_numpy()
            single = shapely.get_type_id(values) == 3
            values[single] = shapely.multipolygons(values[single], indices=np.arange(single.sum()))
            for code, body in zip(shapes.index, shapely.to_wkb(shapely.set_srid(values, 4326), include_srid=True), strict=True):
                yield version, code, body, point_of.get(code), code not in others
                done += 1
                if done % 5000 == 0:
                    progress(done, total)

    columns = {"boundary_version": "text", "region_code": "text", "geom": GEOMETRY, "point": GEOMETRY, "official": "bool"}
    copy_rows(connection, schema.region_shape, columns, rows())
    progress(total, total)


def load_tiles(connection: sa.Connection, version: str, made: Iterable[list[tiles.Tile]]) -> None:
    """Load the vector tiles that `geo.tiles.building` makes."""
    columns = {"boundary_version": "text", "level": "int2", "z": "int2", "x": "int4", "y": "int4", "body": "bytea"}
    rows = ((version, tile.level, tile.z, tile.x, tile.y, tile.body) for some in made for tile in some)
    copy_rows(connection, schema.tile, columns, rows)


def write_tiles(connection: sa.Connection, version: str, villages: Path, progress: Progress) -> None:
    """Write vector tiles of every level and zoom of all villages of a GeoParquet."""
    with tiles.building(villages, moved=progress) as made:
        load_tiles(connection, version, made)
