"""Shapes and files as other programs write them: curves, heights, measures, collections, archives with folders."""

import subprocess
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.boundaries import BoundaryError, read_files
from geo.boundaries.repair import polygons_only
from tests.geo.test_held import CASES

RING = "(122 0.5, 122.1 0.5, 122.1 0.6, 122 0.6, 122 0.5)"
SQUARE = shapely.from_wkt(f"POLYGON ({RING})")
ARC = "CIRCULARSTRING (122.1 0.5, 122.12 0.55, 122.1 0.6)"
SHAPES = {
    "MULTISURFACE": f"MULTISURFACE (CURVEPOLYGON (COMPOUNDCURVE ((122 0.5, 122.1 0.5), {ARC}, (122.1 0.6, 122 0.6, 122 0.5))))",
    "CURVEPOLYGON": f"CURVEPOLYGON (COMPOUNDCURVE ((122 0.5, 122.1 0.5), {ARC}, (122.1 0.6, 122 0.6, 122 0.5)))",
    "MULTIPOLYGONZM": "MULTIPOLYGON ZM (((122 0.5 1 2, 122.1 0.5 1 2, 122.1 0.6 1 2, 122 0.6 1 2, 122 0.5 1 2)))",
    "POLYGONM": "POLYGON M ((122 0.5 2, 122.1 0.5 2, 122.1 0.6 2, 122 0.6 2, 122 0.5 2))",
    "POLYGONZ": "POLYGON Z ((122 0.5 2, 122.1 0.5 2, 122.1 0.6 2, 122 0.6 2, 122 0.5 2))",
    "GEOMETRYCOLLECTION": f"GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POLYGON ({RING})), LINESTRING (122 1, 122 2))",
}


def _layer(folder: Path, shape: str, kind: str, name: str = "batas.gpkg", driver: str = "GPKG") -> Path:
    """A layer written by ogr2ogr."""
    rows = folder / "rows.csv"
    rows.write_text(f'kode,nama,WKT\n75.01.01.1001,Kayubulan,"{shape}"\n')
    made = folder / name
    command = ["ogr2ogr", "-f", driver, str(made), str(rows), "-a_srs", "EPSG:4326", "-nlt", kind]
    subprocess.run([*command, "-oo", "GEOM_POSSIBLE_NAMES=WKT", "-oo", "KEEP_GEOM_COLUMNS=NO"], check=True, capture_output=True)
    return made


@pytest.mark.parametrize("layer", ["as its shape", "GEOMETRY"])
@pytest.mark.parametrize("kind", SHAPES)
def test_curves_heights_measures_and_collections_are_flat_polygons(tmp_path: Path, kind: str, layer: str) -> None:
    file = _layer(tmp_path, SHAPES[kind], kind if layer == "as its shape" else layer)
    frame = read_files([file], skipped=lambda name: pytest.fail(name))
    shape = polygons_only(frame.geometry.to_numpy())[0]
    assert not shape.has_z
    assert shape.is_valid
    if "ARC" in kind or "CURVE" in kind or "SURFACE" in kind:
        # half an ellipse more than the square: the arc through three points bulges 0.02 degrees
        assert SQUARE.area * 1.1 < shape.area < SQUARE.area * 1.2
        assert len(shapely.get_coordinates(shape)) > 20
    else:
        assert shape.equals(SQUARE)


@pytest.mark.parametrize("kind", ["POLYGONZM", "POLYGONM"])
def test_a_shapefile_with_measures_is_read(tmp_path: Path, kind: str) -> None:
    shape = SHAPES["MULTIPOLYGONZM" if kind == "POLYGONZM" else kind]
    frame = read_files([_layer(tmp_path, shape, kind, "batas.shp", "ESRI Shapefile")])
    assert shapely.get_num_geometries(frame.geometry.iat[0]) == 1
    assert frame.geometry.iat[0].normalize().equals(SQUARE)


@pytest.mark.parametrize(("kind", "shape"), [("TINZ", "TIN"), ("POLYHEDRALSURFACEZ", "POLYHEDRALSURFACE")])
@pytest.mark.parametrize("layer", ["as its shape", "GEOMETRY"])
def test_a_surface_in_space_is_named_with_what_to_do(tmp_path: Path, kind: str, shape: str, layer: str) -> None:
    text = f"{shape} Z (((122 0.5 1, 122.1 0.5 1, 122.1 0.6 1, 122 0.5 1)))"
    with pytest.raises(BoundaryError, match=r"permukaan tiga dimensi.*MultiPolygon"):
        read_files([_layer(tmp_path, text, kind if layer == "as its shape" else layer)])


def _zipped(file: Path, parts: list[Path], within: str = "Batas 2025/SHP/", password: bool = False) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{within}baca saya.txt", "x")
        archive.writestr("__MACOSX/._x.shp", "x")
        for part in parts:
            archive.write(part, within + part.name)
        for info in archive.infolist():
            info.flag_bits |= int(password)
    return file


def test_an_archive_with_folders_is_read_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "kerja"))
    (tmp_path / "kerja").mkdir()
    made = gpd.GeoDataFrame({"kode": ["75.01.01.1001"]}, geometry=[SQUARE], crs=4326)
    made.to_file(tmp_path / "batas.shp", engine="pyogrio")
    (tmp_path / "batas.dbf").rename(tmp_path / "batas.DBF")
    made.to_file(tmp_path / "lain.gpkg", engine="pyogrio")
    parts = [file for file in tmp_path.iterdir() if file.is_file()]
    frame = read_files([_zipped(tmp_path / "batas.zip", parts)])
    assert sorted(frame["_file"]) == ["batas.shp", "lain.gpkg"]
    assert frame["kode"].tolist() == ["75.01.01.1001"] * 2
    assert frame.geometry.iat[0].equals(SQUARE)
    assert not list((tmp_path / "kerja").iterdir())


def test_an_archive_without_a_system_takes_the_one_that_is_named() -> None:
    assert len(read_files([CASES / "m19f_shp_zip_berfolder_tanpa_prj.zip"], "EPSG:4326")) == 3


def test_an_archive_that_is_not_read_says_what_to_do(tmp_path: Path) -> None:
    layer = _layer(tmp_path, SHAPES["POLYGONZ"], "POLYGONZ")
    broken = tmp_path / "rusak.zip"
    broken.write_bytes(b"PK\x03\x04rusak")
    bomb = tmp_path / "bom.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b"{" + b" " * 300_000_000)
    geodatabase = tmp_path / "gdb.zip"
    with zipfile.ZipFile(geodatabase, "w") as archive:
        archive.writestr("BATAS.gdb/a00000001.gdbtable", b"x")
    locked = _zipped(tmp_path / "kunci.zip", [layer], password=True)
    empty = _zipped(tmp_path / "kosong.zip", [])
    for file, words in (
        (broken, "rusak"), (bomb, "terlalu besar"), (geodatabase, "File Geodatabase"), (locked, "berkata sandi"),
        (empty, "tidak ada batas wilayah"),
    ):  # fmt: skip
        with pytest.raises(BoundaryError, match=words):
            read_files([file])
