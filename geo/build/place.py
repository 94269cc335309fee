"""Gives every current village a point: by code, by old code, by name within its parent, else a stated fallback."""

import math

import numpy as np
import pandas as pd

from geo.regions.names import key

WAYS = ("kode", "kode_lama", "nama_kecamatan", "nama_kabupaten", "cadangan_kecamatan", "cadangan_kabupaten")
EXACT_WAYS = WAYS[:4]

# Provinces cut from Papua and Papua Barat in 2022 (UU 14, 15, 16 and 29 of 2022): today's code -> code before.
SPLIT_PROVINCES = {"93": "91", "94": "91", "95": "91", "96": "92"}
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def old_regency_codes(regencies: pd.DataFrame, points: pd.DataFrame) -> dict[str, str]:
    """Old code of each current regency before the 2022 split, matched by name within the old province."""
    before = points.assign(regency=points["code"].str[:5], old_province=points["code"].str[:2])
    before = before.drop_duplicates("regency")
    # a kota and a kabupaten may bear one name, so the kind stays in the key
    by_name = {
        (old, key(city), city.lower().startswith("kota")): regency
        for old, city, regency in zip(before["old_province"], before["city"], before["regency"], strict=True)
    }
    result = {}
    for code, name in zip(regencies["code"], regencies["name"], strict=True):
        old_province = SPLIT_PROVINCES.get(code[:2], code[:2])
        old = by_name.get((old_province, key(name), name.lower().startswith("kota")))
        if old and old != code:
            result[code] = old
    return result


def place_villages(codes: dict[int, pd.DataFrame], points: pd.DataFrame) -> pd.DataFrame:
    """One row per current village: ``code, name, lon, lat, way, old_code`` (degrees; `way` in `WAYS`).

    A point serves one village only. Fallback points stand in a small spiral around the middle of their
    kecamatan (or kabupaten), so that no two villages share a place.
    """
    villages = codes[4].copy()
    old_regency = old_regency_codes(codes[2], points)
    district_names = dict(zip(codes[3]["code"], codes[3]["name"], strict=True))
    point_of = points.set_index("code")
    villages["old_code"] = ""
    villages["way"] = ""
    renumbered = set(old_regency.values())
    # an old 91.xx code may be another regency's code today: there the code proves nothing
    direct = villages["code"].isin(point_of.index) & ~villages["code"].str[:5].isin(set(old_regency) | renumbered)
    villages.loc[direct, "old_code"] = villages.loc[direct, "code"]
    villages.loc[direct, "way"] = "kode"
    used = set(villages.loc[direct, "code"])
    free = points[~points["code"].isin(used)].copy()
    free["regency"] = free["code"].str[:5]
    free["k_village"] = free["village"].map(key)
    free["k_district"] = free["district"].map(key)

    def take(way: str, old_codes: pd.Series) -> None:
        found = old_codes.dropna()
        found = found[~found.duplicated(keep=False) & ~found.isin(used)]
        villages.loc[found.index, "old_code"] = found
        villages.loc[found.index, "way"] = way
        used.update(found)

    todo = villages[villages["way"] == ""].copy()
    todo["regency"] = todo["code"].str[:5].map(lambda code: old_regency.get(code, code))
    todo["k_village"] = todo["name"].map(key)
    todo["k_district"] = todo["code"].str[:8].map(district_names).map(key)
    # 1. same number in the regency's old code, and the name agrees
    shifted = todo["regency"] + todo["code"].str[5:]
    agrees = shifted.map(point_of["village"].map(key)) == todo["k_village"]
    take("kode_lama", shifted.where(agrees))
    # 2. the only village of that name in the kecamatan of that name, 3. in the whole regency
    for way, columns in (
        ("nama_kecamatan", ["regency", "k_district", "k_village"]),
        ("nama_kabupaten", ["regency", "k_village"]),
    ):
        rest = todo[villages.loc[todo.index, "way"] == ""]
        open_points = free[~free["code"].isin(used)]
        unique = open_points[~open_points.duplicated(columns, keep=False)].set_index(columns)["code"]
        wanted = pd.MultiIndex.from_frame(rest[columns]) if len(columns) > 1 else rest[columns[0]]
        take(way, pd.Series(unique.reindex(wanted).to_numpy(), index=rest.index))

    villages["lon"] = villages["old_code"].map(point_of["longitude"])
    villages["lat"] = villages["old_code"].map(point_of["latitude"])
    return _fall_back(villages)


def _fall_back(villages: pd.DataFrame) -> pd.DataFrame:
    for way, length in (("cadangan_kecamatan", 8), ("cadangan_kabupaten", 5)):
        parent = villages["code"].str[:length]
        placed = villages[villages["way"].isin(EXACT_WAYS)]
        middle = placed.groupby(parent[placed.index])[["lon", "lat"]].median()
        spread = placed.groupby(parent[placed.index])[["lon", "lat"]].std().mean(axis=1).fillna(0.02).clip(0.005, 0.3)
        rest = villages[(villages["way"] == "") & parent.isin(middle.index)]
        order = rest.groupby(parent[rest.index]).cumcount().to_numpy() + 1
        size = rest.groupby(parent[rest.index])["code"].transform("size").to_numpy()
        radius = np.sqrt(order / size) * parent[rest.index].map(spread).to_numpy()
        centre = middle.loc[parent[rest.index]].to_numpy()
        villages.loc[rest.index, "lon"] = centre[:, 0] + radius * np.cos(order * _GOLDEN_ANGLE)
        villages.loc[rest.index, "lat"] = centre[:, 1] + radius * np.sin(order * _GOLDEN_ANGLE)
        villages.loc[rest.index, "way"] = way
    missing = villages.loc[villages["way"] == "", "code"]
    if len(missing):
        raise ValueError(f"{len(missing)} villages have no point in their whole regency, first {missing.iloc[0]}")
    return villages
