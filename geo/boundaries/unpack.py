"""Unpacks an archive with boundaries into a folder of its own, which is removed when they are read."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

READABLE = "Yang dapat dibaca: GeoPackage, Shapefile, GeoJSON, FlatGeobuf, GeoParquet."
_LAYERS = (".gpkg", ".shp", ".fgb", ".geojson", ".json", ".parquet", ".geoparquet")
_BESIDE = (".shx", ".dbf", ".prj", ".cpg")  # parts of a Shapefile
_MOST_UNPACKED = 8 << 30
_MOST_RATIO = 200
_MOST_PARTS = 5_000


class BoundaryError(ValueError):
    """A file that cannot be used as it is; the text says which, why and what to do, in Indonesian."""


@contextmanager
def unpacked(file: Path) -> Iterator[list[Path]]:
    """The layers in a zip, in whatever folders it has, as files that are there inside the ``with``.

    Raises `BoundaryError` for names that climb out of their folder, a password, more than 8 GB or 200 times its size, and where
    no layer is inside. An archive in an archive is not opened.
    """
    try:
        with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory(prefix="batas") as folder:
            yield _extract(archive, file, Path(folder))
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        raise BoundaryError(
            f"Berkas {file.name} tidak terbaca sebagai batas wilayah: arsip zip ini rusak. Unduh atau minta lagi berkasnya."
        ) from None


def _extract(archive: zipfile.ZipFile, file: Path, folder: Path) -> list[Path]:
    parts = [part for part in archive.infolist() if not part.is_dir()]
    climbing = [part.filename for part in parts if _climbs(part.filename)]
    if climbing:
        raise BoundaryError(
            f"Berkas {file.name} tidak terbaca sebagai batas wilayah: arsip ini berisi nama yang keluar dari foldernya "
            f"({climbing[0][:60]}). Jangan dibuka; minta berkas baru dari pengirimnya."
        )
    kept = [part for part in parts if _suffix(part) in (*_LAYERS, *_BESIDE) and not part.filename.startswith("__MACOSX")]
    layers = [part for part in kept if _suffix(part) in _LAYERS]
    if not layers:
        geodatabase = any(".gdb/" in part.filename.lower() for part in parts)
        what = (
            "Di dalamnya File Geodatabase; buka di QGIS, simpan lapisan batasnya sebagai GeoPackage"
            if geodatabase
            else "Di dalamnya tidak ada batas wilayah"
        )
        raise BoundaryError(f"Berkas {file.name} tidak terbaca sebagai batas wilayah (arsip zip). {what}. {READABLE}")
    size, packed = sum(part.file_size for part in kept), file.stat().st_size
    if len(parts) > _MOST_PARTS or size > min(_MOST_UNPACKED, _MOST_RATIO * max(packed, 1_000_000)):
        raise BoundaryError(f"Berkas {file.name} terlalu besar untuk dibuka dari arsip. Ekstrak dahulu, lalu muat isinya.")
    if any(part.flag_bits & 1 for part in kept):
        raise BoundaryError(f"Berkas {file.name} berkata sandi. Ekstrak dahulu, lalu muat isinya: {layers[0].filename}.")
    for part in kept:
        target = _target(folder, part)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(part) as source, target.open("wb") as out:  # ends at the size that the archive says, or raises
            shutil.copyfileobj(source, out, 1 << 20)
    return [_target(folder, part) for part in layers]


def _climbs(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts


def _suffix(part: zipfile.ZipInfo) -> str:
    return PurePosixPath(part.filename).suffix.lower()


def _target(folder: Path, part: zipfile.ZipInfo) -> Path:
    """Where a part is put: folders and names that no system takes for anything else, endings in small letters as GDAL wants."""
    path = PurePosixPath(part.filename.replace("\\", "/"))
    clean = ["".join(sign if sign.isalnum() or sign in " ._-()" else "_" for sign in name) for name in path.parts]
    return folder.joinpath(*clean).with_suffix(path.suffix.lower())
