"""Tiles of a small real region: every region is in them, edges are shared, numbers are dense."""

import gzip
from pathlib import Path

import pyogrio
import pytest

from geo import reference, tiles

GORONTALO = ("75",)


def _numbers(made: list[tiles.Tile], folder: Path) -> set[int]:
    found: set[int] = set()
    for i, tile in enumerate(made):
        file = folder / f"{i}.pbf"
        file.write_bytes(gzip.decompress(tile.body))
        frame = pyogrio.read_dataframe(file)
        assert list(frame.columns) == ["mvt_id", tiles.NUMBER, "geometry"]
        found |= set(frame[tiles.NUMBER])
    return found


@pytest.mark.parametrize(("level", "z", "count"), [(1, 2, 1), (2, 4, 6), (3, 5, 77), (4, 4, 729), (4, 9, 729)])
def test_no_region_is_lost_at_any_zoom(tmp_path: Path, level: int, z: int, count: int) -> None:
    made = tiles.build_zoom(reference.SHAPES, GORONTALO, level, z)
    assert _numbers(made, tmp_path) == set(range(count))
    assert all(0 <= tile.x < 2**z and 0 <= tile.y < 2**z for tile in made)


def test_tiles_lie_where_gorontalo_does() -> None:
    """0.3-1.1 degrees north, 121-124 east: in XYZ numbering just above the equator's row."""
    made = tiles.build_zoom(reference.SHAPES, GORONTALO, 1, 5)
    largest = max(made, key=lambda tile: len(tile.body))
    assert (largest.x, largest.y) == (26, 15)


def test_every_level_starts_at_the_zoom_of_a_phone_and_ends_fine_enough() -> None:
    assert all(zooms[0] == 2 for zooms in tiles.ZOOMS.values())
    assert tiles.ZOOMS[4][-1] == 9
    assert len(tiles.zoom_jobs()) == sum(map(len, tiles.ZOOMS.values()))


def test_the_maps_script_knows_the_same_zooms() -> None:
    script = (Path(tiles.__file__).parent.parent / "dashboard/assets/map/raster-worker.js").read_text()
    said = ", ".join(f"{level}: [{zooms[0]}, {zooms[-1]}]" for level, zooms in tiles.ZOOMS.items())
    assert f"const ZOOMS = {{ {said} }};" in script
