"""Fetch the four npm packages the reference is cut from, by name and fixed version."""

import json
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

PACKAGES = {
    "idn-area-data": "4.0.1",  # codes and names, Kepmendagri 300.2.2-2138/2025; data ODbL 1.0
    "geografis": "1.3.2",  # village points with 2019/2020 codes; MIT
    "daerah-indonesia": "1.0.1",  # codes and names of BPS, 2021; MIT
    "world-atlas": "2.0.2",  # Natural Earth coast 1:10m; public domain
}
INDONESIA_ISO_NUMERIC = "360"


@dataclass(frozen=True)
class Sources:
    """The raw tables, as the packages publish them.

    `codes` maps a level (1..4) to a frame `code, name`; `points` has `code, province, city, district,
    village, latitude, longitude` (degrees, EPSG:4326); `land` is Indonesia's land at 1:10 million;
    `bps` is as `codes`, with the codes of BPS.
    """

    codes: dict[int, pd.DataFrame]
    bps: dict[int, pd.DataFrame]
    points: pd.DataFrame
    land: gpd.GeoSeries


def fetch(folder: Path) -> Sources:
    """Download what is missing in `folder` and read it.

    Raises `subprocess.CalledProcessError` when npm cannot fetch a package.
    """
    folder.mkdir(parents=True, exist_ok=True)
    roots = {name: _package(folder, name, version) for name, version in PACKAGES.items()}
    tables = roots["idn-area-data"] / "data"
    names = {1: "provinces", 2: "regencies", 3: "districts", 4: "villages"}
    codes = {
        level: pd.read_csv(tables / f"{name}.csv", dtype=str, keep_default_na=False)[["code", "name"]]
        for level, name in names.items()
    }
    files = {1: "provinsi", 2: "kabupaten", 3: "kecamatan", 4: "kelurahan"}
    bps = {level: _bps(roots["daerah-indonesia"] / "data" / f"{name}.json") for level, name in files.items()}
    raw = json.loads((roots["geografis"] / "data/json/data.json").read_text(encoding="utf-8"))
    points = pd.DataFrame(raw)[["code", "province", "city", "district", "village", "latitude", "longitude"]]
    countries = pyogrio.read_dataframe(roots["world-atlas"] / "countries-10m.json", layer="countries")
    land = countries.loc[countries["id"] == INDONESIA_ISO_NUMERIC, "geometry"].set_crs(4326, allow_override=True)
    return Sources(codes, bps, points.astype({"code": str}), land.make_valid())


def _bps(file: Path) -> pd.DataFrame:
    frame = pd.DataFrame(json.loads(file.read_text(encoding="utf-8")))
    return pd.DataFrame({"code": frame["id"].astype(str), "name": frame["nama"]})


def _package(folder: Path, name: str, version: str) -> Path:
    target = folder / f"{name}-{version}"
    if not target.exists():
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, capture_output=True)
        with tarfile.open(folder / f"{name}-{version}.tgz") as archive:
            archive.extractall(target, filter="data")
    return target / "package"
