"""The land that village cells are cut by: Natural Earth's coast, plus small islands around the points it misses."""

import numpy as np
import numpy.typing as npt
import shapely

ISLAND_RADIUS_M = (200.0, 900.0)
ISLAND_SHARE_OF_SPACING = 0.4
_MAX_VERTICES = 800


def with_missing_islands(
    land: shapely.Geometry, points: npt.NDArray[np.object_], spacing: npt.NDArray[np.float64]
) -> tuple[shapely.Geometry, npt.NDArray[np.bool_]]:
    """`land` joined with a disc around every point that lies in the sea, and which points those were.

    All in metres. `spacing` is the mean distance to the nearest other points; a disc takes 0.4 of it,
    at least 200 m and at most 900 m.
    """
    parts = shapely.STRtree(shapely.get_parts(land))
    at_sea = np.ones(len(points), dtype=bool)
    at_sea[parts.query(points, predicate="intersects")[0]] = False
    radius = np.clip(spacing[at_sea] * ISLAND_SHARE_OF_SPACING, *ISLAND_RADIUS_M)
    return shapely.union_all([land, *shapely.buffer(points[at_sea], radius, quad_segs=3)]), at_sea


def dice(land: shapely.Geometry) -> npt.NDArray[np.object_]:
    """Cut `land` into pieces of few vertices, so that clipping against it stays fast."""
    done: list[shapely.Geometry] = []
    queue = list(shapely.get_parts(land))
    while queue:
        piece = queue.pop()
        if piece.is_empty or piece.geom_type != "Polygon":
            continue
        if shapely.get_num_coordinates(piece) <= _MAX_VERTICES:
            done.append(piece)
            continue
        x0, y0, x1, y1 = piece.bounds
        if x1 - x0 > y1 - y0:
            middle = (x0 + x1) / 2
            halves = ((x0, y0, middle, y1), (middle, y0, x1, y1))
        else:
            middle = (y0 + y1) / 2
            halves = ((x0, y0, x1, middle), (x0, middle, x1, y1))
        for half in halves:
            queue.extend(shapely.get_parts(shapely.clip_by_rect(piece, *half)))
    return np.array(done, dtype=object)


def clip(cells: npt.NDArray[np.object_], pieces: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Each cell cut to the land made of `pieces`; a cell without land becomes an empty polygon."""
    cell, piece = shapely.STRtree(pieces).query(cells, predicate="intersects")
    cut = shapely.intersection(cells[cell], pieces[piece])
    order = np.argsort(cell, kind="stable")
    cell, cut = cell[order], cut[order]
    result = np.full(len(cells), shapely.Polygon(), dtype=object)
    starts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
    ends = np.r_[starts[1:], len(cell)]
    for start, end in zip(starts, ends, strict=True):
        result[cell[start]] = cut[start] if end - start == 1 else shapely.union_all(cut[start:end])
    return result
