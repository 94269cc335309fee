"""Links records of two sides that are one case: by equal numbers, and by near ones as suggestions for a decision.

A frame of records has one row a case of that side: ``key`` (index); ``quoted``, the normalised LKN or LP it names, and ``own``,
its own numbers normalised, a tuple; ``region_code``; ``handed``, ``first`` and each stage,
days since 1970 or NaN (`data.cases.records`).
"""

from collections.abc import Collection

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from data.cases.pairs import STAGES

NEAR = 0.85  # least likeness of two numbers for a suggestion: 1 less the share of letters to change, swap, add or drop
NEAR_DAYS = 30  # most days between the two
_LATE_DAYS = 365  # most days from a case's first day until the next agency has it, where only the first day is known
_UNKNOWN_DAYS = 10  # taken for days apart where no stage is dated by both
COLUMNS = ("left_key", "right_key", "state", "way", "score")
Keys = Collection[tuple[str, str]]


def link(left: pd.DataFrame, right: pd.DataFrame, accepted: Keys = (), refused: Keys = (), *, slow: int = 0) -> pd.DataFrame:
    """Links of two sides: ``left_key, right_key, state`` (equal, suggested), ``way`` (number, near), ``score`` 0 to 1.

    Each record is in one link at most. Those of `accepted` pairs are left out: people linked them; `refused` pairs are never
    linked. The right side may be `slow` days later than the left.
    """
    pairs = [(a, b) for a, b in accepted if a in left.index and b in right.index]
    left = left.drop(index=[a for a, _ in pairs])
    right = right.drop(index=[b for _, b in pairs])
    same = _without(_same_number(left, right), refused)
    sure = same[same["plausible"] & _alone(same, "left_key") & _alone(same, "right_key")]
    equal = sure.assign(state="equal", way="number", score=1.0)
    open_left = left.drop(index=equal["left_key"])
    open_right = right.drop(index=equal["right_key"])
    doubtful = same[same["left_key"].isin(open_left.index) & same["right_key"].isin(open_right.index)].assign(score=1.0)
    near = _without(_near_number(open_left, open_right, slow), refused)
    found = pd.concat([doubtful, near], ignore_index=True)
    suggested = _best(found).assign(state="suggested", way="near")
    return pd.concat([equal, suggested], ignore_index=True)[list(COLUMNS)]


def _same_number(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Pairs of records that share a number: ``left_key, right_key, days, wait, plausible``. A number of an agency's own counts
    within one kabupaten/kota alone, a quoted LKN or LP everywhere.
    """
    quoted = _listed(left, "quoted").merge(_listed(right, "quoted"), on="number", suffixes=("", "_right"))
    own_left = pd.concat([_listed(left, "own"), _listed(left, "quoted")])
    own_right = pd.concat([_listed(right, "own"), _listed(right, "quoted")])
    own = own_left.merge(own_right, on=["number", "region_code"], suffixes=("", "_right"))
    found = pd.concat([quoted[["key", "key_right"]], own[["key", "key_right"]]]).drop_duplicates()
    found.columns = pd.Index(["left_key", "right_key"])
    days, wait, plausible = _apart(left.reindex(found["left_key"]), right.reindex(found["right_key"]))
    return found.assign(days=days, wait=wait, plausible=plausible).reset_index(drop=True)


def _listed(side: pd.DataFrame, column: str) -> pd.DataFrame:
    """``key, region_code, number``: a row for each number of each record."""
    listed = side[[column, "region_code"]].explode(column).rename(columns={column: "number"}).rename_axis("key").reset_index()
    return listed[listed["number"].notna() & (listed["number"] != "")]


def _apart(left: pd.DataFrame, right: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For pairs of rows: days between the two by the first stage that both date, NaN where there is none; days from
    handing over to taking; and whether they can be one case.

    Where they share no stage, the right one begins within a year of the left one's first day. Without any day nothing speaks
    against it.
    """
    days = np.full(len(left), np.nan)
    for stage in STAGES:
        between = right[stage].to_numpy(float) - left[stage].to_numpy(float)
        days = np.where(np.isnan(days), between, days)
    taken = right["handed"].to_numpy(float)
    since = taken - left["first"].to_numpy(float)
    with np.errstate(invalid="ignore"):
        later = np.isnan(days) & (since >= -1) & (since <= _LATE_DAYS)
        plausible = (np.abs(days) <= NEAR_DAYS) | later | (np.isnan(days) & np.isnan(since))
    return days, np.abs(taken - left["handed"].to_numpy(float)), plausible


def _near_number(left: pd.DataFrame, right: pd.DataFrame, slow: int) -> pd.DataFrame:
    """Pairs of one kabupaten/kota with days close together and numbers alike: ``left_key, right_key, days, score``."""
    found = []
    sides = []
    for side in (left, right):
        numbers = _listed(
            side.assign(all=[(*own, quoted) for own, quoted in zip(side["own"], side["quoted"], strict=True)]), "all"
        )
        days = side[["handed", "first"]].bfill(axis=1)["handed"].reindex(numbers["key"]).to_numpy(float)
        sides.append(numbers.assign(day=days)[~np.isnan(days)])
    by_place = sides[1].groupby("region_code")
    for place, mine in sides[0].groupby("region_code"):
        if place not in by_place.groups:
            continue
        theirs = by_place.get_group(place).sort_values("day", kind="stable")
        at, other = _within(mine["day"].to_numpy(), theirs["day"].to_numpy(), slow)
        a, b = mine.iloc[at], theirs.iloc[other]
        score = process.cpdist(
            a["number"].tolist(), b["number"].tolist(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=NEAR
        )
        keep = np.asarray(score) >= NEAR
        found.append(
            pd.DataFrame(
                {
                    "left_key": a["key"].to_numpy()[keep],
                    "right_key": b["key"].to_numpy()[keep],
                    "score": np.asarray(score, dtype=float)[keep],
                }
            )
        )
    if not found:
        return pd.DataFrame(columns=["left_key", "right_key", "score", "days", "wait"])
    pairs = pd.concat(found, ignore_index=True)
    days, wait, plausible = _apart(left.reindex(pairs["left_key"]), right.reindex(pairs["right_key"]))
    return pairs.assign(days=days, wait=wait)[plausible]


def _within(days: np.ndarray, others: np.ndarray, slow: int) -> tuple[np.ndarray, np.ndarray]:
    """Places of all pairs of a day and one of the sorted `others` that lies close enough."""
    first = np.searchsorted(others, days - NEAR_DAYS, "left")
    count = np.searchsorted(others, days + NEAR_DAYS + slow, "right") - first
    at = np.repeat(np.arange(len(days)), count)
    return at, np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)


def _best(found: pd.DataFrame) -> pd.DataFrame:
    """One suggestion a record at most: the most alike first, where a day apart costs as much as a hundredth of the letters."""
    rank = found["score"].astype(float) - found["days"].astype(float).abs().fillna(NEAR_DAYS) / 100
    order = found.assign(rank=rank).sort_values(["rank", "left_key", "right_key"], ascending=[False, True, True], kind="stable")
    left: set[str] = set()
    right: set[str] = set()
    kept = []
    for at, a, b in zip(order.index, order["left_key"], order["right_key"], strict=True):
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
            kept.append(at)
    return found.loc[kept]


def _alone(found: pd.DataFrame, column: str) -> pd.Series:
    return ~found[column].duplicated(keep=False)


def _without(found: pd.DataFrame, refused: Keys) -> pd.DataFrame:
    if not refused or found.empty:
        return found
    keys = pd.MultiIndex.from_frame(found[["left_key", "right_key"]])
    return found[~keys.isin(list(refused))]
