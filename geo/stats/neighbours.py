"""Neighbours of areas: those whose shapes touch, and, for an area that touches nobody, the nearest one across the water."""

from collections.abc import Sequence
from dataclasses import dataclass

import libpysal
import numpy as np
import numpy.typing as npt
import shapely

from geo.reach.distance import great_circle

# about 11 metres: shapes of neighbours that were drawn apart leave slivers between them
TOUCHING_DEGREES = 1e-4
# a degree of longitude is shorter than one of latitude, at 11 degrees from the equator by two per cent: nearest in degrees may
# be up to so much farther in metres
_SLACK = 1.1

Index = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Neighbours:
    """Pairs of `count` areas, each both ways, sorted by `first` and `second`; `metres` of water between the two, 0 where they
    touch.
    """

    count: int
    first: Index
    second: Index
    metres: Floats

    @property
    def has_any(self) -> Mask:
        """Whether each area has a neighbour."""
        return np.bincount(self.first, minlength=self.count) > 0

    def within(self, kept: Mask) -> "Neighbours":
        """The pairs of which both areas are `kept`, numbered among these. Nobody gets another neighbour instead of one that
        is left out.
        """
        stays = kept[self.first] & kept[self.second]
        number = np.cumsum(kept) - 1
        return Neighbours(int(kept.sum()), number[self.first[stays]], number[self.second[stays]], self.metres[stays])

    def weights(self) -> libpysal.weights.W:
        """Weights that are 1 for a neighbour, divided by the number of them (``r`` of libpysal)."""
        starts = np.searchsorted(self.first, np.arange(self.count + 1))
        second = self.second.tolist()
        pairs = {area: second[starts[area] : starts[area + 1]] for area in range(self.count)}
        weights = libpysal.weights.W(pairs, id_order=list(pairs), silence_warnings=True)
        weights.transform = "r"
        return weights


def neighbours(shapes: Sequence[shapely.Geometry | None], touching: float = TOUCHING_DEGREES) -> Neighbours:
    """Neighbours of areas (longitude and latitude in degrees): contiguity in a point or more (queen), up to a gap of `touching`
    degrees; an area that touches nobody has the nearest one, which has it too. An area without a shape has none.
    """
    areas = np.array(shapes, dtype=object)
    there = np.flatnonzero([shape is not None and not shape.is_empty for shape in areas])
    tree = shapely.STRtree(areas[there])
    first, second = tree.query(areas[there], predicate="dwithin", distance=touching)
    other = first != second
    first, second = first[other], second[other]
    alone = np.setdiff1d(np.arange(len(there)), first)
    across = [pair for area in alone if (pair := _nearest(tree, int(area))) is not None]
    near, far = np.array([pair[:2] for pair in across], dtype=np.intp).reshape(-1, 2).T
    gap = np.array([pair[2] for pair in across])
    both = np.column_stack([np.concatenate([first, near, far]), np.concatenate([second, far, near])])
    pairs, at = np.unique(both, axis=0, return_index=True)
    metres = np.concatenate([np.zeros(len(first)), gap, gap])[at]
    return Neighbours(len(areas), there[pairs[:, 0]], there[pairs[:, 1]], metres)


def _nearest(tree: shapely.STRtree, area: int) -> tuple[int, int, float] | None:
    """The area, the one nearest to it on the sphere, and metres between them."""
    shape = tree.geometries[area]
    _, distance = tree.query_nearest(shape, exclusive=True, return_distance=True, all_matches=False)
    if not len(distance):
        return None
    near = tree.query(shape, predicate="dwithin", distance=float(distance[0]) * _SLACK)
    near = np.sort(near[near != area])
    ends = shapely.get_coordinates(shapely.shortest_line(shape, tree.geometries[near])).reshape(-1, 2, 2)
    metres = great_circle(ends[:, 0], ends[:, 1])
    return area, int(near[metres.argmin()]), float(metres.min())
