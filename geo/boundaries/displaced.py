"""What one thing may explain why most of a file contradicts: swapped axes, another zone, another list of codes."""

from collections import Counter

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.boundaries.agree import Names
from geo.boundaries.match import bps_codes
from geo.boundaries.places import KM, written
from geo.boundaries.repair import Shapes

_MOST = 0.5  # of what contradicts
_SWAPPED = 2  # features: codes of two changed places, which is no list of codes
_SPREAD = 0.35  # degrees; how much single offsets differ where the file as a whole is displaced
_LEAST_SHIFT = 0.02  # degrees
_TM3_FIRST = (94.5, 23830)  # central meridian and EPSG number of the first of Indonesia's zones of three degrees
_WAYS = ("timur", "timur laut", "utara", "barat laut", "barat", "barat daya", "selatan", "tenggara")


def swapped(shapes: Shapes, table: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which shapes lie at their region's known point when longitude and latitude are exchanged, and not as they are."""
    west, south, east, north = shapely.bounds(shapes).T
    lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
    wide = np.maximum(np.maximum(east - west, north - south), 0.5)
    there = (np.abs((south + north) / 2 - lon) < wide) & (np.abs((west + east) / 2 - lat) < wide)
    return np.asarray(there & (np.abs((west + east) / 2 - lon) > wide))


def cause_of(table: gpd.GeoDataFrame, shapes: Shapes, names: Names, *, many: bool) -> str:
    """A sentence on what explains most of the contradictions in `table`; empty where nothing does.

    Only where they are `many` of the file is its list of codes to blame.
    """
    if table.empty:
        return ""
    count = Counter(kind for kinds in table["kinds"] for kind in set(kinds))
    if count["sumbu"] > _MOST * len(table):
        return "Bujur dan lintang tertukar. Ekspor ulang dengan urutan bujur, lintang (x, y)."
    if many and count["nama"] > _MOST * len(table) and len(table) > _SWAPPED:
        if _of_bps(table, names):
            return (
                "Berkas ini memakai kode BPS: dengan kode itu nama dan wilayahnya cocok. "
                "Pakai --kode bps, atau ganti kodenya dengan kode Kemendagri."
            )
        return (
            "Kode di berkas bukan kode Kemendagri: namanya cocok dengan wilayah lain, seperti pada berkas dengan kode BPS. "
            "Pakai --kode nama agar wilayah dicocokkan menurut nama, atau ganti kodenya dengan kode Kemendagri."
        )
    if count["bertumpuk"] > _MOST * len(table):
        return "Beberapa bentuk di berkas bertumpuk satu sama lain."
    return _offset(table, shapes) or _single_regency(table, names)


def _of_bps(table: gpd.GeoDataFrame, names: Names) -> bool:
    """Whether most of the names that contradict their codes fit them as codes of BPS."""
    ours = bps_codes()
    fit = [
        ours.get(given) is not None and names.resembles(ours[given], name)
        for given, name in zip(table["given_code"], table["given_name"], strict=True)
        if name
    ]
    return sum(fit) > _MOST * len(table)


def _offset(table: gpd.GeoDataFrame, shapes: Shapes) -> str:
    """How far all shapes are displaced, where it is one and the same way for most."""
    known = np.flatnonzero(table["lon"].notna() & ~shapely.is_empty(shapes))
    if not len(known):
        return ""
    middle = shapely.get_coordinates(shapely.centroid(shapes[known]))
    off = middle - table[["lon", "lat"]].to_numpy()[known]
    shift = np.median(off, axis=0)
    near = np.abs(off - shift).max(axis=1) < max(_SPREAD * min(1.0, float(np.abs(shift).max())), _LEAST_SHIFT)
    if near.mean() <= _MOST or np.hypot(*shift) < _LEAST_SHIFT:
        return ""
    if shift[1] ** 2 < 0.25 and abs(shift[0] - 3 * round(shift[0] / 3)) < _SPREAD and abs(shift[0]) > 2:
        at = table[["lon", "lat"]].to_numpy()[known]
        return _zone(int(3 * round(shift[0] / 3)), at)
    way = _WAYS[round(float(np.degrees(np.arctan2(shift[1], shift[0]))) / 45) % 8]
    return (
        f"Bentuk-bentuk itu tergeser ke satu arah, sekitar {written(KM * float(np.hypot(*shift)), 0)} km ke {way} "
        f"({written(shift[0], 2)} derajat bujur, {written(shift[1], 2)} derajat lintang). Periksa sistem koordinat berkas."
    )


def _zone(shift: int, at: npt.NDArray[np.float64]) -> str:
    """A file in the wrong zone is displaced by whole zones to the east or west."""
    lon, lat = np.median(at, axis=0)
    way = "timur" if shift > 0 else "barat"
    zone = int((lon + 180) // 6) + 1
    half = "utara" if lat >= 0 else "selatan"
    fits = f"UTM zona {zone} {half} (EPSG:{32600 + zone if lat >= 0 else 32700 + zone})"
    if shift % 6:
        first, epsg = _TM3_FIRST
        fits = f"TM-3 (EPSG:{epsg + round((lon - first) / 3)})"
    return (
        f"Bentuk-bentuk itu tergeser {abs(shift)} derajat ke {way}: zonanya salah. Yang cocok: {fits}. "
        "Betulkan sistem koordinat berkas (di QGIS: Tetapkan SRK Lapisan), lalu muat lagi."
    )


def _single_regency(table: gpd.GeoDataFrame, names: Names) -> str:
    regency, count = Counter(code[:5] for code in table["code"] if len(code) > 2).most_common(1)[0] if len(table) else ("", 0)
    if count <= _MOST * len(table) or regency not in names.name:
        return ""
    return f"Sebagian besar ada di {names.of(regency)}."
