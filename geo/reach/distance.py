"""What a place can reach: capacity within a straight-line distance."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

EARTH_RADIUS_M = 6_371_008.8
_STRETCH = 1.03  # EPSG:3395 lengthens distances by at most 2 % between 11 degrees south and 6 degrees north

Floats = npt.NDArray[np.float64]


def pairs_within(origins: Floats, targets: Floats, metres: float) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Indices of all (origin, target) at most `metres` apart on the sphere.

    `origins` and `targets` are (n, 2) longitudes and latitudes in degrees, within 15 degrees of the equator.
    Raises `ValueError` beyond, where the search projection would miss pairs.
    """
    for name, points in (("origins", origins), ("targets", targets)):
        if len(points) and np.abs(points[:, 1]).max() > 13:
            raise ValueError(f"{name} lie more than 13 degrees from the equator")
    if not len(origins) or not len(targets):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    flat_origins, flat_targets = _flat(origins), _flat(targets)
    origin, target = shapely.STRtree(flat_targets).query(flat_origins, predicate="dwithin", distance=metres * _STRETCH)
    near = great_circle(origins[origin], targets[target]) <= metres
    return origin[near], target[near]


def nearest(origins: Floats, targets: Floats) -> Floats:
    """Metres on the sphere from each origin to its nearest target; NaN for an origin without coordinates or without targets.

    The nearest is found on the plane of EPSG:3395, which near the equator errs by 2 % at most.
    """
    metres = np.full(len(origins), np.nan)
    placed = np.isfinite(origins).all(axis=1)
    targets = targets[np.isfinite(targets).all(axis=1)]
    if placed.any() and len(targets):
        found = shapely.STRtree(_flat(targets)).nearest(_flat(origins[placed]))
        metres[placed] = great_circle(origins[placed], targets[found])
    return metres


def great_circle(a: Floats, b: Floats) -> Floats:
    """Haversine distance in metres between rows of (n, 2) longitude, latitude in degrees."""
    a, b = np.radians(a), np.radians(b)
    half = (b - a) / 2
    h = np.sin(half[:, 1]) ** 2 + np.cos(a[:, 1]) * np.cos(b[:, 1]) * np.sin(half[:, 0]) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(h))


def _flat(points: Floats) -> npt.NDArray[np.object_]:
    return gpd.GeoSeries(gpd.points_from_xy(points[:, 0], points[:, 1]), crs=4326).to_crs(3395).to_numpy()
