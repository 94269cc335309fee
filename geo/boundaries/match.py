"""Matches each feature with a region: by code, by old code, by name within its parent; else it stays unmatched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import reference
from geo.regions.codes import Level
from geo.regions.names import key

_DIGITS = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}
_CODE = re.compile(r"[0-9]+([ .-][0-9]+)*")
_AROUND = " \t\r\n\0"  # a fixed-width column is filled up with these
_LEAST_SHARE = 0.5
_SIMILARITY = 0.8


@dataclass(frozen=True)
class Matched:
    """`features` with ``code, matched_by, given_code, given_name, geometry``; `unmatched` with what was given and why.

    `columns` says which column of the file was used for what; `renamed` lists features whose code matches and whose name does
    not.
    """

    features: gpd.GeoDataFrame
    unmatched: pd.DataFrame
    renamed: pd.DataFrame
    columns: dict[str, str]


def match(
    features: gpd.GeoDataFrame,
    regions: pd.DataFrame,
    crosswalk: pd.DataFrame,
    *,
    meaning: Mapping[str, str] | None = None,
) -> Matched:
    """Match polygons with current `regions` (``code, name, level``), by `crosswalk` (``old_code, new_code``) where needed.

    `meaning` says which of our codes another list's codes (with dots) stand for; an empty one leaves the names alone to match.
    """
    known = regions[regions["level"] > 0]
    names = dict(zip(known["code"], known["name"].map(key), strict=True))
    old = crosswalk.groupby("old_code")["new_code"].agg(list).to_dict()
    keys_by_level = {level: set(known.loc[known["level"] == level, "name"].map(key)) for level in range(1, 5)}
    parts: list[pd.DataFrame] = []
    used: dict[str, str] = {}
    for _, group in features.groupby(["_file", "_layer"], sort=False):
        code_column = _code_column(group, set(names) | set(old) if meaning is None else set(meaning))
        name_columns = _name_columns(group, keys_by_level, code_column)
        used |= {name: column for name, column in (("kode", code_column), *name_columns.items()) if column}
        parts.append(_described(group, code_column, name_columns, keys_by_level))
    frame = pd.concat(parts, ignore_index=True)
    if meaning is not None:
        frame["given_code"] = pd.Series([meaning.get(code) for code in frame["given_code"]], dtype=object)
    frame = gpd.GeoDataFrame(frame, geometry="geometry", crs=features.crs)
    # a code that was another region's before the split proves nothing without its name
    reused = {code for code in old if code in names} | {code for codes in old.values() for code in codes if code in old}
    frame["code"], frame["matched_by"] = None, ""
    by_code = _among(frame["given_code"], set(names))
    same = frame["given_name"].map(key) == frame["given_code"].map(names)
    doubtful = by_code & ~same & (frame["given_name"] != "")
    doubtful &= np.any([_among(frame["given_code"].str[:length], reused) for length in (2, 5, 8, 13)], axis=0)
    # another spelling of the same name is still a match
    spelt = [similar(key(row.given_name), names[row.given_code]) for row in frame[doubtful].itertuples()]
    doubtful[doubtful] = ~np.array(spelt, dtype=bool)
    accept = by_code & ~doubtful
    frame.loc[accept, "code"] = frame.loc[accept, "given_code"]
    frame.loc[accept, "matched_by"] = "kode"
    _by_old_code(frame, old, names)
    _by_name(frame, known)
    taken = frame["code"].notna()
    renamed = frame[accept & ~same & (frame["given_name"] != "")]
    left = frame.loc[~taken, ["given_code", "given_name", "_file"]]
    left["given_code"] = left["given_code"].fillna(frame["code_cell"])
    return Matched(
        frame[taken].reset_index(drop=True),
        left.reset_index(drop=True),
        renamed[["code", "given_name"]].assign(name=renamed["code"].map(dict(zip(known["code"], known["name"], strict=True)))),
        used,
    )


def _among(values: pd.Series, known: set[str]) -> pd.Series:
    """Which values are known; `Series.isin` turns the set into an array each time, a tenth of a second for all villages."""
    return pd.Series([value in known for value in values.to_numpy(dtype=object)], index=values.index, dtype=bool)


def similar(one: str, other: str) -> bool:
    """Whether two names (see `key`) are spellings of one."""
    return SequenceMatcher(None, one, other).ratio() >= _SIMILARITY


@lru_cache(maxsize=1)
def bps_codes() -> dict[str, str]:
    """Our codes by those of BPS, as `as_code` writes them. A kecamatan's seven digits are no such code."""
    return {dotted: code for bps, code in reference.bps_pairs() if (dotted := as_code(bps)) is not None}


def as_code(value: object) -> str | None:
    """A cell as a Kemendagri code (``75``, ``75.71``, ...), whatever its dots, spaces or number format; else ``None``."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = re.sub(r"\.0$", "", str(value).strip(_AROUND))
    digits = re.sub(r"[ .-]", "", text)
    # "12.--.--.----" is how a neighbour's land is marked, "71.05/71.10" a lake of two regions: neither is a region
    if len(digits) not in _DIGITS or not _CODE.fullmatch(text):
        return None
    split, at = [], 0
    for width in _DIGITS[len(digits)]:
        split.append(digits[at : at + width])
        at += width
    return ".".join(split)


def _text_columns(frame: pd.DataFrame) -> list[str]:
    return [column for column in frame.columns if column not in ("geometry", "_file", "_layer")]


def _code_column(frame: pd.DataFrame, known: set[str]) -> str | None:
    best: tuple[float, float, str] | None = None
    for column in _text_columns(frame):
        codes = frame[column].map(as_code)
        hits = _among(codes, known)
        distinct = codes[hits].nunique() / max(int(hits.sum()), 1)
        if hits.mean() < _LEAST_SHARE or distinct < _LEAST_SHARE:
            continue  # a parent's code is in many rows, a region's own in one
        depth = codes[hits].str.count(r"\.").mean()
        if best is None or (depth, hits.mean()) > best[:2]:
            best = (depth, float(hits.mean()), column)
    return best[2] if best else None


def _name_columns(frame: pd.DataFrame, keys_by_level: dict[int, set[str]], code_column: str | None) -> dict[str, str]:
    """Column of the names of each parent level, as ``nama_1`` .. ``nama_3``, and ``nama``: that of the features themselves."""
    result: dict[str, str] = {}
    keys = {column: frame[column].dropna().astype(str).map(key) for column in _text_columns(frame) if column != code_column}
    keys = {column: values for column, values in keys.items() if values.str.contains("[a-z]").mean() > _LEAST_SHARE}
    shares = {
        (level, column): _among(values, keys_by_level[level]).mean() for level in range(1, 5) for column, values in keys.items()
    }
    every = set().union(*keys_by_level.values())
    variety = {column: values.nunique() for column, values in keys.items()}
    for column, values in keys.items():
        if _among(values, every).mean() >= _LEAST_SHARE and variety[column] == max(variety.values()):
            result["nama"] = column
    # parents are fewer than their children: a capital's name beside a regency's is no parent
    fewer = [c for c in keys if variety[c] <= 0.8 * variety[result["nama"]]] if "nama" in result else []
    # a province's name may be its regency's too: from the deepest level up, the column with more different names
    for level in (3, 2, 1):
        fits = [c for c in fewer if shares[level, c] >= _LEAST_SHARE and c not in result.values()]
        best = max((shares[level, c] for c in fits), default=0.0)
        if fits:
            result[f"nama_{level}"] = max((c for c in fits if shares[level, c] >= best - 0.1), key=lambda c: variety[c])
    return result


def _described(
    frame: pd.DataFrame, code_column: str | None, names: dict[str, str], keys_by_level: dict[int, set[str]]
) -> pd.DataFrame:
    def text(column: str | None) -> pd.Series:
        if column is None:
            return pd.Series("", index=frame.index)
        return frame[column].fillna("").astype(str).str.strip()

    given = frame[code_column].map(as_code) if code_column else pd.Series(None, index=frame.index, dtype=object)
    result = pd.DataFrame({"_file": frame["_file"], "given_code": given, "given_name": text(names.get("nama"))})
    result["code_cell"] = text(code_column)
    for level in range(1, 4):
        result[f"name_{level}"] = text(names.get(f"nama_{level}"))
    # without code and parents the names themselves show which level they are of
    own = result["given_name"].map(key)
    result["_alone"] = max(range(1, 5), key=lambda level: _among(own, keys_by_level[level]).mean())
    result["geometry"] = frame["geometry"]
    return result


def _by_old_code(frame: gpd.GeoDataFrame, old: dict[str, list[str]], names: dict[str, str]) -> None:
    todo = frame.index[frame["code"].isna() & _among(frame["given_code"], set(old))]
    for i in todo:
        wanted = key(frame.at[i, "given_name"])
        new = [code for code in old[frame.at[i, "given_code"]] if not wanted or names.get(code) == wanted]
        if len(new) == 1 and new[0] in names:
            frame.loc[i, ["code", "matched_by"]] = [new[0], "kode_lama"]


def _by_name(frame: gpd.GeoDataFrame, regions: pd.DataFrame) -> None:
    """The only region of that name below the parent that the feature's code or its other names give."""
    table = regions.assign(own=regions["name"].map(key))
    own_name = dict(zip(table["code"], table["own"], strict=True))
    lengths = {Level.REGENCY: 2, Level.DISTRICT: 5, Level.VILLAGE: 8}
    for level in (4, 3, 2, 1):
        part = table[table["level"] == level]
        todo = frame[frame["code"].isna() & (_level(frame) == level) & (frame["given_name"] != "")]
        if todo.empty:
            continue
        wanted = todo["given_name"].map(key)
        found = pd.Series(None, index=todo.index, dtype=object)
        if level > 1:
            parent = todo["given_code"].str[: lengths[Level(level)]]
            found = _unique(part, [part["code"].str[: lengths[Level(level)]]], wanted, [parent])
            given = [up for up in range(1, level) if (todo[f"name_{up}"] != "").any()]
            above = [part["code"].str[: (2, 5, 8)[up - 1]].map(own_name) for up in given]
            if given:
                by_path = _unique(part, above, wanted, [todo[f"name_{up}"].map(key) for up in given])
                found = found.fillna(by_path)
        if level <= Level.REGENCY:
            found = found.fillna(_unique(part, [], wanted, []))
        good = found.dropna()
        free = good[~good.isin(set(frame["code"].dropna()))]
        frame.loc[free.index, "code"] = free
        frame.loc[free.index, "matched_by"] = "nama"


def _level(frame: pd.DataFrame) -> pd.Series:
    """Level of a feature: from its code, else one below the deepest parent that it names, else that of its name."""
    by_code = frame["given_code"].str.count(r"\.") + 1
    deepest = np.max([np.where(frame[f"name_{level}"] != "", level, 0) for level in range(1, 4)], axis=0)
    by_name = pd.Series(np.where(deepest > 0, deepest + 1, frame["_alone"]), index=frame.index)
    return by_code.fillna(by_name).astype(int)


def _unique(part: pd.DataFrame, above: list[pd.Series], wanted: pd.Series, parents: list[pd.Series]) -> pd.Series:
    """Code of the one region of `part` whose own name and parents are those wanted, by row; missing where none or several."""
    columns = [*above, part["own"]]
    left = pd.MultiIndex.from_arrays([column.astype(object) for column in columns])
    codes = pd.Series(part["code"].to_numpy(), index=left)
    codes = codes[~codes.index.duplicated(keep=False)]
    right = pd.MultiIndex.from_arrays([column.astype(object) for column in [*parents, wanted]])
    return pd.Series(codes.reindex(right).to_numpy(), index=wanted.index, dtype=object)
