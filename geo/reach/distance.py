"""Straight-line distances on the sphere: pairs within a distance, nearest targets."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

EARTH_RADIUS_M = 6_371_008.8
_SLACK = 1e-9  # of the radius, 6 mm that the search takes in addition: chords and arcs are rounded differently

Floats = npt.NDArray[np.float64]


def pairs_within(origins: Floats, targets: Floats, metres: float) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Indices of all (origin, target) at most `metres` apart on the sphere, in no particular order.

    `origins` and `targets` are (n, 2) longitudes and latitudes in degrees, anywhere on Earth and finite.
    """
    if not len(origins) or not len(targets):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    chord = 2 * np.sin(min(metres / (2 * EARTH_RADIUS_M), np.pi / 2))
    found = KDTree(_on_sphere(origins)).sparse_distance_matrix(
        KDTree(_on_sphere(targets)), chord + _SLACK, output_type="ndarray"
    )
    origin, target = found["i"], found["j"]
    near = great_circle(origins[origin], targets[target]) <= metres
    return origin[near], target[near]


def nearest(origins: Floats, targets: Floats) -> Floats:
    """Metres on the sphere from each origin to its nearest target; NaN for an origin without coordinates or without targets."""
    metres = np.full(len(origins), np.nan)
    placed = np.isfinite(origins).all(axis=1)
    targets = targets[np.isfinite(targets).all(axis=1)]
    if placed.any() and len(targets):
        _, found = KDTree(_on_sphere(targets)).query(_on_sphere(origins[placed]))
        metres[placed] = great_circle(origins[placed], targets[found])
    return metres


def great_circle(a: Floats, b: Floats) -> Floats:
    """Haversine distance in metres between rows of (n, 2) longitude, latitude in degrees."""
    a, b = np.radians(a), np.radians(b)
    half = (b - a) / 2
    h = np.sin(half[:, 1]) ** 2 + np.cos(a[:, 1]) * np.cos(b[:, 1]) * np.sin(half[:, 0]) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1)))


def _on_sphere(points: Floats) -> Floats:
    """Unit vectors of points: chords between them grow with the arc, also at the poles and across 180 degrees."""
    longitude, latitude = np.radians(points).T
    return np.column_stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
