"""Composes one coverage of villages from what was supplied and the previous version; all levels above are dissolved from it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.boundaries.match import Matched
from geo.boundaries.repair import Shapes, km2, polygons_only, repair
from geo.build.cells import voronoi
from geo.reference import shapes_by_level
from geo.regions.codes import Level

GAP_DEGREES = 0.001  # gaps narrower than this, about 110 m, are closed
_WIDENINGS = 3  # times that a part is cleaned before the whole is
REMNANT = 0.01  # a village with less than this share of both its neighbours' and its former area lost its shape
Progress = Callable[[str], None]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Composition:
    """`villages`: shapes (EPSG:4326) by code, a coverage; villages nobody has a shape for are absent.

    `supplied` are the villages that came as shapes of their own, `kept` those that stayed as they were before.
    `findings`, by region code, is the result for each supplied or missing region (columns of `inti.boundary_finding`);
    `points` (``lon, lat`` by code) lie inside the shapes; `summary` counts.
    """

    villages: gpd.GeoSeries
    supplied: frozenset[str]
    kept: frozenset[str]
    points: pd.DataFrame
    findings: pd.DataFrame
    summary: dict[str, int | float]
    levels: dict[int, gpd.GeoSeries] = field(default_factory=dict)

    @property
    def missing(self) -> pd.Index:
        """Villages without a shape."""
        return self.points.index.difference(self.villages.index)


def compose(
    matched: Matched,
    regions: pd.DataFrame,
    before: gpd.GeoSeries,
    points: pd.DataFrame,
    *,
    gap: float = GAP_DEGREES,
    say: Progress = lambda text: None,
) -> Composition:
    """Repair the `matched` shapes and lay them over the villages `before` (by code, EPSG:4326).

    `regions` has ``code, level, name``; `points` ``lon, lat`` by village code. Villages are taken as supplied. Where only a
    higher level was supplied, its villages are cut from their points inside it. Where nothing was, those of `before` stay,
    trimmed at the new ones. `gap` in degrees: wider gaps stay and are counted.
    """
    say("memperbaiki bentuk")
    given = _merged(matched)
    villages = given[given.index.str.len() == 13]
    say("mencari tumpang tindih")
    shapes = villages["geometry"].to_numpy()
    suspect = _suspect(shapes, gap)
    overlap = _overlaps(shapes, suspect)
    say("merapatkan batas")
    clean = _clean(shapes, gap, suspect)
    own = gpd.GeoSeries(clean, index=villages.index, crs=4326)
    gained = _gained(shapes, clean, suspect)
    own = own[~own.is_empty]
    say("memotong wilayah yang hanya punya batas di atasnya")
    cut = _cut_children(given, own, points)
    say("menyatukan dengan batas sebelumnya")
    new = pd.concat([own, cut]) if len(cut) else own
    whole, kept = _over_before(new, before, gap)
    whole = whole.sort_index()
    # cells that were cut, and lines that were trimmed, meet their neighbours' without a common point
    whole = gpd.GeoSeries(_clean(whole.to_numpy(), 0.0), index=whole.index, crs=4326)
    whole = whole[~whole.is_empty]
    levels = shapes_by_level(whole)
    say("mengukur")
    findings = _findings(regions, given, villages.index, overlap, gained, cut.index, kept, levels, shapes_by_level(before))
    inside = _points_inside(whole, points)
    summary = _summary(findings, matched, whole, levels)
    return Composition(whole, frozenset(own.index), frozenset(kept), inside, findings, summary, levels)


def _merged(matched: Matched) -> gpd.GeoDataFrame:
    """One valid shape per code, with ``repairs`` and ``matched_by``; several features of one code are united."""
    frame = matched.features
    shapes, repairs = repair(frame.geometry.to_numpy())
    frame = pd.DataFrame({"code": frame["code"], "matched_by": frame["matched_by"], "geometry": shapes, "repairs": repairs})
    several = frame["code"].duplicated(keep=False)
    parts = [frame[~several]]
    for code, group in frame[several].groupby("code", sort=False):
        words = list(dict.fromkeys(word for row in group["repairs"] for word in row))
        shape = polygons_only(np.array([shapely.union_all(group["geometry"].to_numpy())]))[0]
        row = {
            "code": code,
            "matched_by": group["matched_by"].iat[0],
            "geometry": shape,
            "repairs": [*words, "bagian digabung"],
        }
        parts.append(pd.DataFrame([row]))
    whole = pd.concat(parts, ignore_index=True).set_index("code").sort_index()
    return gpd.GeoDataFrame(whole, geometry="geometry", crs=4326)


def _suspect(shapes: Shapes, gap: float) -> Positions:
    """Positions of shapes that do not fit their neighbours, or leave a gap narrower than `gap`."""
    if not len(shapes):
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes, gap_width=gap)))


def _overlaps(shapes: Shapes, suspect: Positions) -> np.ndarray:
    """Area in km2 that each shape shares with others."""
    result = np.zeros(len(shapes))
    if not len(suspect):
        return result
    tree = shapely.STRtree(shapes[suspect])
    left, right = tree.query(shapes[suspect], predicate="intersects")
    once = left < right
    left, right = suspect[left[once]], suspect[right[once]]
    shared = km2(polygons_only(shapely.intersection(shapes[left], shapes[right])))
    np.add.at(result, left, shared)
    np.add.at(result, right, shared)
    return result


def _clean(shapes: Shapes, gap: float, suspect: Positions | None = None) -> Shapes:
    """Shapes without overlaps, and without gaps narrower than `gap`; only those around the `suspect` ones are worked on."""
    suspect = _suspect(shapes, gap) if suspect is None else suspect
    if not len(suspect):
        return shapes
    tree = shapely.STRtree(shapes)
    around = _neighbours(tree, shapes[suspect], gap)
    for _ in range(_WIDENINGS):
        if len(around) > len(shapes) / 2:
            break
        result = shapes.copy()
        result[around] = polygons_only(shapely.coverage_clean(shapes[around], gap_width=gap))
        wrong = _suspect(result, 0.0)
        if not len(wrong):
            return result
        around = np.union1d(around, _neighbours(tree, shapes[wrong], gap))  # a new point met a neighbour further off
    return polygons_only(shapely.coverage_clean(shapes, gap_width=gap))


def _neighbours(tree: shapely.STRtree, shapes: Shapes, gap: float) -> Positions:
    return np.unique(tree.query(shapes, predicate="dwithin", distance=gap)[1])


def _gained(raw: Shapes, clean: Shapes, suspect: Positions) -> np.ndarray:
    """Area in km2 that closing gaps gave to each shape; others than the `suspect` ones border on no gap."""
    result = np.zeros(len(raw))
    grown = suspect[~shapely.equals_exact(raw[suspect], clean[suspect], tolerance=0)]
    if len(grown):
        result[grown] = km2(polygons_only(shapely.difference(clean[grown], raw[grown])))
    return result


def _cut_children(given: gpd.GeoDataFrame, own: gpd.GeoSeries, points: pd.DataFrame) -> gpd.GeoSeries:
    """Villages of supplied regions none of whose villages has a shape: cells of their points inside the region."""
    filled: set[str] = set(own.index)
    pieces: dict[str, shapely.Geometry] = {}
    for level in (Level.DISTRICT, Level.REGENCY, Level.PROVINCE):
        length = {3: 8, 2: 5, 1: 2}[int(level)]
        parents = given[given.index.str.len() == length]
        have = {code[:length] for code in filled}
        todo = parents[~parents.index.isin(have) & ~parents.geometry.is_empty]
        if todo.empty:
            continue
        shapes = _clean(todo.geometry.to_numpy(), GAP_DEGREES)
        under = points.groupby(points.index.str[:length])
        for code, shape in zip(todo.index, shapes, strict=True):
            if code in under.groups:
                mine = points.loc[under.groups[code]]
                pieces |= dict(zip(mine.index, _cells(shape, mine[["lon", "lat"]].to_numpy()), strict=True))
                filled |= set(mine.index)
    result = gpd.GeoSeries(pieces, crs=4326) if pieces else gpd.GeoSeries([], index=pd.Index([], dtype=str), crs=4326)
    return result[~result.is_empty]


def _cells(shape: shapely.Geometry, lonlat: np.ndarray) -> Shapes:
    """A cell for each point, cut at `shape`; points outside move to its nearest place."""
    at = shapely.points(lonlat)
    out = ~shapely.intersects(shape, at)
    if out.any():
        at[out] = shapely.get_point(shapely.shortest_line(shape, at[out]), 0)
    # two points of one place would share a cell
    spread = shapely.get_coordinates(at) + np.arange(len(at))[:, None] * 1e-7
    if len(at) == 1:
        return np.array([shape])
    return polygons_only(shapely.intersection(voronoi(shapely.points(spread), shape), shape))


def _over_before(new: gpd.GeoSeries, before: gpd.GeoSeries, gap: float) -> tuple[gpd.GeoSeries, pd.Index]:
    """New villages with those of regencies that got nothing new around them, trimmed at the new ones."""
    regencies = set(new.index.str[:5])
    kept = before[~before.index.str[:5].isin(regencies)]
    if kept.empty or new.empty:
        return (new if kept.empty else kept), kept.index
    area = shapely.union_all(new.to_numpy())
    shapely.prepare(area)
    shapes = kept.to_numpy().copy()
    touching = np.flatnonzero(shapely.intersects(area, shapes))
    shapes[touching] = polygons_only(shapely.difference(shapes[touching], area))
    band = touching[~shapely.is_empty(shapes[touching])]
    edge = np.flatnonzero(shapely.intersects(new.to_numpy(), shapely.union_all(kept.to_numpy()[touching])))
    joined = np.concatenate([new.to_numpy()[edge], shapes[band]])
    # earlier shapes take precedence: the new ones keep their line
    mended = polygons_only(shapely.coverage_clean(joined, gap_width=gap, merge_strategy="min_index"))
    fresh = new.to_numpy().copy()
    fresh[edge], shapes[band] = mended[: len(edge)], mended[len(edge) :]
    whole = pd.concat([gpd.GeoSeries(fresh, index=new.index, crs=4326), gpd.GeoSeries(shapes, index=kept.index, crs=4326)])
    return whole[~whole.is_empty], kept.index


def _findings(
    regions: pd.DataFrame,
    given: gpd.GeoDataFrame,
    villages: pd.Index,
    overlap: np.ndarray,
    gained: np.ndarray,
    cut: pd.Index,
    kept: pd.Index,
    levels: dict[int, gpd.GeoSeries],
    levels_before: dict[int, gpd.GeoSeries],
) -> pd.DataFrame:
    frame = regions.loc[regions["level"] > 0, ["code", "level"]].set_index("code")
    touched = {code[:length] for code in [*given.index, *cut] for length in (2, 5, 8, 13)}
    frame["matched_by"] = given["matched_by"].reindex(frame.index)
    below = frame["matched_by"].isna() & (frame["level"] < 4)
    frame.loc[below, "matched_by"] = np.where(frame.index[below].isin(touched), "dari_anak", "lama")
    frame.loc[frame.index.isin(cut), "matched_by"] = "dipotong"
    frame.loc[frame.index.isin(kept), "matched_by"] = "lama"
    frame["matched_by"] = frame["matched_by"].fillna("tidak_ada")
    frame["repairs"] = given["repairs"].reindex(frame.index)
    frame["repairs"] = [row if isinstance(row, list) else [] for row in frame["repairs"]]
    for column, shapes in (("area_km2", levels), ("area_before_km2", levels_before)):
        areas = pd.concat([pd.Series(km2(part.to_numpy()), index=part.index) for part in shapes.values()])
        frame[column] = areas.reindex(frame.index)
    frame["area_given_km2"] = pd.Series(km2(given.geometry.to_numpy()), index=given.index).reindex(frame.index)
    for column, values in (("overlap_km2", overlap), ("gap_km2", gained)):
        frame[column] = pd.Series(values, index=villages).reindex(frame.index).fillna(0.0)
    lost = frame["area_km2"].isna() & (frame.index.isin(given.index) | frame.index.isin(kept))
    frame.loc[lost, "matched_by"] = "tidak_ada"
    frame["damaged"] = _damaged(frame)
    return frame


def _damaged(frame: pd.DataFrame) -> pd.Series:
    """Supplied villages that lost nearly all their area, and those that are missing."""
    supplied = (frame["level"] == 4) & frame["matched_by"].isin(["kode", "kode_lama", "nama"])
    siblings = frame["area_km2"].where(supplied).groupby(frame.index.str[:8]).transform("median")
    remnant = supplied & (frame["area_km2"] < REMNANT * siblings) & (frame["area_km2"] < REMNANT * frame["area_before_km2"])
    return remnant | (frame["matched_by"] == "tidak_ada")


def _points_inside(villages: gpd.GeoSeries, points: pd.DataFrame) -> pd.DataFrame:
    """Every village's point: its own where that lies in its shape, else one inside the shape."""
    result = points[["lon", "lat"]].copy()
    common = villages.index.intersection(result.index)
    shapes = villages.loc[common].to_numpy()
    outside = ~shapely.intersects(shapes, shapely.points(result.loc[common].to_numpy()))
    moved = common[outside]
    result.loc[moved] = shapely.get_coordinates(shapely.point_on_surface(shapes[outside]))
    return result


def _summary(
    findings: pd.DataFrame, matched: Matched, whole: gpd.GeoSeries, levels: dict[int, gpd.GeoSeries]
) -> dict[str, int | float]:
    counts = findings.groupby("level")["matched_by"].value_counts()
    result: dict[str, int | float] = {f"{level}_{way}": int(count) for (level, way), count in counts.items()}
    holes = shapely.get_parts(shapely.coverage_union_all(levels[Level.PROVINCE].to_numpy()))
    inner = shapely.get_num_interior_rings(holes)
    result |= {
        "tak_cocok": len(matched.unmatched),
        "nama_berbeda": len(matched.renamed),
        "diperbaiki": int((findings["repairs"].map(len) > 0).sum()),
        "tumpang_tindih_km2": round(float(findings["overlap_km2"].sum()) / 2, 3),
        "celah_ditutup_km2": round(float(findings["gap_km2"].sum()), 3),
        "celah_tersisa": int(inner.sum()),
        "rusak": int(findings["damaged"].sum()),
        "desa_berbentuk": len(whole),
    }
    return result
