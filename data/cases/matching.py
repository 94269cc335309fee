"""Links records of two sides that are one case: by equal numbers, and by near ones as suggestions for a decision.

A frame of records has one row a case of that side: ``key`` (index); ``quoted``, the normalised LKN or LP it names, and ``own``,
its own numbers normalised, a tuple; ``region_code``; ``handed``, ``first`` and each stage,
days since 1970 or NaN (`data.cases.records`).
"""

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from data.cases.pairs import STAGES

NEAR = 0.85  # least likeness of two numbers for a suggestion: 1 less the share of letters to change, swap, add or drop
NEAR_DAYS = 30  # most days between the two
_LATE_DAYS = 365  # most days from a case's first day until the next agency has it, where only the first day is known
_UNKNOWN_DAYS = 10  # taken for days apart where no stage is dated by both
MOST_SHARING = 20  # records of a side that bear one number: with more it is none
MOST_NEAR = 50  # records that one is held against for a suggestion
_AT_ONCE = 500_000  # pairs in memory
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
    quoted = _of_few(_listed(left, "quoted"), "number").merge(
        _of_few(_listed(right, "quoted"), "number"), on="number", suffixes=("", "_right")
    )
    place = ["number", "region_code"]
    own_left, own_right = (
        _of_few(pd.concat([_listed(side, "own"), _listed(side, "quoted")]).drop_duplicates(), *place) for side in (left, right)
    )
    own = own_left.merge(own_right, on=place, suffixes=("", "_right"))
    found = pd.concat([quoted[["key", "key_right"]], own[["key", "key_right"]]]).drop_duplicates()
    found.columns = pd.Index(["left_key", "right_key"])
    days, wait, plausible = _apart(_days(left).reindex(found["left_key"]), _days(right).reindex(found["right_key"]))
    return found.assign(days=days, wait=wait, plausible=plausible).reset_index(drop=True)


def _of_few(listed: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Without the numbers that more than `MOST_SHARING` records bear, as ``SPDP/2025`` in each row: they say nothing, and pairs
    of all that bear one fill the memory.
    """
    return listed[listed.groupby(list(by))["key"].transform("size") <= MOST_SHARING]


def _listed(side: pd.DataFrame, column: str) -> pd.DataFrame:
    """``key, region_code, number``: a row for each number of each record."""
    listed = side[[column, "region_code"]].explode(column).rename(columns={column: "number"}).rename_axis("key").reset_index()
    # a side without any number has a column of floats, which meets no column of text
    return listed[listed["number"].notna() & (listed["number"] != "")].astype({"number": str, "region_code": str})


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
    """Pairs of one kabupaten/kota with days close together and numbers alike: ``left_key, right_key, days, wait, score``; of
    each left record the `MOST_NEAR` likeliest.
    """
    found = []
    sides = []
    for side in (left, right):
        numbers = _listed(
            side.assign(all=[(*own, quoted) for own, quoted in zip(side["own"], side["quoted"], strict=True)]), "all"
        )
        numbers = _of_few(numbers, "number", "region_code")
        days = side[["handed", "first"]].bfill(axis=1)["handed"].reindex(numbers["key"]).to_numpy(float)
        sides.append(numbers.assign(day=days)[~np.isnan(days)])
    by_place = sides[1].groupby("region_code")
    days_left, days_right = _days(left), _days(right)
    for place, mine in sides[0].groupby("region_code"):
        if place not in by_place.groups:
            continue
        theirs = by_place.get_group(place).sort_values("day", kind="stable")
        for at, other in _within(mine["day"].to_numpy(), theirs["day"].to_numpy(), slow):
            score = process.cpdist(
                mine["number"].to_numpy(object)[at],
                theirs["number"].to_numpy(object)[other],
                scorer=DamerauLevenshtein.normalized_similarity,
                score_cutoff=NEAR,
            )
            keep = np.asarray(score) >= NEAR
            pairs = pd.DataFrame(
                {
                    "left_key": mine["key"].to_numpy(object)[at[keep]],
                    "right_key": theirs["key"].to_numpy(object)[other[keep]],
                    "score": np.asarray(score, dtype=float)[keep],
                }
            )
            days, wait, plausible = _apart(days_left.reindex(pairs["left_key"]), days_right.reindex(pairs["right_key"]))
            found.append(_likeliest(pairs.assign(days=days, wait=wait)[plausible]))
    if not found:
        return pd.DataFrame(columns=["left_key", "right_key", "score", "days", "wait"])
    return _likeliest(pd.concat(found, ignore_index=True))


def _likeliest(pairs: pd.DataFrame) -> pd.DataFrame:
    order = pairs.assign(rank=_rank(pairs)).sort_values(["rank", "right_key"], ascending=[False, True], kind="stable")
    return pairs.loc[order.groupby("left_key").head(MOST_NEAR).index]


def _days(side: pd.DataFrame) -> pd.DataFrame:
    return side[[*STAGES, "handed", "first"]].astype(float)


def _within(days: np.ndarray, others: np.ndarray, slow: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places of all pairs of a day and one of the sorted `others` that lies close enough, about `_AT_ONCE` at a time."""
    first = np.searchsorted(others, days - NEAR_DAYS, "left")
    count = np.searchsorted(others, days + NEAR_DAYS + slow, "right") - first
    part = np.cumsum(count) // _AT_ONCE
    for mine in np.split(np.arange(len(days)), np.flatnonzero(np.diff(part)) + 1):
        often = count[mine]
        yield np.repeat(mine, often), np.arange(often.sum()) - np.repeat(np.cumsum(often) - often - first[mine], often)


def _rank(found: pd.DataFrame) -> pd.Series:
    """How likely pairs are one case: a day apart costs as much as a hundredth of the letters."""
    return found["score"].astype(float) - found["days"].astype(float).abs().fillna(NEAR_DAYS) / 100


def _best(found: pd.DataFrame) -> pd.DataFrame:
    """One suggestion a record at most, the likeliest first."""
    order = found.assign(rank=_rank(found)).sort_values(
        ["rank", "left_key", "right_key"], ascending=[False, True, True], kind="stable"
    )
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
