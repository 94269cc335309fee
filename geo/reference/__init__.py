"""The reference that ships: current codes, village points and *indicative* shapes. See LICENSES.md here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq

from geo.regions.codes import NATION, level_of
from geo.regions.names import plain

if TYPE_CHECKING:
    import geopandas as gpd

FOLDER = Path(__file__).parent
REGIONS = FOLDER / "regions.parquet"
SHAPES = FOLDER / "villages.parquet"
CROSSWALK = FOLDER / "crosswalk.parquet"
BPS = FOLDER / "bps.parquet"
ALIASES = FOLDER / "aliases.csv"
REPORT = FOLDER / "report.json"

VERSION = "indikatif-2025-1"
DECREE = "Kepmendagri 300.2.2-2138/2025"
# The laws that made the new provinces and the day each took effect.
SPLIT_LAW = {
    "93": ("2022-07-25", "UU 14/2022"),
    "94": ("2022-07-25", "UU 15/2022"),
    "95": ("2022-07-25", "UU 16/2022"),
    "96": ("2022-12-08", "UU 29/2022"),
}
DIVIDED = "terbagi"  # the kind of another name whose region is several today
_PARENT_LENGTH = {3: 8, 2: 5, 1: 2}
WHOLE = ("",)  # prefixes of every code


def read_regions(within: tuple[str, ...] = WHOLE) -> pd.DataFrame:
    """Regions whose code starts with one of `within`, and those above them, sorted by level and code.

    Columns ``code, name, lon, lat, way, kind, level``: degrees (EPSG:4326) and the way of placing for villages,
    empty for the levels above.
    """
    regions = pd.read_parquet(REGIONS)
    if within == WHOLE:
        return regions
    codes = regions["code"]
    above = codes.map(lambda code: code == NATION or any(prefix.startswith(code) for prefix in within))
    return regions[codes.str.startswith(within) | above].reset_index(drop=True)


def read_crosswalk(within: tuple[str, ...] = WHOLE) -> pd.DataFrame:
    """Old codes and the new ones under `within`: ``old_code, new_code, relation, level, valid_from, source``."""
    crosswalk = pd.read_parquet(CROSSWALK)
    return crosswalk[crosswalk["new_code"].str.startswith(within)]


def read_bps() -> pd.DataFrame:
    """Codes of BPS (without dots) and ours: ``bps_code, code, level, method``; how sure a pair is, `method` says."""
    return pd.read_parquet(BPS)


def bps_pairs() -> Iterator[tuple[str, str]]:
    """Codes of BPS with ours, without the memory of a frame."""
    table = pq.read_table(BPS, columns=["bps_code", "code"])
    for batch in table.to_batches(max_chunksize=4_096):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def read_aliases() -> pd.DataFrame:
    """Other names of provinces and regencies: ``alias, code, kind, until, source``.

    `kind` is ``singkatan``, ``nama_lama``, ``ejaan``, ``nama_lain`` or ``terbagi``: a previous name of what is several regions
    today, with one row for each. `until` is the last day of a previous name (ISO), where it is known.
    """
    return pd.read_csv(ALIASES, dtype=str, keep_default_na=False)


def former_names(level: int) -> dict[str, str]:
    """Codes of regions of a level by their previous names, in the form of `geo.regions.names.plain`."""
    former = read_aliases().query("kind == 'nama_lama'")
    return {plain(name): code for name, code in zip(former["alias"], former["code"], strict=True) if level_of(code) == level}


def read_village_shapes(within: tuple[str, ...] = WHOLE) -> gpd.GeoSeries:
    """Indicative polygons (EPSG:4326) of the villages under `within`, indexed and sorted by code; one coverage without gaps."""
    import geopandas as gpd  # a second to import, and only loads need it

    frame = gpd.read_parquet(SHAPES)
    return frame[frame["code"].str.startswith(within)].set_index("code").geometry.sort_index()


def shapes_by_level(villages: gpd.GeoSeries) -> dict[int, gpd.GeoSeries]:
    """Shapes of levels 4 to 1, each dissolved from the one below, so that they nest exactly.

    `villages` must be a valid coverage indexed by village code; each result is indexed and sorted by code.
    """
    result = {4: villages}
    below = villages.to_frame("geometry")
    for level, length in _PARENT_LENGTH.items():
        below = below.dissolve(below.index.str[:length], method="coverage")
        result[level] = below.geometry.sort_index()
    return result
