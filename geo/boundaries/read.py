"""Reads polygon layers of any kind of file into EPSG:4326, with their own columns."""

import codecs
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

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


class BoundaryError(ValueError):
    """A file that cannot be used as it is; the text says which, why and what to do, in Indonesian."""


def read_files(files: Iterable[Path], crs: str | None = None) -> gpd.GeoDataFrame:
    """All polygon features of all layers, in EPSG:4326, with ``_file`` and ``_layer`` beside their own columns.

    `crs` is used for files that name none. Raises `BoundaryError` for a file that is missing, not readable, without polygons,
    without a known reference system, or whose areas do not lie in Indonesia.
    """
    frames = [_in_degrees(frame, crs) for file in files for frame in _layers(Path(file))]
    if not frames:
        raise BoundaryError("Tidak ada berkas yang disebut. Contoh: python -m geo muat batas_desa.gpkg")
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=WGS84)


def _layers(file: Path) -> list[gpd.GeoDataFrame]:
    if not file.exists():
        raise BoundaryError(f"Berkas {file} tidak ada. Periksa nama dan foldernya.")
    try:
        found = [("", gpd.read_parquet(file))] if file.suffix.lower() in (".parquet", ".geoparquet") else list(_opened(file))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.CRSError, ValueError, OSError) as error:
        raise BoundaryError(
            f"Berkas {file.name} tidak terbaca sebagai batas wilayah ({str(error).splitlines()[0][:120]}). "
            "Yang dapat dibaca: GeoPackage, Shapefile, GeoJSON, GeoParquet."
        ) from error
    frames = []
    for name, frame in found:
        kinds = shapely.get_type_id(frame.geometry.to_numpy())
        part = frame[np.isin(kinds, _POLYGONS) | frame.geometry.isna()]
        part = part if part.geometry.name == "geometry" else part.rename_geometry("geometry")
        if np.isin(kinds, _POLYGONS).any():
            frames.append(part.assign(_file=file.name, _layer=name))
    if not frames:
        raise BoundaryError(f"Berkas {file.name} tidak berisi poligon. Pilih berkas batas wilayah, bukan titik atau garis.")
    return frames


def _opened(file: Path) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    """Layers with polygons, by the one driver that the file's name asks for. Raises `ValueError` for any other content."""
    driver, begins = _KINDS.get(file.suffix.lower(), ("", b""))
    path = file.absolute()  # a file name is never used as an address
    with path.open("rb") as opened:
        head = opened.read(1 << 20).removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n" if begins == b"{" else b"")
    if not driver or not head.startswith(begins) or path.as_posix().startswith("/vsi") or "!" in path.name:
        raise ValueError(f"isinya bukan {driver}" if driver else f"akhiran {file.suffix} tidak dikenal")
    if begins == b"{" and _PIPELINE in head:
        raise ValueError(f"isinya bukan {driver}")
    with _offline():
        for name, kind in pyogrio.list_layers(path):
            if kind is not None and "Polygon" not in kind and kind != "Unknown":
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


def _in_degrees(frame: gpd.GeoDataFrame, crs: str | None) -> gpd.GeoDataFrame:
    name = frame["_file"].iat[0]
    if frame.crs is None:
        if crs is None:
            raise BoundaryError(
                f"Berkas {name} tidak menyebut sistem koordinatnya. Sebutkan, misalnya: --crs EPSG:4326 (derajat) "
                "atau --crs EPSG:32751 (UTM zona 51 selatan)."
            )
        try:
            frame = frame.set_crs(crs)
        except pyproj.exceptions.CRSError:
            raise BoundaryError(f"Sistem koordinat '{crs}' tidak dikenal. Contoh: EPSG:4326.") from None
    flat = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs).to_crs(WGS84)
    west, south, east, north = flat.total_bounds
    middle = shapely.centroid(shapely.box(*flat.bounds.median()))
    if not shapely.intersects(shapely.box(*INDONESIA), middle):
        raise BoundaryError(
            f"Berkas {name} terletak di luar Indonesia (bujur {west:.2f} sampai {east:.2f}, lintang {south:.2f} sampai "
            f"{north:.2f}). Periksa sistem koordinatnya; dapat diganti dengan --crs bila berkas tidak menyebutnya."
        )
    return flat
