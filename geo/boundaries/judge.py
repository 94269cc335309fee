"""The rules that shapes are judged by: each gives a kind and a sentence, by position of a feature."""

from collections import defaultdict

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.boundaries.agree import Names, name_contradictions, two_names_of_one_code
from geo.boundaries.displaced import swapped
from geo.boundaries.overlap import SAME, Rows, outside_above, stacked
from geo.boundaries.places import KM, Places, width_km, written
from geo.boundaries.repair import Shapes
from geo.tiles import LENGTHS

# Least share of the known points of a region's villages that lie in its shape, where the others are far away. In official
# shapes the lowest is 0.90 of a province and 0.74 of a regency; 0.5 % of the kecamatan lie below a half, most of them in Papua.
LEAST_INSIDE = {1: 0.8, 2: 2 / 3, 3: 0.5}
# A point this far outside speaks against a shape; nearer ones lie on a coast, or a border is drawn differently. A village's
# point has to be further away than the village is wide, too: 0.8 % of official shapes.
FAR_KM = 2.0
KECAMATAN_FAR_KM = 25.0  # a village without a point of its own, from the nearest of its kecamatan: 2 % of those
MORE_FOREIGN = 2  # points of others in a village, more than its own: points of a town's villages lie close together
BY_NAMES = {"nama", "kode_ganda"}
LEAST_VILLAGES = 5  # with fewer points nothing is said of a regency as a whole


class Faults:
    """Kinds and sentences of what contradicts, by position of a feature."""

    def __init__(self) -> None:
        self.kinds: dict[int, list[str]] = defaultdict(list)
        self.sentences: dict[int, list[str]] = defaultdict(list)

    def add(self, row: int, kind: str, sentence: str) -> None:
        if sentence not in self.sentences[row]:
            self.kinds[row].append(kind)
            self.sentences[row].append(sentence)

    def __contains__(self, row: int) -> bool:
        return row in self.kinds


def by_name(features: gpd.GeoDataFrame, names: Names, found: Places, faults: Faults) -> None:
    """Code and names say two regions; two features of one code bear different names."""
    for row, _, sentence in name_contradictions(features, names):
        faults.add(row, "nama", sentence)
    for row, sentence in two_names_of_one_code(features, names):
        faults.add(row, "kode_ganda", sentence)
    # any other name is believed only where a known point proves the place
    named = features["given_name"] != ""
    unproved = np.flatnonzero(named & (found.table["inside"] == 0))
    for row in unproved.tolist():
        code, given = features["code"].iat[row], features["given_name"].iat[row]
        if row not in faults and not names.resembles(code, given):
            faults.add(
                row,
                "nama_lain",
                f"Kode {code} ialah {names.name[code]}; namanya di berkas, '{given}', lain, dan tidak ada titik yang diketahui "
                "di dalam bentuknya yang membenarkannya.",
            )


def by_place(
    features: gpd.GeoDataFrame, shapes: Shapes, points: pd.DataFrame, found: Places, names: Names, faults: Faults
) -> None:
    """Known points lie outside the shape of their region, or others' points inside it."""
    codes, table = features["code"], found.table
    width = width_km(shapes)
    level = codes.str.count(r"\.").to_numpy() + 1
    there = ~shapely.is_empty(shapes)
    proved = there & (table["known"] > 0).to_numpy()
    none = proved & (table["inside"] == 0).to_numpy()
    for row in np.flatnonzero(none & swapped(shapes, table)):
        faults.add(int(row), "sumbu", "Bujur dan lintang bentuk ini tertukar.")
    several = codes.duplicated(keep=False).to_numpy()  # parts of one region: what one lacks another may hold
    inside = table["inside"].groupby(codes).transform("sum").to_numpy() if several.any() else table["inside"].to_numpy()
    away = table["away"].groupby(codes).transform("min").to_numpy() if several.any() else table["away"].to_numpy()
    foreign, known = table["foreign"].to_numpy(), table["known"].to_numpy()
    for row in np.flatnonzero((level == 4) & proved & (inside == 0) & (away > np.maximum(FAR_KM, width))):
        faults.add(
            int(row), "jauh", f"Titik {names.name[codes[row]]} yang diketahui ada {written(away[row])} km di luar bentuk ini."
        )
    for row in np.flatnonzero((level < 4) & proved & (away > FAR_KM)):
        if inside[row] < LEAST_INSIDE[int(level[row])] * known[row]:
            faults.add(
                int(row),
                "titik",
                f"Hanya {inside[row]} dari {known[row]} titik desa {names.name[codes[row]]} ada di dalam bentuk ini; "
                f"yang di luar berjarak sekitar {written(away[row])} km.",
            )
    more = np.where(level == 4, table["inside"] + MORE_FOREIGN, table["inside"]).astype(int)
    lacking = none & (foreign > 0)
    for row in np.flatnonzero(there & ((foreign > more) & (known > 0) | lacking)):
        faults.add(int(row), "milik_lain", _holds_others(codes[row], found, int(row), names))
    _without_name(features, np.flatnonzero(lacking), found, names, faults)
    _without_point(codes, shapes, points, found, names, faults)


def _holds_others(code: str, found: Places, row: int, names: Names) -> str:
    listed = ", ".join(names.of(other) for other in found.holds[row][:3])
    own = int(found.table["inside"].iat[row])
    lacking = "tidak satu pun titik" if own == 0 else f"hanya {own} titik"
    return f"Bentuk ini memuat titik {listed} dan {lacking} {names.name[code]}."


def _without_name(features: gpd.GeoDataFrame, lacking: Rows, found: Places, names: Names, faults: Faults) -> None:
    """Where no name stands by a code, the region whose point lies in a wrong shape may have changed places with it."""
    codes = features["code"]
    unnamed = (features["given_name"] == "") & (found.table["inside"] == 0)
    rows = codes[unnamed].reset_index().groupby("code")["index"].agg(list)
    for row in lacking.tolist():
        for other in rows.index.intersection(found.holds[row]):
            for its in rows[other]:
                faults.add(its, "titik_di_lain", f"Titik {names.of(other)} ada di dalam bentuk {names.of(codes[row])}.")


def _without_point(
    codes: "pd.Series[str]", shapes: Shapes, points: pd.DataFrame, found: Places, names: Names, faults: Faults
) -> None:
    """Regions without a known point: how far from those of the kecamatan, and whether another's place is taken."""
    rows = np.flatnonzero((found.table["known"] == 0) & ~shapely.is_empty(shapes))
    rows = rows[codes.iloc[rows].str.len() == LENGTHS[4]]
    if not len(rows):
        return
    held = set(codes[found.table["inside"] > 0])
    given = set(codes)
    under = points.groupby(points.index.str[: LENGTHS[3]])
    for row in rows:
        code = codes[row]
        if code[: LENGTHS[3]] in under.groups:
            near = shapely.MultiPoint(points.loc[under.groups[code[: LENGTHS[3]]]].to_numpy())
            away = float(shapely.distance(near, shapes[row])) * KM
            if away > KECAMATAN_FAR_KM:
                sentence = (
                    f"Bentuk ini {written(away, 0)} km dari titik terdekat di kecamatan {names.name.get(code[:8], code[:8])}."
                )
                faults.add(int(row), "jauh", sentence)
        if any(other in given and other not in held for other in found.holds.get(int(row), [])):
            faults.add(int(row), "milik_lain", _holds_others(code, found, int(row), names))


def by_regency(codes: "pd.Series[str]", found: Places, names: Names, faults: Faults) -> None:
    """A regency with more of its villages' points outside than inside is wrong as a whole: some lie right by chance."""
    table = found.table.assign(regency=codes.str[: LENGTHS[2]])
    villages = table[(codes.str.len() == LENGTHS[4]) & (table["known"] > 0)]
    one = villages.groupby(codes[villages.index]).agg(inside=("inside", "max"), regency=("regency", "first"))
    each = (one["inside"] > 0).groupby(one["regency"]).agg(["sum", "size"])
    wrong = each[(each["size"] >= LEAST_VILLAGES) & (each["sum"] < each["size"] / 2)]
    for regency, count in wrong.iterrows():
        few = f"Hanya {count['sum']} dari {count['size']} desa di {names.of(str(regency))} memuat titiknya sendiri"
        sentence = f"{few}: tidak satu pun diambil."
        for row in np.flatnonzero((table["regency"] == regency) & (codes.str.len() == LENGTHS[4])):
            faults.add(int(row), "kabupaten", sentence)


def by_each_other(codes: "pd.Series[str]", shapes: Shapes, found: Places, names: Names, faults: Faults) -> None:
    """Two regions on one place, and a region outside the one above it."""
    worth = (found.table["inside"] - found.table["foreign"]).to_numpy()
    for pair in stacked(codes, shapes):
        how = "sama dengan bentuk" if pair.share > SAME else "lebih dari separuhnya bertumpuk dengan"
        for row, other in ((pair.one, pair.other), (pair.other, pair.one)):
            # the one that holds more of its own points stays; where neither does, nobody knows which is right
            if (worth[row] <= worth[other] and other not in faults) or row in faults:
                faults.add(row, "bertumpuk", f"Bentuk ini {how} {names.of(codes[other])}.")
    outside = outside_above(codes, shapes)
    children = codes.str.len().map({5: 2, 8: 5, 13: 8})
    children = pd.Series([code[: int(n)] if n == n else "" for code, n in zip(codes, children, strict=True)], index=codes.index)
    total = children.value_counts()
    lost = pd.Series([above for row, above in outside if row not in faults], dtype=object).value_counts()
    wrong = {above for above, count in lost.items() if count > total.get(above, count) / 2}
    for row, above in outside:
        if above not in wrong and found.table["inside"].iat[row] == 0:
            faults.add(
                row, "di_luar_induk", f"Kurang dari separuhnya ada di dalam bentuk {names.of(above)} di berkas yang sama."
            )
    for row in np.flatnonzero(codes.isin(wrong)).tolist():
        above = codes[row]
        among = total.get(above, lost[above])
        sentence = f"Di luar bentuk ini ada {lost[above]} dari {among} wilayah di bawahnya di berkas yang sama."
        faults.add(row, "anak_di_luar", sentence)
