"""What of a region a map frames: its main body, without small parts that lie far away."""

import numpy as np
import shapely

KEPT = 0.98  # least share of the land that stays in the frame
SHRINKS = 2 / 3  # most that the smaller box may measure of the whole one to be worth it

Box = tuple[float, float, float, float]  # west, south, east, north in degrees


def main_body(shape: shapely.Geometry) -> Box:
    """The box around a region (EPSG:4326) without the parts that blow it up, as long as `KEPT` of the land stays.

    The whole box where leaving them out does not shrink it to `SHRINKS`.
    """
    parts = shapely.get_parts(shape)
    bounds, areas = shapely.bounds(parts), shapely.area(parts)
    whole = _around(bounds)
    spare = (1 - KEPT) * float(areas.sum())
    kept = np.ones(len(parts), dtype=bool)
    while kept.sum() > 1:
        box = _around(bounds[kept])
        # the four parts that define a side: the one whose loss shrinks the box most for the land that is lost
        ends = {
            int(np.flatnonzero(kept)[pick]) for pick in (*bounds[kept, :2].argmin(axis=0), *bounds[kept, 2:].argmax(axis=0))
        }
        ends = {part for part in ends if areas[part] <= spare}
        if not ends:
            break
        gone = max(ends, key=lambda part: (_size(box) - _size(_without(bounds, kept, part))) / areas[part])
        kept[gone] = False
        spare -= float(areas[gone])
    smaller = _around(bounds[kept])
    return smaller if _size(smaller) <= SHRINKS * _size(whole) else whole


def _around(bounds: np.ndarray) -> Box:
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _without(bounds: np.ndarray, kept: np.ndarray, part: int) -> Box:
    rest = kept.copy()
    rest[part] = False
    return _around(bounds[rest])


def _size(box: Box) -> float:
    west, south, east, north = box
    return (east - west) * (north - south)
