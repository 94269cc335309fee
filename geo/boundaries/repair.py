"""Repairs single shapes into valid polygons, and reports what was wrong with each."""

import re

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]
_WORDS = {
    "Self-intersection": "garis berpotongan sendiri",
    "Ring Self-intersection": "cincin bersinggungan sendiri",
    "Nested shells": "bagian di dalam bagian lain",
    "Hole lies outside shell": "lubang di luar batas",
    "Holes are nested": "lubang di dalam lubang",
    "Interior is disconnected": "bagian dalam terputus",
    "Duplicate Rings": "cincin ganda",
    "Too few points in geometry component": "terlalu sedikit titik",
    "Invalid Coordinate": "koordinat tidak sah",
}


def repair(shapes: Shapes) -> tuple[Shapes, list[list[str]]]:
    """Valid MultiPolygons or Polygons (empty where nothing is left), and what was done to each, in words.

    `shapes` are polygons in two dimensions, or ``None``.
    """
    done: list[list[str]] = [[] for _ in shapes]
    missing = shapely.is_missing(shapes)
    result = np.where(missing, shapely.Polygon(), shapes)
    for i in np.flatnonzero(missing | shapely.is_empty(result)):
        done[i].append("tanpa bentuk")
    wrong = np.flatnonzero(~shapely.is_valid(result))
    for i, reason in zip(wrong, shapely.is_valid_reason(result[wrong]), strict=True):
        name = re.sub(r"\s*\[.*", "", reason)
        done[i].append(_WORDS.get(name, name))
    result = polygons_only(result)
    if len(wrong):
        mended = polygons_only(shapely.make_valid(result[wrong], method="structure", keep_collapsed=False))
        stubborn = ~shapely.is_valid(mended)  # GEOS 3.14 leaves parts that share an edge as they are
        mended[stubborn] = polygons_only(shapely.make_valid(mended[stubborn]))
        result[wrong] = mended
    return result, done


def polygons_only(shapes: Shapes) -> Shapes:
    """Shapes without the lines and points that an operation left behind; empty polygons where no area is left."""
    result = shapes.copy()
    for i in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (3, 6))):
        parts = shapely.get_parts(shapely.get_parts(shapes[i]))
        areas = parts[np.isin(shapely.get_type_id(parts), (3, 6))]
        result[i] = shapely.union_all(areas) if len(areas) else shapely.Polygon()  # parts may share an edge
    return result


def km2(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Areas in square kilometres of shapes in degrees, by the equal-area factor of each one's own latitude.

    Within 0.3 % of the ellipsoid's area for anything of a regency's size near the equator.
    """
    bounds = shapely.bounds(shapes)
    latitude = np.radians(np.nan_to_num((bounds[:, 1] + bounds[:, 3]) / 2))
    return shapely.area(shapes) * np.cos(latitude) * 111.32 * 110.574
