"""Where shapes lie, seen from known points: how many of its own and of other regions' points each shape holds."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from babel.numbers import format_decimal

from geo.boundaries.repair import Shapes, polygons_only
from geo.build.place import EXACT_WAYS
from geo.tiles import LENGTHS

KM = 111.2  # in a degree, within 2 % for all of Indonesia
_LISTED = 5  # other regions' points named for one shape


def known_points(regions: pd.DataFrame) -> pd.DataFrame:
    """``lon, lat`` by code of villages (rows of `geo.reference.read_regions`) whose place is known exactly.

    The other points are guesses around the middle of a kecamatan; they prove nothing.
    """
    exact = regions[(regions["level"] == 4) & regions["way"].isin(EXACT_WAYS)]
    return exact.set_index("code")[["lon", "lat"]]


def usable(features: gpd.GeoDataFrame) -> Shapes:
    """Valid polygons of features; empty ones where there is no shape."""
    shapes = features.geometry.to_numpy()
    shapes = np.where(shapely.is_missing(shapes), shapely.Polygon(), shapes)
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    if len(wrong):
        shapes[wrong] = shapely.make_valid(shapes[wrong])
    return polygons_only(shapes)


@dataclass(frozen=True)
class Places:
    """By position of a feature: `known` points of its region, how many of them it holds (`inside`), how many of other regions
    of its level (`foreign`), which (`holds`, their codes, a few), how far its own points lie outside (`away`, km, the median
    of those outside; 0 where all are inside), and the middle of its own points (`lon`, `lat`)."""

    table: pd.DataFrame
    holds: dict[int, list[str]]


def places(codes: "pd.Series[str]", shapes: Shapes, points: pd.DataFrame) -> Places:
    """Compare shapes with the points of their regions; `codes` and `shapes` go by position."""
    size = len(codes)
    known, inside, foreign = (np.zeros(size, dtype=int) for _ in range(3))
    away, lon, lat = np.zeros(size), np.full(size, np.nan), np.full(size, np.nan)
    at = shapely.points(points[["lon", "lat"]].to_numpy())
    tree = shapely.STRtree(at)
    holds: dict[int, list[str]] = {}
    lengths = codes.str.len().to_numpy()
    for length in LENGTHS.values():
        rows = np.flatnonzero(lengths == length)
        if not len(rows):
            continue
        owner = points.index.str[:length]
        groups = points.groupby(owner)
        own = codes.iloc[rows].to_numpy()
        known[rows] = groups.size().reindex(own).fillna(0).to_numpy()
        middle = groups[["lon", "lat"]].median().reindex(own).to_numpy()
        lon[rows], lat[rows] = middle[:, 0], middle[:, 1]
        shape_at, point_at = tree.query(shapes[rows], predicate="intersects")
        mine = owner.to_numpy()[point_at] == own[shape_at]
        inside[rows] = np.bincount(shape_at[mine], minlength=len(rows))
        foreign[rows] = np.bincount(shape_at[~mine], minlength=len(rows))
        for row, point in zip(rows[shape_at[~mine]], point_at[~mine], strict=True):
            found = holds.setdefault(int(row), [])
            if len(found) < _LISTED and owner[point] not in found:
                found.append(owner[point])
        away[rows] = _away(own, shapes[rows], known[rows] > inside[rows], owner, at)
    table = pd.DataFrame(
        {"known": known, "inside": inside, "foreign": foreign, "away": away, "lon": lon, "lat": lat}, index=codes.index
    )
    return Places(table, holds)


def _away(
    own: npt.NDArray[np.object_], shapes: Shapes, some: npt.NDArray[np.bool_], owner: pd.Index, at: Shapes
) -> npt.NDArray[np.float64]:
    """Median distance in km of the own points that lie outside; only for `some` shapes."""
    result = np.zeros(len(own))
    ask = np.flatnonzero(some & ~shapely.is_empty(shapes))
    pairs = pd.DataFrame({"row": ask, "owner": own[ask]}).merge(pd.DataFrame({"owner": owner, "point": range(len(at))}))
    if pairs.empty:
        return result
    distance = KM * shapely.distance(shapes[pairs["row"]], at[pairs["point"]])
    outside = pairs.assign(distance=distance)[distance > 0]
    median = outside.groupby("row")["distance"].median()
    result[median.index] = median
    return result


def written(value: float, decimals: int = 1) -> str:
    """A number as Indonesians write it: 1.234,5."""
    return str(format_decimal(value, format="#,##0." + "0" * decimals if decimals else "#,##0", locale="id"))


def width_km(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Width of a square of each shape's area, in km."""
    return np.asarray(KM * np.sqrt(shapely.area(shapes)))
