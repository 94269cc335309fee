"""The reference that ships: counts, nesting, size, and the report on its quality."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import reference
from geo.build.measure import overlap
from geo.build.place import EXACT_WAYS, WAYS
from geo.regions.codes import kind_of, level_of
from tests.conftest import SHARED


@pytest.fixture(scope="module")
def levels() -> dict[int, gpd.GeoSeries]:
    return reference.shapes_by_level(reference.read_village_shapes())


def test_every_region_of_the_decree_is_there_once_with_kind_and_level() -> None:
    regions = reference.read_regions()
    assert regions["level"].value_counts().to_dict() == {0: 1, 1: 38, 2: 514, 3: 7285, 4: 83762}
    assert regions["code"].is_unique
    assert (regions["level"] == [int(level_of(code)) for code in regions["code"]]).all()
    assert (regions["kind"] == [kind_of(*row) for row in zip(regions["code"], regions["name"], strict=True)]).all()
    assert regions["kind"].value_counts()[["kabupaten", "kota", "desa", "kelurahan", "desa_adat"]].to_dict() == {
        "kabupaten": 416,
        "kota": 98,
        "desa": 75252,
        "kelurahan": 8496,
        "desa_adat": 14,
    }


def test_every_village_is_placed_and_the_report_says_how() -> None:
    regions = reference.read_regions()
    villages = regions[regions["level"] == 4]
    assert villages[["lon", "lat"]].notna().all(axis=None)
    report = json.loads(reference.REPORT.read_text())
    counted = villages["way"].value_counts()
    assert report["placed_by_way"] == {way: int(counted.get(way, 0)) for way in WAYS}
    assert report["exact"] == int(villages["way"].isin(EXACT_WAYS).sum())
    assert report["exact"] / len(villages) > 0.99


def test_all_four_levels_have_shapes_of_all_regions_in_the_same_order(levels: dict[int, gpd.GeoSeries]) -> None:
    regions = reference.read_regions()
    for level, shapes in levels.items():
        assert shapes.index.tolist() == regions.loc[regions["level"] == level, "code"].tolist()
        assert shapes.is_valid.all()
        assert not shapes.is_empty.any()


def test_levels_nest_exactly(levels: dict[int, gpd.GeoSeries]) -> None:
    assert shapely.coverage_is_valid(levels[4].to_numpy())
    degrees = levels[4].to_numpy()
    for level, length in ((3, 8), (2, 5), (1, 2)):
        parts = np.bincount(levels[level].index.get_indexer(levels[4].index.str[:length]), weights=shapely.area(degrees))
        np.testing.assert_allclose(parts, shapely.area(levels[level].to_numpy()), rtol=1e-9)


def test_what_ships_stays_small() -> None:
    assert sum(file.stat().st_size for file in reference.FOLDER.iterdir() if file.is_file()) < 15_000_000


def test_the_crosswalk_leads_every_regency_of_the_new_provinces_back() -> None:
    crosswalk = reference.read_crosswalk()
    regencies = reference.read_regions().query("level == 2")["code"]
    new = {code for code in regencies if code[:2] in reference.SPLIT_LAW}
    assert set(crosswalk.loc[crosswalk["level"] == 2, "new_code"]) == new
    assert not crosswalk.duplicated(["old_code", "new_code"]).any()


def test_the_reported_overlap_is_what_a_comparison_gives(levels: dict[int, gpd.GeoSeries]) -> None:
    file = SHARED / "boundaries" / "kab_t0.003.parquet"
    if not file.exists():
        pytest.skip("official polygons to compare with are not beside the project")
    official = gpd.read_parquet(file).set_index("kode").geometry
    measured = overlap(levels[2], official)
    said = json.loads(reference.REPORT.read_text())["overlap_with_official"]["2"]
    assert measured.median() == pytest.approx(said["median_iou"], abs=0.0005)
    assert len(measured) == said["compared"] == 514


def test_overlap_needs_coordinates_systems() -> None:
    square = gpd.GeoSeries([shapely.box(110, -1, 111, 0)], index=["75"])
    with pytest.raises(ValueError, match="CRS"):
        overlap(square, square.set_crs(4326))


def test_overlap_of_halves_is_a_third() -> None:
    left = gpd.GeoSeries([shapely.box(110, -1, 112, 0)], index=["75"], crs=4326)
    right = gpd.GeoSeries([shapely.box(111, -1, 113, 0)], index=["75"], crs=4326)
    assert overlap(left, right)["75"] == pytest.approx(1 / 3, abs=1e-6)
