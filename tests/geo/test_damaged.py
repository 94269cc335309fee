"""No damaged file lands without a word: right shapes are damaged in known ways, and no wrong one is taken."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import reference
from geo.boundaries import Held, hold, known_points, match
from geo.regions.codes import Level
from geo.tiles import LENGTHS
from tests.conftest import FULL, SHARED
from tests.geo.damage import KINDS, Right

PROVINCES = ("75", "31") if FULL else ("75",)
SEEDS = range(10 if FULL else 2)
CROSSWALK = reference.read_crosswalk()
REAL = {1: "prov", 2: "kab", 3: "kec", 4: "kel"}
OFF_PLACE = 0.07  # of the known points lie outside the shape of their village, as measured on official shapes
STAYS = 0.5  # a shape that shares this much with the right one is no other place


def _indicative(province: str, level: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Shapes that ship, made around the known points; so some points are moved away."""
    regions = reference.read_regions((province,))
    shapes = reference.shapes_by_level(reference.read_village_shapes((province,)))[level]
    points = known_points(regions)
    chance = np.random.default_rng(7)
    moved = chance.random(len(points)) < OFF_PLACE
    points.loc[moved] += chance.laplace(0, 0.008, (int(moved.sum()), 2))
    return _named(shapes.to_frame("geometry").rename_axis("kode").reset_index(), regions), points


def _official(province: str, level: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    frame = gpd.read_parquet(SHARED / "boundaries" / f"{REAL[level]}_t0.003.parquet")
    regions = reference.read_regions((province,))
    return frame[frame["kode"].str.startswith(province)][["kode", "nama", "geometry"]], known_points(regions)


def _named(frame: gpd.GeoDataFrame, regions: pd.DataFrame) -> gpd.GeoDataFrame:
    return frame.assign(nama=frame["kode"].map(regions.set_index("code")["name"]))


def _held(frame: gpd.GeoDataFrame, regions: pd.DataFrame, points: pd.DataFrame) -> Held:
    matched = match(frame.assign(_file="a.gpkg", _layer=""), regions, CROSSWALK)
    return hold(matched, regions, points)


def _wrongly_taken(held: Held, right: gpd.GeoDataFrame) -> list[str]:
    """Codes under which a shape would be loaded that is not that region's."""
    if held.too_many:
        return []
    truth = right.set_index("kode").geometry
    wrong = []
    for code, shape in held.matched.features.set_index("code").geometry.items():
        its = truth[code]
        common = shapely.intersection(shape, its).area / max(shape.area, its.area)
        if common < STAYS:
            wrong.append(str(code))
    return wrong


SOURCES = [
    pytest.param(_indicative, id="indicative"),
    pytest.param(
        _official,
        id="official",
        marks=pytest.mark.skipif(not (SHARED / "boundaries").exists(), reason="real boundaries are not beside the project"),
    ),
]


@pytest.fixture(scope="module", params=[2, 3, 4] if FULL else [2, 4])
def level(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module", params=PROVINCES)
def province(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=SOURCES)
def source(request: pytest.FixtureRequest, province: str, level: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
    frame, points = request.param(province, level)
    return frame, points, reference.read_regions((province,))


def test_a_right_file_is_taken(source, level: int) -> None:
    frame, points, regions = source
    held = _held(frame, regions, points)
    assert not held.too_many, held.contradictions["reason"].head(3).tolist()
    assert held.share < 0.03
    assert _wrongly_taken(held, frame) == []
    assert held.matched.features["code"].str.len().eq(LENGTHS[Level(level)]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_no_damaged_shape_is_taken(source, kind: str) -> None:
    frame, points, regions = source
    missed = {}
    for seed in SEEDS:
        damaged = KINDS[kind](Right(frame), np.random.default_rng(seed))
        if wrong := _wrongly_taken(_held(damaged, regions, points), frame):
            missed[seed] = wrong[:5]
    assert missed == {}
