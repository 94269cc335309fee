"""Village cells: a Voronoi diagram whose straight edges are bent a little, the same way from both sides."""

import numpy as np
import numpy.typing as npt
import shapely

BEND = 0.13  # sideways move of an edge's middle, as a share of its length
LONG_EDGE_M = 700.0  # edges longer than this get three inner points, others one

Floats = npt.NDArray[np.float64]


def voronoi(points: npt.NDArray[np.object_], around: shapely.Geometry) -> npt.NDArray[np.object_]:
    """One polygon per point, in the order of `points` (metres)."""
    margin = shapely.buffer(shapely.box(*around.bounds), 100_000)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=margin, ordered=True)
    return shapely.get_parts(cells)


def bend(cells: npt.NDArray[np.object_], sites: Floats) -> npt.NDArray[np.object_]:
    """Bend the edges of a coverage of convex cells so that it reads as a map and not as a honeycomb.

    Both cells of an edge compute the same points (from the edge's ends in a fixed order), so the result is a
    coverage again. An edge never moves more than half way towards the points (`sites`, shape (n, 2), metres) beside
    it. Cells that would cross themselves keep straight edges, and so do their neighbours along them.
    """
    coords, ring = shapely.get_coordinates(shapely.get_exterior_ring(cells), return_index=True)
    is_edge = ring[:-1] == ring[1:]
    start, end, owner = coords[:-1][is_edge], coords[1:][is_edge], ring[:-1][is_edge]
    name = _edge_names(start, end)
    amplitude = _largest_bend(start, end, sites[owner], name)
    for _ in range(6):
        bent = _assemble(start, end, owner, amplitude, len(cells))
        wrong = ~shapely.is_valid(bent)
        wrong[_overlapping(bent)] = True
        if not wrong.any():
            return bent
        amplitude[np.isin(name, name[wrong[owner]])] = 0.0
    raise RuntimeError(f"{int(wrong.sum())} cells still cross after straightening")


def _overlapping(cells: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    bad_edges = shapely.coverage_invalid_edges(cells)
    return np.flatnonzero(~shapely.is_empty(bad_edges))


def _largest_bend(start: Floats, end: Floats, site: Floats, name: npt.NDArray[np.int64]) -> Floats:
    along, towards = end - start, site - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
    distance = np.abs(along[:, 0] * towards[:, 1] - along[:, 1] * towards[:, 0]) / length
    both_sides = np.full(int(name.max()) + 1, BEND)
    np.minimum.at(both_sides, name, 0.5 * distance / length)
    return both_sides[name]


def _edge_names(start: Floats, end: Floats) -> npt.NDArray[np.int64]:
    both = np.stack([start, end])
    swap = _backwards(start, end)
    both[:, swap] = both[::-1, swap]
    rows = np.concatenate([both[0], both[1]], axis=1)
    return np.unique(rows, axis=0, return_inverse=True)[1].ravel()


def _backwards(start: Floats, end: Floats) -> npt.NDArray[np.bool_]:
    return (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))


def _noise(first: Floats, second: Floats, salt: int) -> Floats:
    """Numbers in [-1, 1] that depend on the edge's ends alone, so that a second build gives the same map."""
    mixed = np.zeros(len(first), dtype=np.uint64)
    for column in (first[:, 0], first[:, 1], second[:, 0], second[:, 1]):
        mixed = (mixed ^ np.round(column * 8).astype(np.int64).view(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    mixed = (mixed + np.uint64(salt)) * np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(11)).astype(np.float64) / 2**52 - 1


def _assemble(start: Floats, end: Floats, owner: npt.NDArray[np.int64], amplitude: Floats, count: int) -> np.ndarray:
    swap = _backwards(start, end)
    first, second = np.where(swap[:, None], end, start), np.where(swap[:, None], start, end)
    along = second - first
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    side = np.sign(_noise(first, second, 1)) * (0.45 + 0.55 * np.abs(_noise(first, second, 2)))
    middle = first + along / 2 + across * (side * amplitude)[:, None]

    def quarter(a: Floats, b: Floats, salt: int) -> Floats:
        step = b - a
        push = _noise(first, second, salt) * amplitude * 0.6
        return a + step / 2 + np.stack([-step[:, 1], step[:, 0]], axis=1) * push[:, None]

    inner = [quarter(first, middle, 3), middle, quarter(middle, second, 4)]
    inner = [np.where(swap[:, None], inner[2 - i], inner[i]) for i in range(3)]
    long = np.hypot(along[:, 0], along[:, 1]) > LONG_EDGE_M
    keep = np.stack([np.ones_like(long), long, np.ones_like(long), long], axis=1) & (
        np.stack([np.ones_like(long), *[amplitude > 0] * 3], axis=1)
    )
    path = np.stack([start, *inner], axis=1)
    flat, index = path[keep], np.repeat(owner, keep.sum(axis=1))
    closing = np.flatnonzero(np.r_[True, index[1:] != index[:-1]])
    ends = np.r_[closing[1:], len(index)]
    flat = np.insert(flat, ends, flat[closing], axis=0)
    index = np.insert(index, ends, index[closing])
    rings = shapely.linearrings(flat, indices=index)
    if len(rings) != count:
        raise RuntimeError("a cell was lost while its edges were bent")
    return shapely.polygons(rings)
