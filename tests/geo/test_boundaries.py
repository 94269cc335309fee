"""Official boundaries: any file is read, matched and repaired; faults are reported, and the previous version stays."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.boundaries import BoundaryError, Matched, compose, hold, known_points, match, read_files
from geo.boundaries.match import as_code
from geo.boundaries.repair import km2, repair
from tests.conftest import SHARED

REGIONS = pd.DataFrame(
    [
        ("75", "Gorontalo"),
        ("76", "Sulawesi Barat"),
        ("75.01", "Kabupaten Gorontalo"),
        ("75.71", "Kota Gorontalo"),
        ("76.01", "Kabupaten Pasangkayu"),
        ("75.01.01", "Limboto"),
        ("75.71.01", "Kota Barat"),
        ("76.01.01", "Bambalamotu"),
        ("75.01.01.1001", "Kayubulan"),
        ("75.01.01.1002", "Hunggaluwa"),
        ("75.01.01.2003", "Polohungo"),
        ("75.71.01.1001", "Dembe I"),
        ("76.01.01.2001", "Kayubulan"),
    ],
    columns=["code", "name"],
)
REGIONS["level"] = REGIONS["code"].str.count(r"\.") + 1
SQUARES = {
    "75.01.01.1001": box(122.0, 0.5, 122.1, 0.6),
    "75.01.01.1002": box(122.1, 0.5, 122.2, 0.6),
    "75.01.01.2003": box(122.0, 0.6, 122.2, 0.7),
    "75.71.01.1001": box(122.2, 0.5, 122.4, 0.7),
    "76.01.01.2001": box(122.0, 0.2, 122.4, 0.5),
}
NAMES = REGIONS.set_index("code")["name"]
BEFORE = gpd.GeoSeries(shapely.coverage_clean(list(SQUARES.values())), index=list(SQUARES), crs=4326)
POINTS = pd.DataFrame([g.centroid.coords[0] for g in SQUARES.values()], index=list(SQUARES), columns=["lon", "lat"])
CROSSWALK = pd.DataFrame(columns=["old_code", "new_code"])


def _frame(codes: list[str], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"kode": codes, "nama": [NAMES[code] for code in codes], **columns}, geometry=[SQUARES[c] for c in codes], crs=4326
    )


def _read(frame: gpd.GeoDataFrame, folder: Path, name: str = "a.gpkg", **options: str) -> gpd.GeoDataFrame:
    file = folder / name
    frame.to_parquet(file) if name.endswith("parquet") else frame.to_file(file, engine="pyogrio")
    return read_files([file], **options)


def _match(frame: gpd.GeoDataFrame, crosswalk: pd.DataFrame = CROSSWALK) -> Matched:
    return match(frame.assign(_file="f", _layer=""), REGIONS, crosswalk)


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson", "a.parquet", "a.fgb"])
@pytest.mark.parametrize("crs", [4326, 32651, 3857, 23830])
def test_every_kind_of_file_in_any_system_comes_out_in_degrees(tmp_path: Path, name: str, crs: int) -> None:
    if name == "a.geojson" and crs != 4326:
        pytest.skip("GeoJSON is in degrees by its standard")
    frame = _read(_frame(list(SQUARES)).to_crs(crs), tmp_path, name)
    assert frame.crs.to_epsg() == 4326
    found = frame.sort_values("kode").geometry.to_numpy()
    expected = BEFORE.sort_index().to_numpy()
    assert (shapely.area(shapely.symmetric_difference(found, expected)) < 1e-5).all()
    assert set(frame["_file"]) == {name}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "tiada.gpkg", "tidak ada"),
        (lambda folder: _written(folder / "a.gpkg", b"bukan geopackage"), "tidak terbaca"),
        (lambda folder: _saved(folder, gpd.GeoDataFrame(geometry=[shapely.Point(122, 0)], crs=4326)), "tidak berisi poligon"),
        (lambda folder: _saved(folder, gpd.GeoDataFrame(geometry=[box(122, 0, 123, 1)])), "tidak menyebut sistem koordinat"),
        (lambda folder: _saved(folder, gpd.GeoDataFrame(geometry=[box(10, 50, 11, 51)], crs=4326)), "di luar Indonesia"),
    ],
    ids=["missing", "no map", "points", "no system", "Europe"],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(tmp_path: Path, make, words: str) -> None:
    with pytest.raises(BoundaryError, match=words):
        read_files([make(tmp_path)])


def _written(file: Path, body: bytes) -> Path:
    file.write_bytes(body)
    return file


def _saved(folder: Path, frame: gpd.GeoDataFrame) -> Path:
    frame.to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("75.71.01.1001", "75.71.01.1001"), ("7571011001", "75.71.01.1001"), (7571011001, "75.71.01.1001"),
        (7571011001.0, "75.71.01.1001"), ("7571011001.0", "75.71.01.1001"), (" 75-71 ", "75.71"), (75, "75"), ("75.7", None),
        ("Gorontalo", None), (None, None), (float("nan"), None), ("75.71.01.1001 A", None),
    ],
)  # fmt: skip
def test_codes_are_known_in_whatever_dress(cell: object, code: str | None) -> None:
    assert as_code(cell) == code


def test_the_deepest_codes_of_a_table_are_its_own() -> None:
    frame = _frame(list(SQUARES))
    frame["KDPKAB"] = frame["kode"].str[:5]
    frame = frame.rename(columns={"kode": "KDEPUM"})
    found = _match(frame)
    assert found.columns["kode"] == "KDEPUM"
    assert set(found.features["code"]) == set(SQUARES)


def test_names_within_their_parents_match_where_there_are_no_codes() -> None:
    frame = _frame(list(SQUARES)).drop(columns="kode").rename(columns={"nama": "DESA"})
    frame["KECAMATAN"] = [NAMES[code[:8]] for code in SQUARES]
    frame["KABUPATEN"] = [NAMES[code[:5]].upper() for code in SQUARES]
    found = _match(frame)
    assert dict(zip(found.features["given_name"] + found.features["code"].str[:2], found.features["code"], strict=True)) == {
        NAMES[code] + code[:2]: code for code in SQUARES
    }
    assert set(found.features["matched_by"]) == {"nama"}


def test_a_name_that_two_regions_bear_is_nobodys_without_its_parent() -> None:
    frame = _frame(["75.01.01.1001", "75.01.01.1002"]).drop(columns="kode")
    found = _match(frame)
    assert "Kayubulan" in set(found.unmatched["given_name"])


def test_a_reused_code_proves_nothing_without_its_name() -> None:
    crosswalk = pd.DataFrame({"old_code": ["75.01.01.1001"], "new_code": ["75.71.01.1001"]})
    frame = _frame(["75.01.01.1001", "75.01.01.1002", "75.01.01.2003"])
    frame.loc[0, "nama"] = "Dembe I"
    found = _match(frame, crosswalk)
    row = found.features.set_index("given_code").loc["75.01.01.1001"]
    assert (row["code"], row["matched_by"]) == ("75.71.01.1001", "kode_lama")


def test_another_spelling_under_its_code_is_accepted_and_reported() -> None:
    frame = _frame(list(SQUARES))
    frame.loc[1, "nama"] = "Hungaluwa"
    found = _match(frame)
    assert len(found.features) == 5
    assert found.renamed[["code", "given_name", "name"]].to_numpy().tolist() == [["75.01.01.1002", "Hungaluwa", "Hunggaluwa"]]


def test_what_no_list_knows_is_listed_and_not_dropped() -> None:
    frame = _frame(list(SQUARES))
    frame.loc[4, ["kode", "nama"]] = ["99.01.01.2001", "Antah Berantah"]
    found = _match(frame)
    assert found.unmatched[["given_code", "given_name"]].to_numpy().tolist() == [["99.01.01.2001", "Antah Berantah"]]


def test_broken_shapes_are_mended_and_the_reason_is_kept() -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    hole_outside = shapely.from_wkt("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (2 2, 3 2, 3 3, 2 2))")
    shapes = np.array([bow, hole_outside, box(0, 0, 1, 1), None, shapely.from_wkt("POLYGON EMPTY")], dtype=object)
    mended, done = repair(shapes)
    assert shapely.is_valid(mended).all()
    assert np.isin(shapely.get_type_id(mended), (3, 6)).all()
    assert done == [["garis berpotongan sendiri"], ["lubang di luar batas"], [], ["tanpa bentuk"], ["tanpa bentuk"]]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=4, max_size=14))
def test_whatever_ring_comes_in_valid_areas_come_out(ring: list[tuple[float, float]]) -> None:
    mended, _ = repair(np.array([shapely.Polygon(ring)], dtype=object))
    assert shapely.is_valid(mended[0])
    assert mended[0].geom_type in ("Polygon", "MultiPolygon")


def test_areas_are_those_of_an_equal_area_projection() -> None:
    shapes = BEFORE.to_numpy()
    np.testing.assert_allclose(km2(shapes), BEFORE.to_crs(6933).area / 1e6, rtol=0.005)


def _compose(shapes: dict[str, shapely.Geometry], **options: float):
    frame = gpd.GeoDataFrame({"kode": list(shapes)}, geometry=list(shapes.values()), crs=4326)
    return compose(_match(frame), REGIONS, BEFORE, POINTS, **options)


def test_overlaps_are_counted_and_given_to_one_and_narrow_gaps_closed() -> None:
    shapes = SQUARES | {
        "75.01.01.1001": box(122.0, 0.5, 122.11, 0.6),  # over its neighbour
        "75.01.01.2003": box(122.0, 0.6, 122.2, 0.7) - box(122.05, 0.6, 122.15, 0.6005),  # and a gap below this one
    }
    result = _compose(shapes)
    assert shapely.coverage_is_valid(result.villages.to_numpy())
    found = result.findings
    overlap = km2(np.array([box(122.1, 0.5, 122.11, 0.6)]))[0]
    assert found.loc["75.01.01.1001", "overlap_km2"] == pytest.approx(overlap, rel=0.01)
    assert found.loc["75.01.01.1002", "overlap_km2"] == pytest.approx(overlap, rel=0.01)
    gap = km2(np.array([box(122.05, 0.6, 122.15, 0.6005)]))[0]
    assert found["gap_km2"].sum() == pytest.approx(gap, rel=0.05)
    whole = km2(np.array([BEFORE.union_all()]))[0]
    assert km2(np.array([result.villages.union_all()]))[0] == pytest.approx(whole, rel=1e-6)


def test_a_wide_gap_stays_a_gap() -> None:
    result = _compose(SQUARES | {"75.01.01.2003": box(122.0, 0.63, 122.2, 0.7)})
    assert result.findings["gap_km2"].sum() == 0


def test_a_missing_village_is_reported_and_keeps_its_point() -> None:
    result = _compose({code: shape for code, shape in SQUARES.items() if code != "75.01.01.2003"})
    finding = result.findings.loc["75.01.01.2003"]
    assert (finding["matched_by"], finding["damaged"]) == ("tidak_ada", True)
    assert list(result.missing) == ["75.01.01.2003"]
    assert result.points.loc["75.01.01.2003"].tolist() == POINTS.loc["75.01.01.2003"].tolist()


def test_a_village_that_lost_nearly_all_its_area_is_reported() -> None:
    result = _compose(
        SQUARES | {"75.01.01.1001": box(122.0, 0.5, 122.1, 0.50005), "75.01.01.1002": box(122.0, 0.50005, 122.2, 0.6)}
    )
    assert result.findings.index[result.findings["damaged"]].tolist() == ["75.01.01.1001"]


def test_what_was_not_supplied_stays_and_gives_way_at_the_border() -> None:
    result = _compose({"75.71.01.1001": box(122.15, 0.5, 122.4, 0.7)})
    found = result.findings["matched_by"]
    assert found["75.71.01.1001"] == "kode"
    assert (found[["75.01.01.1001", "75.01.01.1002", "76.01.01.2001"]] == "lama").all()
    assert result.kept == {code for code in SQUARES if not code.startswith("75.71")}
    assert shapely.coverage_is_valid(result.villages.to_numpy())
    np.testing.assert_allclose(result.villages["75.71.01.1001"].bounds, (122.15, 0.5, 122.4, 0.7))
    np.testing.assert_allclose(result.villages["75.01.01.1002"].bounds, (122.1, 0.5, 122.15, 0.6))


def test_villages_of_a_regency_that_came_without_them_are_cut_inside_it() -> None:
    result = _compose({"75.01": box(122.0, 0.5, 122.25, 0.75)})
    cut = result.villages[result.villages.index.str.startswith("75.01")]
    assert (result.findings.loc[cut.index, "matched_by"] == "dipotong").all()
    assert shapely.equals(shapely.normalize(cut.union_all()), shapely.normalize(box(122.0, 0.5, 122.25, 0.75)))
    assert all(shape.covers(shapely.Point(POINTS.loc[code])) for code, shape in cut.items())
    assert result.findings.loc["75.01.01", "matched_by"] == "dari_anak"


def test_points_move_into_the_shape_only_where_they_lie_outside() -> None:
    result = _compose(SQUARES | {"75.01.01.1001": box(122.0, 0.5, 122.02, 0.6), "75.01.01.1002": box(122.02, 0.5, 122.2, 0.6)})
    assert result.villages["75.01.01.1001"].covers(shapely.Point(result.points.loc["75.01.01.1001"]))
    assert (result.points.loc["75.71.01.1001"] == POINTS.loc["75.71.01.1001"]).all()


DAMAGED = {"11.73.03.2022", "11.10.09.2009", "21.04.02.1020", "33.05.11.2001", "33.27.03.2013", "35.01.10.2017"}


@pytest.mark.full
@pytest.mark.skipif(not (SHARED / "boundaries").exists(), reason="real boundaries are not beside the project")
def test_the_real_nation_matches_whole_and_damaged_villages_are_found() -> None:
    from geo import reference

    regions = reference.read_regions()
    points = regions[regions["level"] == 4].set_index("code")[["lon", "lat"]]
    features = read_files([SHARED / "boundaries" / f"{name}_t0.003.parquet" for name in ("prov", "kab", "kec", "kel")])
    matched = match(features, regions, reference.read_crosswalk())
    assert len(matched.unmatched) == 0
    held = hold(matched, regions, known_points(regions))
    assert held.share < 0.02
    assert not (held.contradictions["code"].str.len() < 8).any()  # every regency and province lies where it is known to be
    result = compose(matched, regions, reference.read_village_shapes(), points)
    assert result.findings.loc[result.findings["matched_by"] == "kode", "level"].value_counts().to_dict() == {
        1: 38,
        2: 514,
        3: 7285,
        4: 83401,
    }
    assert set(result.findings.index[result.findings["damaged"]]) >= DAMAGED
    assert shapely.coverage_is_valid(result.villages.to_numpy())
    assert len(result.missing) == 361


@pytest.mark.skipif(not (SHARED / "boundaries").exists(), reason="real boundaries are not beside the project")
def test_the_hostile_file_becomes_one_coverage_with_everything_reported() -> None:
    from geo import reference

    regions = reference.read_regions(("75",))
    points = regions[regions["level"] == 4].set_index("code")[["lon", "lat"]]
    matched = match(read_files([SHARED / "boundaries" / "hostile_raw_75.parquet"]), regions, reference.read_crosswalk())
    assert matched.features["code"].nunique() == 1 + 6 + 77 + 729
    result = compose(matched, regions, reference.read_village_shapes(("75",)), points)
    assert shapely.coverage_is_valid(result.villages.to_numpy())
    assert len(result.villages) == 729
    assert result.summary["diperbaiki"] == 2
    assert result.summary["tumpang_tindih_km2"] > 1
    assert result.summary["celah_ditutup_km2"] > 1
    for level, shapes in result.levels.items():
        assert shapely.coverage_is_valid(shapes.to_numpy()), level
