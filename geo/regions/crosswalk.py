"""Figures of regions that were split or renamed, on the former or the current map."""

from typing import TypeVar

import pandas as pd

Amounts = TypeVar("Amounts", "pd.Series[float]", pd.DataFrame)


def shares(crosswalk: pd.DataFrame, people: "pd.Series[float]", today: "pd.Series[str]") -> pd.DataFrame:
    """Each successor's share of an old region: ``old_code, new_code, share``, shares of an old region adding to 1.

    `crosswalk` has ``old_code, new_code`` of one level; a region that still exists under its old code is a successor of its
    own. Shares are by `people` (by current code); where an old region has nobody its successors have equal shares. `today` are
    the current codes. A successor that is in neither counts as empty.
    """
    pairs = crosswalk[["old_code", "new_code"]].drop_duplicates()
    kept = pd.DataFrame({"old_code": pairs["old_code"].unique()})
    kept = kept[kept["old_code"].isin(today)].assign(new_code=lambda frame: frame["old_code"])
    pairs = pd.concat([pairs, kept], ignore_index=True).drop_duplicates().sort_values(["old_code", "new_code"])
    weight = pairs["new_code"].map(people).astype(float).fillna(0.0)
    total = weight.groupby(pairs["old_code"]).transform("sum")
    equal = 1 / pairs.groupby("old_code")["new_code"].transform("count")
    return pairs.assign(share=(weight / total).where(total > 0, equal)).reset_index(drop=True)


def to_new(amounts: "pd.Series[float]", parts: pd.DataFrame) -> "pd.Series[float]":
    """Amounts by old code as amounts by current code: each old region's is divided by its shares, the rest stays.

    The total is preserved. Only for amounts that add up (people, cases, money); a rate is recomputed from such parts.
    """
    old = amounts[amounts.index.isin(parts["old_code"])]
    handed = parts[parts["old_code"].isin(old.index)]
    moved = (handed["old_code"].map(old).astype(float) * handed["share"]).groupby(handed["new_code"]).sum()
    return pd.concat([amounts[~amounts.index.isin(old.index)], moved]).groupby(level=0).sum().sort_index()


def to_old(amounts: Amounts, parts: pd.DataFrame) -> Amounts:
    """Amounts (a series, or columns of them) by current code as amounts by former code: successors are added up, the rest
    stays.

    The total is preserved. Raises `ValueError` where a current region comes from two former ones, because a sum would count it
    twice.
    """
    twice = parts.loc[parts["new_code"].duplicated(), "new_code"]
    if len(twice):
        raise ValueError(f"{', '.join(sorted(set(twice)))} came from more than one region")
    origin = dict(zip(parts["new_code"], parts["old_code"], strict=True))
    return amounts.groupby([origin.get(code, code) for code in amounts.index]).sum().sort_index()
