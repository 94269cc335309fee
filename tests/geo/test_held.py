"""Shapes are held against known points, their names and each other: what is said, what is left out, what stops a load."""

import io
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from PIL import Image
from shapely import box
from shapely.affinity import translate

from geo import reference
from geo.boundaries import BoundaryError, Held, hold, known_points, match, picture, read_files
from geo.boundaries.agree import Names
from geo.boundaries.match import as_code
from geo.build.place import EXACT_WAYS
from tests.geo.test_boundaries import CROSSWALK, NAMES, POINTS, REGIONS, SQUARES

CASES = Path(__file__).with_name("cases")
WHOLE = reference.read_regions(("11", "12", "73", "75", "91", "94"))


def _held(
    shapes: dict[str, shapely.Geometry], *, names: dict[str, str] | None = None, confirmed: frozenset[str] = frozenset()
) -> Held:
    codes = list(shapes)
    frame = gpd.GeoDataFrame({"kode": codes}, geometry=list(shapes.values()), crs=4326)
    if names is not None:
        frame["nama"] = [names.get(code, NAMES[code]) for code in codes]
    matched = match(frame.assign(_file="a.gpkg", _layer=""), REGIONS, CROSSWALK)
    return hold(matched, REGIONS, POINTS, confirmed=confirmed)


def _case(name: str, **options: object) -> Held:
    matched = match(read_files([CASES / name]), WHOLE, reference.read_crosswalk(), **options)  # type: ignore[arg-type]
    return hold(matched, WHOLE, known_points(WHOLE))


@pytest.mark.parametrize("name", ["gc.geojson", "styles.gpkg"])
def test_collections_are_read_and_tables_without_shapes_passed_over(name: str) -> None:
    skipped: list[str] = []
    assert len(read_files([CASES / name], skipped=skipped.append)) == 6
    assert skipped == []
    held = _case(name)
    assert held.contradictions.empty
    assert len(held.matched.features) == 6


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("m19c_epsg3857_tanpa_crs.geojson", "dalam meter dan tidak menyebut sistem koordinatnya.*--crs"),
        ("m19d_vrt_menyamar.gpkg", "isinya bukan GPKG"),
        ("m19f_shp_zip_berfolder_tanpa_prj.zip", "ADMINISTRASI AR DESA.shp tidak menyebut sistem koordinatnya.*--crs"),
        ("m19g_zip_jalan_keluar.zip", "keluar dari foldernya.*Jangan dibuka"),
        ("m19h_kml_dua_area.kml", "format KML.*QGIS.*GeoPackage"),
    ],
)
def test_a_file_that_is_not_read_says_what_to_do(name: str, words: str) -> None:
    with pytest.raises(BoundaryError, match=words):
        read_files([CASES / name])


def test_metres_are_read_in_the_system_that_is_named() -> None:
    frame = read_files([CASES / "m19c_epsg3857_tanpa_crs.geojson"], "EPSG:3857")
    np.testing.assert_allclose(frame.total_bounds, (122.5, 0.6, 122.51, 0.61), atol=1e-4)


def test_a_regency_far_away_stops_the_load() -> None:
    held = _case("geser.gpkg")
    assert held.too_many
    assert held.contradictions["code"].tolist() == ["75.01"]
    assert "20" in held.cause
    assert "ke barat" in held.cause
    assert held.contradictions["away_km"].iat[0] == pytest.approx(2200, abs=50)


def test_codes_of_another_list_are_recognised_by_their_names() -> None:
    held = _case("m19i_batas_kab_kode_bps.geojson")
    assert held.too_many
    assert "memakai kode BPS" in held.cause
    assert "--kode bps" in held.cause
    first = held.contradictions.set_index("given_code").loc["11.01"]
    assert (
        "Kode 11.01 ialah Kabupaten Aceh Selatan; namanya di berkas, 'SIMEULUE', ialah Kabupaten Simeulue (11.09)"
        in first["reason"]
    )
    by_name = match(read_files([CASES / "m19i_batas_kab_kode_bps.geojson"]), WHOLE, CROSSWALK, meaning={})
    assert by_name.features.set_index("given_name")["code"]["SIMEULUE"] == "11.09"
    assert set(by_name.unmatched["given_name"]) == {"GORONTALO"}  # a kabupaten and a kota bear it


def test_broken_codes_are_no_regions_and_two_names_of_one_code_a_finding() -> None:
    held = _case("m19a_batas_kode_rusak.geojson")
    assert {"91.15.--.----", "12.--.--.----", "91.08.29.----", "71.05/71.10", ""} <= set(held.matched.unmatched["given_code"])
    assert not {"12", "91.15", "91.08.29"} & set(held.contradictions["code"])
    twice = held.contradictions[held.contradictions["code"] == "73.09.13.2003"]
    assert len(twice) == 2
    assert twice["reason"].str.contains("dipakai 2 bentuk dengan nama berbeda: 'A', 'B'").all()
    assert held.shapeless == ["75.01.21.2007"]
    # a fixed-width column's filling and a number's format are no part of a code
    assert {"75.01.21.2001", "75.01.21.2008", "75.01.21.2002"} <= set(held.contradictions["code"])


@pytest.mark.parametrize("cell", ["12.--.--.----", "91.08.29.----", "71.05/71", "75.71*", "75..71", "--"])
def test_what_holds_other_than_digits_is_no_code(cell: str) -> None:
    assert as_code(cell) is None


def test_right_shapes_are_taken() -> None:
    held = _held(SQUARES, names={})
    assert held.contradictions.empty
    assert (held.checked, held.unproved, held.cause) == (5, 0, "")


@pytest.mark.parametrize(
    ("code", "given", "meant"),
    [
        ("75.01.01.1001", "Hunggaluwa", "75.01.01.1002"),  # a sibling's name
        ("75.71", "Kabupaten Gorontalo", "75.01"),  # the same name, the other kind
        ("75.01", "Kota Gorontalo", "75.71"),
        ("75.01.01", "Kabupaten Limboto", ""),  # another level
        ("75.01", "Kec. Limboto", ""),
        ("75.01.01.1002", "Hungaluwa", None),  # another spelling
        ("75.01", "GORONTALO", None),
        ("75.01", "Kab. Gorontalo", None),
        ("75.01.01.1001", "Dembe I", None),  # fits nothing beside it: the place decides
    ],
)
def test_code_and_name_have_to_agree(code: str, given: str, meant: str | None) -> None:
    found = Names(REGIONS).contradiction(code, given)
    assert (found and found[0]) == meant if meant is not None else found is None
    if found:
        assert code in found[1]
        assert f"'{given}'" in found[1]


def test_a_name_unlike_any_is_believed_where_the_place_is_proved() -> None:
    code = "75.01.01.2003"
    assert _held(SQUARES, names={code: "Nama Baru"}).contradictions.empty
    away = SQUARES | {code: box(122.0, 0.71, 122.2, 0.8)}
    held = _held(away, names={code: "Nama Baru"})
    assert held.contradictions["kinds"].tolist()[0][0] == "nama_lain"


def test_the_name_of_the_region_above_has_to_agree_too() -> None:
    frame = gpd.GeoDataFrame(
        {"kode": list(SQUARES), "desa": [NAMES[code] for code in SQUARES], "kabupaten": [NAMES[code[:5]] for code in SQUARES]},
        geometry=list(SQUARES.values()),
        crs=4326,
    )
    frame.loc[0, "kabupaten"] = "Kota Gorontalo"
    matched = match(frame.assign(_file="a.gpkg", _layer=""), REGIONS, CROSSWALK)
    held = hold(matched, REGIONS, POINTS)
    assert held.contradictions["code"].tolist() == ["75.01.01.1001"]
    assert "Kota Gorontalo (75.71)" in held.contradictions["reason"].iat[0]


def test_only_exactly_known_points_are_evidence() -> None:
    regions = reference.read_regions()
    points = known_points(regions)
    ways = regions.set_index("code").loc[points.index, "way"]
    assert set(ways) <= set(EXACT_WAYS)
    assert len(points) == int(regions["way"].isin(EXACT_WAYS).sum()) < int((regions["level"] == 4).sum())


def test_a_village_elsewhere_is_named_with_its_distance() -> None:
    held = _held(SQUARES | {"75.01.01.2003": box(122.0, 1.6, 122.2, 1.7)})
    row = held.contradictions.set_index("code").loc["75.01.01.2003"]
    assert row["away_km"] == pytest.approx(0.95 * 111.2, rel=0.01)
    assert "Titik Polohungo yang diketahui ada 105,6 km di luar bentuk ini" in row["reason"]


def test_one_shape_under_two_codes_stays_with_whose_point_it_holds() -> None:
    held = _held(SQUARES | {"75.01.01.1001": SQUARES["75.01.01.1002"]})
    assert held.contradictions["code"].tolist() == ["75.01.01.1001"]
    assert "Bentuk ini sama dengan bentuk Hunggaluwa (75.01.01.1002)" in held.contradictions["reason"].iat[0]


def test_swapped_neighbours_contradict_both() -> None:
    one, other = "75.01.01.1001", "75.01.01.1002"
    held = _held(SQUARES | {one: SQUARES[other], other: SQUARES[one]})
    assert set(held.contradictions["code"]) == {one, other}


def test_a_kecamatan_outside_its_kabupaten_is_found() -> None:
    above = {"75.01": box(122.0, 0.5, 122.2, 0.7), "76.01": box(122.0, 0.2, 122.4, 0.5)}
    assert _held(above | {"75.01.01": box(122.0, 0.5, 122.2, 0.7)}).contradictions.empty
    held = _held(above | {"75.01.01": box(122.0, 0.72, 122.2, 0.92)})
    assert "75.01.01" in set(held.contradictions["code"])
    assert held.contradictions["reason"].str.contains("Kabupaten Gorontalo").any()


def test_a_look_at_the_map_can_confirm_a_place_but_not_a_name() -> None:
    far = {"75.01.01.2003": box(122.0, 1.6, 122.2, 1.7)}
    held = _held(SQUARES | far, confirmed=frozenset(far))
    assert held.contradictions.empty
    assert held.confirmed == list(far)
    named = _held(SQUARES, names={"75.01.01.1001": "Hunggaluwa"}, confirmed=frozenset({"75.01.01.1001"}))
    assert named.contradictions["code"].tolist() == ["75.01.01.1001"]


def _in_system(made: int, said: int) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        frame = gpd.GeoDataFrame({"kode": list(SQUARES)}, geometry=list(SQUARES.values()), crs=4326)
        frame.to_crs(made).set_crs(said, allow_override=True).to_file(folder / "a.gpkg")
        return folder / "a.gpkg"

    return write


@pytest.mark.parametrize(
    ("made", "said", "fits"), [(32651, 32652, "EPSG:32651"), (32651, 32650, "EPSG:32651"), (23839, 23840, "EPSG:23839")]
)
def test_a_wrong_zone_is_named_with_the_one_that_fits(tmp_path: Path, made: int, said: int, fits: str) -> None:
    matched = match(read_files([_in_system(made, said)(tmp_path)]), REGIONS, CROSSWALK)
    held = hold(matched, REGIONS, POINTS)
    assert held.too_many
    assert fits in held.cause


def test_the_wrong_hemisphere_and_swapped_axes_are_named(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="Belahan buminya tertukar: yang cocok EPSG:32651"):
        read_files([_in_system(32651, 32751)(tmp_path)])
    frame = gpd.GeoDataFrame({"kode": list(SQUARES)}, geometry=list(SQUARES.values()), crs=4326)
    turned = frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), lambda at: at[:, ::-1]), crs=4326)
    turned.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(BoundaryError, match="Bujur dan lintang tertukar"):
        read_files([tmp_path / "a.parquet"])


def test_single_features_with_swapped_axes_are_named() -> None:
    held = _held(SQUARES | {"75.01.01.1001": box(0.5, 122.0, 0.6, 122.1)})
    assert "Bujur dan lintang bentuk ini tertukar" in held.contradictions.set_index("code").loc["75.01.01.1001", "reason"]


def test_layers_without_areas_are_named(tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"kode": list(SQUARES)}, geometry=list(SQUARES.values()), crs=4326).to_file(file, layer="batas")
    gpd.GeoDataFrame({"nama": ["kantor"]}, geometry=[shapely.Point(122, 0.5)], crs=4326).to_file(file, layer="kantor")
    skipped: list[str] = []
    assert len(read_files([file], skipped=skipped.append)) == len(SQUARES)
    assert skipped == ["a.gpkg: kantor"]


def test_the_picture_shows_shapes_what_contradicts_and_where_it_belongs() -> None:
    held = _held(SQUARES | {"75.01.01.2003": translate(SQUARES["75.01.01.2003"], 0.5, 0.5)})
    image = Image.open(io.BytesIO(picture(held.matched.features, held.contradictions, "Judul", "1 dari 5"))).convert("RGB")
    assert image.size[0] > 1000
    colours = pd.Series([tuple(map(int, one)) for one in np.asarray(image).reshape(-1, 3)]).value_counts()
    grey, blue = (217, 217, 217), (0, 114, 178)
    assert colours[grey] > 5000
    assert colours[blue] > 30  # the point and the legend
    red, green, under = np.asarray(image, dtype=int).reshape(-1, 3).T
    assert ((red > 200) & (green < 180) & (under < 130)).sum() > 5000
