"""Shapes held against each other: two on one place, and a region outside the one above it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.boundaries.repair import Shapes
from geo.tiles import LENGTHS

HALF = 0.5
SAME = 0.99  # of the area: two regions with one shape

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Pair:
    """Two positions of features, and the share of the smaller one's area that both cover."""

    one: int
    other: int
    share: float


def stacked(codes: "pd.Series[str]", shapes: Shapes) -> list[Pair]:
    """Pairs of regions of one level that share more than half of the smaller one's area."""
    lengths = codes.str.len().to_numpy()
    own = codes.to_numpy()
    area = shapely.area(shapes)
    found: list[Pair] = []
    for length in LENGTHS.values():
        rows = np.flatnonzero((lengths == length) & (area > 0))
        if len(rows) < 2:
            continue
        left, right = _near(shapes[rows], area[rows])
        left, right = rows[left], rows[right]
        other = own[left] != own[right]
        left, right = left[other], right[other]
        smaller = np.minimum(area[left], area[right])
        common = shapely.area(shapely.intersection(shapes[left], shapes[right])) / smaller
        found += [Pair(int(a), int(b), float(share)) for a, b, share in zip(left, right, common, strict=True) if share > HALF]
    return found


def _near(shapes: Shapes, area: npt.NDArray[np.float64]) -> tuple[Rows, Rows]:
    """Pairs that may share half of the smaller area: not on a clean edge of both, and their boxes overlap by that much."""
    suspect = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    # one shape under two codes is no invalid edge in every version of GEOS
    boxes = shapely.bounds(shapes)
    twins = pd.DataFrame(boxes).duplicated(keep=False).to_numpy()
    suspect = np.union1d(suspect, np.flatnonzero(twins))
    left, right = shapely.STRtree(shapes[suspect]).query(shapes[suspect])
    once = left < right
    left, right = suspect[left[once]], suspect[right[once]]
    lower, upper = np.maximum(boxes[left, :2], boxes[right, :2]), np.minimum(boxes[left, 2:], boxes[right, 2:])
    common = np.prod(np.clip(upper - lower, 0, None), axis=1)
    likely = common > HALF * np.minimum(area[left], area[right])
    return left[likely], right[likely]


def outside_above(codes: "pd.Series[str]", shapes: Shapes) -> list[tuple[int, str]]:
    """Position of features of which less than half lies in the region above, and that region's code.

    The region above is the nearest one that has a shape in the same files.
    """
    whole: dict[str, list[int]] = {}
    for row, code in enumerate(codes):
        if not shapely.is_empty(shapes[row]):
            whole.setdefault(code, []).append(row)
    child, parent = [], []
    for row, code in enumerate(codes):
        above = next((code[:length] for length in (8, 5, 2) if length < len(code) and code[:length] in whole), None)
        if above and not shapely.is_empty(shapes[row]):
            child += [row] * len(whole[above])
            parent += whole[above]
    if not child:
        return []
    pairs = pd.DataFrame({"child": child, "parent": parent})
    shapely.prepare(shapes[pairs["parent"].unique()])
    within = shapely.intersects(shapes[pairs["parent"]], shapely.point_on_surface(shapes[pairs["child"]]))
    # a place inside it lies in the parent: nearly always all of it does
    doubtful = pairs[~pd.Series(within).groupby(pairs["child"]).transform("any")]
    common = shapely.area(shapely.intersection(shapes[doubtful["child"]], shapes[doubtful["parent"]]))
    share = pd.Series(common, index=doubtful.index).groupby(doubtful["child"]).sum() / shapely.area(
        shapes[doubtful["child"].unique()]
    )
    rows = share.index[share < HALF]
    named = doubtful.drop_duplicates("child").set_index("child")["parent"]
    return [(int(row), str(codes.iloc[named[row]])) for row in rows]
