"""Reads polygon layers of any kind of file into EPSG:4326, with their own columns."""

import codecs
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

from geo.boundaries.unpack import READABLE, BoundaryError, unpacked

WGS84 = "EPSG:4326"
INDONESIA = (92.0, -13.0, 143.0, 8.0)  # degrees; everything the region list names lies well inside
# by suffix: GDAL's driver, and how such a file begins. Left alone, GDAL goes by what is inside: a list of other files and
# addresses (VRT, WFS, a pipeline) is followed whatever its name.
_KINDS = {
    ".gpkg": ("GPKG", b"SQLite format 3\0"), ".shp": ("ESRI Shapefile", b"\0\0\x27\x0a"), ".fgb": ("FlatGeobuf", b"fgb"),
    ".geojson": ("GeoJSON", b"{"), ".json": ("GeoJSON", b"{"),
}  # fmt: skip
_PIPELINE = b"gdal_streamed_alg"
# a reference system too may be named by an address; no request gets further than a port where nobody listens
_NOWHERE = "127.0.0.1:9"
_OFFLINE = {
    "GDAL_HTTP_PROXY": _NOWHERE, "GDAL_HTTPS_PROXY": _NOWHERE, "GDAL_HTTP_TIMEOUT": "1", "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "-", "CPL_CURL_ENABLE_VSIMEM": "NO", "GDAL_HTTP_NETRC": "NO",
    "GDAL_VRT_ENABLE_PYTHON": "NO", "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
}  # fmt: skip
_POLYGONS = (3, 6, 7)  # a collection may hold polygons; anything else in it is dropped during repair
_KML = (".kml", ".kmz", ".gml", ".tab", ".mif", ".dxf", ".gdb")  # known to QGIS, not read here
_METRES = 400.0  # no angle is larger than this; a coordinate is


def read_files(
    files: Iterable[Path], crs: str | None = None, *, skipped: Callable[[str], None] = lambda layer: None
) -> gpd.GeoDataFrame:
    """All polygon features of all layers, in EPSG:4326, with ``_file`` and ``_layer`` beside their own columns.

    `crs` is used for files that name none; `skipped` is given the name of each layer of points or lines. Raises `BoundaryError`
    for a file that is missing, not readable, without polygons, without a known reference system, or whose areas do not lie in
    Indonesia.
    """
    frames = [in_degrees(frame, crs) for file in files for frame in _layers(Path(file), skipped)]
    if not frames:
        raise BoundaryError("Tidak ada berkas yang disebut. Contoh: python -m geo muat batas_desa.gpkg")
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=WGS84)


def _layers(file: Path, skipped: Callable[[str], None]) -> list[gpd.GeoDataFrame]:
    if not file.exists():
        raise BoundaryError(f"Berkas {file} tidak ada. Periksa nama dan foldernya.")
    _refuse_foreign(file)
    if file.suffix.lower() == ".zip":
        with unpacked(file) as inside:
            return [frame for one in inside for frame in _layers(one, skipped)]
    try:
        found = (
            [("", gpd.read_parquet(file))]
            if file.suffix.lower() in (".parquet", ".geoparquet")
            else list(_opened(file, skipped))
        )
    except (pyogrio.errors.GeometryError, shapely.errors.GEOSException):
        raise BoundaryError(
            f"Berkas {file.name} berisi permukaan tiga dimensi (TIN atau polyhedral), bukan poligon. Di QGIS simpan lapisan "
            "batasnya saja sebagai MultiPolygon, lalu muat berkas itu."
        ) from None
    except (pyogrio.errors.DataSourceError, pyogrio.errors.CRSError, ValueError, OSError) as error:
        raise BoundaryError(
            f"Berkas {file.name} tidak terbaca sebagai batas wilayah ({str(error).splitlines()[0][:120]}). {READABLE}"
        ) from error
    frames = []
    for name, frame in found:
        kinds = shapely.get_type_id(frame.geometry.to_numpy())
        part = frame[np.isin(kinds, _POLYGONS) | frame.geometry.isna()]
        part = part if part.geometry.name == "geometry" else part.rename_geometry("geometry")
        if np.isin(kinds, _POLYGONS).any():
            frames.append(part.assign(_file=file.name, _layer=name))
        elif len(frame):
            skipped(f"{file.name}: {name}" if name else file.name)
    if not frames:
        raise BoundaryError(f"Berkas {file.name} tidak berisi poligon. Pilih berkas batas wilayah, bukan titik atau garis.")
    return frames


def _refuse_foreign(file: Path) -> None:
    """Raises `BoundaryError` for a format of another program, with what to do."""
    suffix = file.suffix.lower()
    if suffix in _KML:
        raise BoundaryError(
            f"Berkas {file.name} tidak terbaca sebagai batas wilayah (format {suffix[1:].upper()}). Buka di QGIS, simpan "
            f"sebagai GeoPackage (Ekspor > Simpan Fitur Sebagai), lalu muat berkas itu. {READABLE}"
        )


def _opened(file: Path, skipped: Callable[[str], None]) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    """Layers with shapes, by the one driver that the file's name asks for. Raises `ValueError` for any other content."""
    driver, begins = _KINDS.get(file.suffix.lower(), ("", b""))
    path = file.absolute()  # a file name is never used as an address
    with path.open("rb") as opened:
        head = opened.read(1 << 20).removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n" if begins == b"{" else b"")
    if not driver or not head.startswith(begins) or path.as_posix().startswith("/vsi") or "!" in path.name:
        raise ValueError(f"isinya bukan {driver}" if driver else f"akhiran {file.suffix} tidak dikenal")
    if begins == b"{" and _PIPELINE in head:
        raise ValueError(f"isinya bukan {driver}")
    with _offline(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Could not parse column")  # a text that looks like JSON and is none stays a text
        warnings.filterwarnings("ignore", "Measured .M. geometry")  # measures are left out, as heights are
        for name, kind in pyogrio.list_layers(path):
            if kind is None:  # a table without shapes, such as the styles that QGIS keeps beside a layer
                continue
            if not any(word in kind for word in ("Polygon", "Unknown", "GeometryCollection")):
                skipped(f"{file.name}: {name}")
                continue
            if pyogrio.read_info(path, layer=name)["driver"] != driver:
                raise ValueError(f"isinya bukan {driver}")
            yield name, gpd.read_file(path, layer=name, engine="pyogrio")


@contextmanager
def _offline() -> Iterator[None]:
    """A context in which GDAL makes no network requests."""
    around = {name: os.environ.pop(name) for name in ("no_proxy", "NO_PROXY") if name in os.environ}
    pyogrio.set_gdal_config_options(_OFFLINE)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(_OFFLINE))
        os.environ.update(around)


def in_degrees(frame: gpd.GeoDataFrame, crs: str | None) -> gpd.GeoDataFrame:
    """Features in EPSG:4326 and two dimensions. Raises `BoundaryError` where their system is not known or leads abroad."""
    name = frame["_file"].iat[0]
    large = bool((np.nan_to_num(np.abs(frame.total_bounds)) > _METRES).any())
    metres = large and frame.crs is not None and frame.crs.is_geographic  # GeoJSON is in degrees by its standard
    if frame.crs is None or metres:
        if crs is None:
            what, degrees = ("berisi koordinat dalam meter dan", "") if large else ("", "--crs EPSG:4326 (derajat) atau ")
            raise BoundaryError(
                f"Berkas {name} {what} tidak menyebut sistem koordinatnya. Sebutkan, misalnya: {degrees}--crs EPSG:32751 "
                "(UTM zona 51 selatan).".replace("  ", " ")
            )
        try:
            frame = frame.set_crs(crs, allow_override=metres)
        except pyproj.exceptions.CRSError:
            raise BoundaryError(f"Sistem koordinat '{crs}' tidak dikenal. Contoh: EPSG:4326.") from None
    flat = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    found = flat.to_crs(WGS84)
    if not _in_indonesia(found):
        west, south, east, north = found.total_bounds
        raise BoundaryError(
            f"Berkas {name} terletak di luar Indonesia (bujur {west:.2f} sampai {east:.2f}, lintang {south:.2f} sampai "
            f"{north:.2f}). {_why_abroad(flat)}"
        )
    return found


def _in_indonesia(frame: gpd.GeoDataFrame) -> bool:
    """Whether the middle of most features lies there."""
    bounds = frame.bounds.median()
    return bool(
        np.isfinite(bounds).all() and shapely.intersects(shapely.box(*INDONESIA), shapely.centroid(shapely.box(*bounds)))
    )


def _why_abroad(frame: gpd.GeoDataFrame) -> str:
    """What would bring features to Indonesia: the axes exchanged, the other hemisphere; else a hint."""
    turned = shapely.transform(frame.geometry.to_numpy(), lambda at: at[:, ::-1])
    if _in_indonesia(frame.set_geometry(turned, crs=frame.crs).to_crs(WGS84)):
        return "Bujur dan lintang tertukar: ekspor ulang dengan urutan bujur, lintang (x, y)."
    number = frame.crs.to_epsg() or 0
    other = {326: number + 100, 327: number - 100}.get(number // 100)
    if other and _in_indonesia(frame.set_crs(other, allow_override=True).to_crs(WGS84)):
        fix = "Betulkan sistem koordinat berkas (di QGIS: Tetapkan SRK Lapisan)."
        return f"Belahan buminya tertukar: yang cocok EPSG:{other}. {fix}"
    return "Periksa sistem koordinatnya; dapat diganti dengan --crs bila berkas tidak menyebutnya."
