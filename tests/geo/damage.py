"""Right boundary files, and the ways in which offices damage them; the truth stays known."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

Shapes = np.ndarray


@dataclass(frozen=True)
class Right:
    """Features of one level, ``kode, nama`` and their shapes, in EPSG:4326. `zone` is the UTM zone around them."""

    frame: gpd.GeoDataFrame

    @property
    def zone(self) -> int:
        west, _, east, _ = self.frame.total_bounds
        return int(((west + east) / 2 + 180) // 6) + 1


Damage = Callable[[Right, np.random.Generator], gpd.GeoDataFrame]


def _moved(frame: gpd.GeoDataFrame, rows: np.ndarray, change: Callable[[Shapes], Shapes]) -> gpd.GeoDataFrame:
    shapes = frame.geometry.to_numpy().copy()
    shapes[rows] = change(shapes[rows])
    return frame.set_geometry(shapes, crs=4326)


def _some(frame: gpd.GeoDataFrame, chance: np.random.Generator) -> np.ndarray:
    """A few features, less than what stops a load where the file is large."""
    return chance.choice(len(frame), size=max(1, len(frame) // 40), replace=False)


def _shift(chance: np.random.Generator, least: float, most: float) -> np.ndarray:
    angle, far = chance.uniform(0, 2 * np.pi), np.exp(chance.uniform(np.log(least), np.log(most)))
    return far * np.array([np.cos(angle), np.sin(angle)])


def _all_shifted(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    size = float(np.sqrt(np.median(shapely.area(right.frame.geometry.to_numpy()))))
    by = _shift(chance, 1.5 * size, 20.0)
    return _moved(right.frame, np.arange(len(right.frame)), lambda s: shapely.transform(s, lambda at: at + by))


def _some_shifted(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    rows = _some(right.frame, chance)
    least = 0.03 + 2 * float(np.sqrt(shapely.area(right.frame.geometry.to_numpy()[rows]).max()))
    by = _shift(chance, least, 20.0)
    return _moved(right.frame, rows, lambda s: shapely.transform(s, lambda at: at + by))


def _turned(at: np.ndarray) -> np.ndarray:
    return at[:, ::-1]


def _some_turned(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    return _moved(right.frame, _some(right.frame, chance), lambda s: shapely.transform(s, _turned))


def _zone(epsg: Callable[[Right], tuple[int, int]]) -> Damage:
    def damage(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
        made, said = epsg(right)
        return right.frame.to_crs(made).set_crs(said, allow_override=True).to_crs(4326)

    return damage


def _tm3(right: Right) -> tuple[int, int]:
    west, _, east, _ = right.frame.total_bounds
    made = 23830 + round(((west + east) / 2 - 94.5) / 3)
    return made, made + (1 if made < 23845 else -1)


def _scaled(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    west, south, east, north = right.frame.total_bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    factor = chance.choice([0.5, 0.7, 1.5, 2.0])
    return _moved(
        right.frame, np.arange(len(right.frame)), lambda s: shapely.transform(s, lambda at: middle + factor * (at - middle))
    )


def _some_enlarged(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    def change(shapes: Shapes) -> Shapes:
        result = []
        for shape in shapes:
            middle = shapely.get_coordinates(shapely.centroid(shape))[0]
            result.append(shapely.transform(shape, lambda at, middle=middle: middle + 4 * (at - middle)))
        return np.array(result)

    return _moved(right.frame, _some(right.frame, chance), change)


def _mirrored(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    west, south, east, north = right.frame.total_bounds
    ends, signs = (np.array([west + east, 0.0]), np.array([-1, 1])) if chance.random() < 0.5 else (
        np.array([0.0, south + north]),
        np.array([1, -1]),
    )  # fmt: skip
    return _moved(right.frame, np.arange(len(right.frame)), lambda s: shapely.transform(s, lambda at: ends + signs * at))


def _codes(right: Right, codes: list[str], *, names: bool) -> gpd.GeoDataFrame:
    frame = right.frame.assign(kode=codes)
    return frame if names else frame.drop(columns="nama")


def _neighbours(frame: gpd.GeoDataFrame, chance: np.random.Generator) -> tuple[int, int]:
    shapes = frame.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = np.flatnonzero(left < right)
    at = chance.choice(pairs)
    return int(left[at]), int(right[at])


def _swapped(*, names: bool) -> Damage:
    def damage(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
        codes = right.frame["kode"].tolist()
        one, other = _neighbours(right.frame, chance)
        codes[one], codes[other] = codes[other], codes[one]
        return _codes(right, codes, names=names)

    return damage


def _rows_moved(*, names: bool) -> Damage:
    """A column pasted one row too low; with `names` the names move along."""

    def damage(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
        by = int(chance.integers(1, 4))
        frame = _codes(right, np.roll(right.frame["kode"], by).tolist(), names=names)
        return frame.assign(nama=np.roll(right.frame["nama"], by)) if names else frame

    return damage


def _renumbered(*, names: bool) -> Damage:
    """Another list's numbers: the same digits mean other regions of the same parent, as with codes of BPS."""

    def damage(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
        codes = right.frame["kode"].to_numpy().copy()
        parents = np.array([code.rpartition(".")[0] for code in codes])
        for parent in np.unique(parents):
            rows = np.flatnonzero(parents == parent)
            codes[rows] = codes[chance.permutation(rows)]
        return _codes(right, codes.tolist(), names=names)

    return damage


def _copied(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    """A feature's shape stands under a neighbour's code as well."""
    one, other = _neighbours(right.frame, chance)
    return _moved(right.frame, np.array([one]), lambda s: right.frame.geometry.to_numpy()[[other]])


def _placeholders(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    """Land of others is marked by a part of a code; read without its dashes it is a whole region."""
    codes = right.frame["kode"].tolist()
    for row in _some(right.frame, chance):
        parts = codes[row].split(".")
        codes[row] = ".".join([*parts[:-1], "-" * len(parts[-1])])
    return _codes(right, codes, names=bool(chance.random() < 0.5))


def _two_names(right: Right, chance: np.random.Generator) -> gpd.GeoDataFrame:
    """Two features bear one code, each with a name of its own."""
    codes = right.frame["kode"].tolist()
    one, other = _neighbours(right.frame, chance)
    codes[one] = codes[other]
    return _codes(right, codes, names=True)


KINDS: dict[str, Damage] = {
    "all displaced": _all_shifted,
    "some displaced": _some_shifted,
    "some with swapped axes": _some_turned,
    "the zone to the east": _zone(lambda right: (32700 + right.zone, 32701 + right.zone)),
    "the zone to the west": _zone(lambda right: (32700 + right.zone, 32699 + right.zone)),
    "another zone of three degrees": _zone(_tm3),
    "all scaled": _scaled,
    "some enlarged": _some_enlarged,
    "mirrored": _mirrored,
    "codes of two neighbours swapped": _swapped(names=True),
    "codes of two neighbours swapped, without names": _swapped(names=False),
    "codes some rows too low": _rows_moved(names=False),
    "codes and names some rows too low": _rows_moved(names=True),
    "another list of codes": _renumbered(names=True),
    "another list of codes, without names": _renumbered(names=False),
    "one shape under two codes": _copied,
    "placeholders": _placeholders,
    "two names of one code": _two_names,
}
