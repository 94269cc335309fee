"""Vector tiles of one level at one zoom, written by GDAL and returned as gzip'd bytes."""

import itertools
import math
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely

from geo import reference
from geo.processes import beside

# Zooms per level, in tiles of 512 px; above the last one the browser enlarges.
ZOOMS = {1: range(2, 7), 2: range(2, 8), 3: range(2, 9), 4: range(2, 10)}
LAYER = "wilayah"
NUMBER = "n"  # the only attribute: the region's dense number in its level
LENGTHS = {1: 2, 2: 5, 3: 8, 4: 13}  # of a code, by level
MARK_DEGREES = 0.002  # about 220 m
_WORLD_M = 2 * math.pi * 6378137.0
_TILE_PX = 512
_EXTENT = 4096
_FEW_VILLAGES = 10_000
_LIMITS = {"MAX_SIZE": 20_000_000, "MAX_FEATURES": 1_000_000}  # GDAL drops features past its defaults


@dataclass(frozen=True)
class Tile:
    """One tile in XYZ numbering (y grows southwards); `body` is gzip of a Mapbox vector tile."""

    level: int
    z: int
    x: int
    y: int
    body: bytes


def zoom_jobs() -> list[tuple[int, int]]:
    """All (level, zoom) pairs, the long ones first."""
    return sorted(((level, z) for level, zooms in ZOOMS.items() for z in zooms), reverse=True)


@contextmanager
def building(
    villages: Path,
    within: tuple[str, ...] = reference.WHOLE,
    *,
    spare: int = 0,
    moved: Callable[[int, int], None] | None = None,
) -> Iterator[Iterator[list[Tile]]]:
    """Build tiles of every level and zoom of a GeoParquet's villages under `within`: a list per finished job, in any order.

    Several processes share the jobs and leave `spare` cores to others. They begin at once, whether or not the result is read
    yet, and end with the context. Few villages are tiled in this process, faster than others would start. `moved` is called
    with how many are done.
    """
    jobs = zoom_jobs()
    done = itertools.count(1)

    def finished(_: object = None) -> None:
        if moved is not None:
            moved(next(done), len(jobs))

    if within != reference.WHOLE or pq.read_metadata(villages).num_rows < _FEW_VILLAGES:
        yield _one_by_one(villages, within, jobs, finished)
        return
    with beside(max(1, min(4, (os.cpu_count() or 1) - spare)), behind=spare > 0) as pool:
        futures = [pool.submit(build_zoom, villages, within, level, z) for level, z in jobs]
        for future in futures:
            future.add_done_callback(lambda future: None if future.cancelled() or future.exception() else finished())
        yield (future.result() for future in as_completed(futures))


def _one_by_one(
    villages: Path, within: tuple[str, ...], jobs: list[tuple[int, int]], finished: Callable[[], None]
) -> Iterator[list[Tile]]:
    for level, z in jobs:
        yield build_zoom(villages, within, level, z)
        finished()


def build_zoom(villages: Path, within: tuple[str, ...], level: int, z: int) -> list[Tile]:
    """Tiles of one level at zoom `z`, with every region under `within` in them.

    Shapes are simplified together (a coverage, so shared edges stay shared) to about two thirds of a pixel; what would
    vanish in the tile's grid becomes a dot of a quarter of a pixel.
    """
    numbers, shapes = _mercator(villages, within)[level]
    pixel = _WORLD_M / 2**z / _TILE_PX
    simple = _visible(shapely.coverage_simplify(shapes, pixel * 0.7), _WORLD_M / 2**z / _EXTENT)
    frame = gpd.GeoDataFrame({NUMBER: numbers}, geometry=simple, crs=3857)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tiles.mbtiles"
        pyogrio.write_dataframe(frame, file, driver="MVT", layer=LAYER, dataset_options={"MINZOOM": z, "MAXZOOM": z, **_LIMITS})
        connection = sqlite3.connect(file)
        try:
            rows = connection.execute("select tile_column, tile_row, tile_data from tiles").fetchall()
        finally:
            connection.close()
    return [Tile(level, z, x, 2**z - 1 - y, body) for x, y, body in rows]


def _visible(shapes: np.ndarray, unit: float) -> np.ndarray:
    """Areas that rounding to the tile's grid could flatten, as squares of two units around a point of theirs."""
    west, south, east, north = shapely.bounds(shapes).T
    tiny = (shapely.area(shapes) < 4 * unit**2) | (np.minimum(east - west, north - south) < 2 * unit)
    centre = shapely.get_coordinates(shapely.point_on_surface(shapes[tiny]))
    x, y = (np.round(centre / unit) * unit).T
    result = shapes.copy()
    result[tiny] = shapely.box(x - unit, y - unit, x + unit, y + unit)
    return result


@lru_cache(maxsize=1)
def _mercator(villages: Path, within: tuple[str, ...]) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Numbers and shapes by level. A row with `dot` is a village without a shape: a mark where it is, over its neighbours."""
    frame = gpd.read_parquet(villages).set_index("code").sort_index()
    frame = frame[frame.index.str.startswith(within)]
    dot = frame["dot"].to_numpy() if "dot" in frame else np.zeros(len(frame), dtype=bool)
    levels = reference.shapes_by_level(frame.loc[~dot].geometry)
    marks = frame.loc[dot].geometry
    result = {}
    for level, shapes in levels.items():
        length = LENGTHS[level]
        codes = frame.index.str[:length].unique()  # of all villages, so that a number never depends on who has a shape
        bare = marks[~marks.index.str[:length].isin(shapes.index)]
        if len(bare):
            shapes = pd.concat([shapes, bare.to_frame("geometry").dissolve(bare.index.str[:length]).geometry])
        numbers = codes.get_indexer(shapes.index).astype(np.int32)
        result[level] = (numbers, shapes.to_crs(3857).to_numpy())
    return result


def write_villages(file: Path, shapes: gpd.GeoSeries, points: pd.DataFrame) -> None:
    """The GeoParquet that `building` reads: `shapes` by code, and a mark at its point (`lon, lat`) for every other village."""
    lonlat = points.loc[points.index.difference(shapes.index), ["lon", "lat"]]
    marks = shapely.buffer(shapely.points(lonlat.to_numpy()), MARK_DEGREES, quad_segs=2)
    whole = pd.concat([shapes, gpd.GeoSeries(marks, index=lonlat.index, crs=shapes.crs)]).sort_index()
    frame = gpd.GeoDataFrame({"code": whole.index, "dot": whole.index.isin(lonlat.index)}, geometry=whole.to_numpy(), crs=4326)
    frame.to_parquet(file)
