"""Read polygon layers of any kind of file into EPSG:4326, with the columns they came with."""

from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

WGS84 = "EPSG:4326"
INDONESIA = (92.0, -13.0, 143.0, 8.0)  # degrees; everything the region list names lies well inside
_POLYGONS = (3, 6, 7)  # a collection may hold polygons; what it holds besides is dropped when it is mended


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
        if file.suffix.lower() in (".parquet", ".geoparquet"):
            found = [("", gpd.read_parquet(file))]
        else:
            names = [name for name, kind in pyogrio.list_layers(file) if kind is None or "Polygon" in kind or kind == "Unknown"]
            found = [(name, gpd.read_file(file, layer=name, engine="pyogrio")) for name in names]
    except (pyogrio.errors.DataSourceError, ValueError, OSError) as error:
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
