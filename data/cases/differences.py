"""Entries of the register and counts of agreement, made of two sides and their links."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.cases.pairs import ACT_OF, AGENCIES, INVESTIGATOR, PRISON, STAGES, WAIT_DAYS, Pair
from geo.regions.codes import NATION

ENTRY = (
    "kind", "left_key", "right_key", "left_number", "right_number", "left_region", "right_region", "day", "fields", "score",
    "agencies", "holders", "child", "owner",
)  # fmt: skip
KINDS = ("only_left", "only_right", "differs", "suggested")
_COUNTS = ("agree", "differ", "only_left", "only_right", "suggested")


@dataclass(frozen=True)
class Compared:
    """`entries` as the register holds them (`ENTRY`), and `counts`: ``region_code, month`` and five numbers, each region and
    those above it.
    """

    entries: pd.DataFrame
    counts: pd.DataFrame


def compare(
    pair: Pair,
    left: pd.DataFrame,
    right: pd.DataFrame,
    linked: pd.DataFrame,
    suggested: pd.DataFrame,
    last_day: int,
    young: set[str],
) -> Compared:
    """What the two sides of a pair disagree about.

    `linked` and `suggested` have ``left_key, right_key`` (and ``score``); `last_day` is in days since 1970; `young` are keys of
    cases with a suspect under 18, as the investigator or the root of a record names them.
    """
    a, b = left.reindex(linked["left_key"]), right.reindex(linked["right_key"])
    fields, owner = _differing(pair, a, b)
    differs = np.fromiter((bool(one) for one in fields), dtype=bool, count=len(fields))
    both = _pairs(a, b, fields)[differs].assign(kind="differs", score=np.nan)
    both["owner"] = _owners(pair, a, b, owner)[differs]
    near_a, near_b = left.reindex(suggested["left_key"]), right.reindex(suggested["right_key"])
    near = _pairs(near_a, near_b, _days_of_both(near_a, near_b)).assign(
        kind="suggested", score=suggested["score"].to_numpy(dtype=float), owner=pair.right
    )
    alone_left = left.drop(index=[*linked["left_key"]])
    alone_left = alone_left[_expected(pair, alone_left, last_day)]
    alone_right = right.drop(index=[*linked["right_key"]])
    alone_right = alone_right[alone_right["handed"] <= last_day - WAIT_DAYS]
    only_left = _one(alone_left, "left").assign(owner=pair.right)
    only_right = _one(alone_right, "right").assign(owner=pair.left)
    only_left = only_left[~only_left["left_key"].isin(set(suggested["left_key"]))]
    only_right = only_right[~only_right["right_key"].isin(set(suggested["right_key"]))]
    entries = pd.concat([both, near, only_left, only_right], ignore_index=True)
    entries["left_agency"] = left["agency"].reindex(entries["left_key"]).to_numpy(object)
    entries["right_agency"] = right["agency"].reindex(entries["right_key"]).to_numpy(object)
    entries = _concerned(
        pair, entries, _is_young(entries["left_key"], left, young), _is_young(entries["right_key"], right, young)
    )
    kept = entries.drop(columns=["left_agency", "right_agency"])[list(ENTRY)]
    return Compared(kept, _counted(a, b, differs, alone_left, alone_right, suggested, last_day - WAIT_DAYS - pair.slow))


def _differing(pair: Pair, a: pd.DataFrame, b: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Fields that differ for rows of `a` and `b` side by side, ``{name: [left, right]}``, and the side that mends the first."""
    fields: list[dict[str, list[str | None]]] = [{} for _ in range(len(a))]
    owner = [""] * len(a)

    def add(name: str, at: np.ndarray, one: np.ndarray, other: np.ndarray, mends: str) -> None:
        for row in np.flatnonzero(at):
            fields[row][name] = [_word(one[row]), _word(other[row])]
            owner[row] = owner[row] or mends

    for stage in STAGES:
        one, other = a[stage].to_numpy(float), b[stage].to_numpy(float)
        at = np.isfinite(one) & np.isfinite(other) & (one != other)
        mends = pair.left if ACT_OF[stage] == pair.right else pair.right
        add(stage, at, _dates(one), _dates(other), mends)
    judged = ("putusan_outcome", "eksekusi_outcome" if pair.right == PRISON else "putusan_outcome")
    one, other = a[judged[0]].to_numpy(object), b[judged[1]].to_numpy(object)
    at = pd.notna(one) & pd.notna(other) & (one != other)
    add("outcome", at, one, other, pair.right if pair.right == PRISON else pair.left)
    one, other = a["region_code"].to_numpy(object), b["region_code"].to_numpy(object)
    add("region", pd.notna(one) & pd.notna(other) & (one != other), one, other, pair.right)
    return pd.Series(fields, dtype=object), pd.Series(owner, dtype=object)


def _days_of_both(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Days of every stage that either side dates, ``{stage: [left, right]}``: by them people decide whether it is one case."""
    fields: list[dict[str, list[str | None]]] = [{} for _ in range(len(a))]
    for stage in STAGES:
        one, other = a[stage].to_numpy(float), b[stage].to_numpy(float)
        left, right = _dates(one), _dates(other)
        for row in np.flatnonzero(np.isfinite(one) | np.isfinite(other)):
            fields[row][stage] = [left[row], right[row]]
    return pd.Series(fields, dtype=object)


def _dates(days: np.ndarray) -> np.ndarray:
    made = np.full(len(days), None, dtype=object)
    known = np.isfinite(days)
    made[known] = np.datetime_as_string(days[known].astype("int64").astype("datetime64[D]"))
    return made


def _word(value: object) -> str | None:
    return None if value is None or value is pd.NaT or value != value else str(value)


def _pairs(a: pd.DataFrame, b: pd.DataFrame, fields: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "left_key": a.index,
            "right_key": b.index,
            "left_number": _number(a),
            "right_number": _number(b),
            "left_region": a["region_code"].to_numpy(object),
            "right_region": b["region_code"].to_numpy(object),
            "day": _handed(a, b),
            "fields": fields.to_numpy(),
        }
    )


def _handed(a: pd.DataFrame, b: pd.DataFrame) -> np.ndarray:
    """The day on which the left side handed the case over; where it names none, when the right one took it."""
    return np.where(a["handed"].notna(), a["handed"].to_numpy(float), b["handed"].to_numpy(float))


def _one(side: pd.DataFrame, where: str) -> pd.DataFrame:
    other = "right" if where == "left" else "left"
    return pd.DataFrame(
        {
            "kind": f"only_{where}",
            f"{where}_key": side.index,
            f"{other}_key": "",
            f"{where}_number": _number(side),
            f"{other}_number": "",
            f"{where}_region": side["region_code"].to_numpy(object),
            f"{other}_region": None,
            "day": side["handed"].to_numpy(float),
            "fields": [{} for _ in range(len(side))],
            "score": np.nan,
        }
    )


def _number(side: pd.DataFrame) -> np.ndarray:
    """What people call the record by: the LKN or LP it names and the agency's own number."""
    lkn, own = side["lkn"].fillna("").astype(str), side["number"].fillna("").astype(str)
    both = (lkn != "") & (own != "")
    return np.where(both, lkn + " · " + own, lkn + own)


def _expected(pair: Pair, left: pd.DataFrame, last_day: int) -> np.ndarray:
    """Whether the right side should know records that only the left one has."""
    due = (left["handed"] <= last_day - WAIT_DAYS - pair.slow).to_numpy()
    if pair.only_prison:
        due = due & (left["putusan_outcome"] == "penjara").to_numpy()
    return due


def _owners(pair: Pair, a: pd.DataFrame, b: pd.DataFrame, owner: pd.Series) -> np.ndarray:
    return np.where(owner.to_numpy() == "", pair.right, owner.to_numpy())


def _concerned(pair: Pair, entries: pd.DataFrame, young_left: np.ndarray, young_right: np.ndarray) -> pd.DataFrame:
    """With the agencies concerned, those that hold a record, and the owner as an agency where one investigator is known.

    Of a suggestion about a child only the side whose record is about it counts as holding one: the other may have another case.
    """
    agencies, holders, owners = [], [], []
    sides = (entries["left_agency"], entries["right_agency"], young_left, young_right)
    for kind, owner, a, b, young_a, young_b in zip(entries["kind"], entries["owner"], *sides, strict=True):
        unsure = kind == "suggested" and (young_a or young_b)
        known = [(a, young_a), (b, young_b)]
        holders.append(_array([name for name, own in known if isinstance(name, str) and (own or not unsure)]))
        concerned = [
            [a] if isinstance(a, str) else [*AGENCIES[pair.left]],
            [b] if isinstance(b, str) else [*AGENCIES[pair.right]],
        ]
        agencies.append(_array([name for side in concerned for name in side]))
        owners.append(a if owner == INVESTIGATOR and isinstance(a, str) else owner)
    return entries.assign(agencies=agencies, holders=holders, owner=owners, child=young_left | young_right)


def _array(names: list[str]) -> str:
    return "{" + ",".join(names) + "}"


def _is_young(keys: pd.Series, side: pd.DataFrame, young: set[str]) -> np.ndarray:
    """Whether records are about a case with a suspect under 18, by their own number or that of their root."""
    roots = side["root_key"] if "root_key" in side else pd.Series(side.index, index=side.index)
    found: np.ndarray = keys.map(roots).isin(young).to_numpy() | keys.isin(young).to_numpy()
    return found


def _counted(
    a: pd.DataFrame,
    b: pd.DataFrame,
    differs: np.ndarray,
    alone_left: pd.DataFrame,
    alone_right: pd.DataFrame,
    suggested: pd.DataFrame,
    until: int,
) -> pd.DataFrame:
    """Counts by region and month of the day on which the case was handed over, each region with those above it.

    Cases handed over after `until` are left out whether linked or not: those without a partner are not missing yet.
    """
    day = _handed(a, b)
    parts = [
        _where(a["region_code"].to_numpy(object), day).assign(agree=~differs, differ=differs),
        _where(alone_left["region_code"].to_numpy(object), alone_left["handed"].to_numpy(float)).assign(
            only_left=1, suggested=alone_left.index.isin(set(suggested["left_key"]))
        ),
        _where(alone_right["region_code"].to_numpy(object), alone_right["handed"].to_numpy(float)).assign(only_right=1),
    ]
    rows = pd.concat(parts, ignore_index=True).dropna(subset=["region_code", "month"])
    rows = rows[rows["day"] <= until]
    rows = rows.reindex(columns=["region_code", "month", *_COUNTS]).fillna(0)
    rows[list(_COUNTS)] = rows[list(_COUNTS)].astype(int)
    below = rows.groupby(["region_code", "month"], as_index=False).sum()
    levels = [below, below.assign(region_code=below["region_code"].str[:2]), below.assign(region_code=NATION)]
    return pd.concat(levels).groupby(["region_code", "month"], as_index=False).sum()


def _where(regions: np.ndarray, days: np.ndarray) -> pd.DataFrame:
    month = np.full(len(days), None, dtype=object)
    known = np.isfinite(days)
    month[known] = np.datetime_as_string(days[known].astype("int64").astype("datetime64[D]").astype("datetime64[M]"))
    return pd.DataFrame({"region_code": regions, "month": month, "day": days})
