"""What families of figures add to what was told of them, as facts of their own.

`basis` are facts of regencies as they would be told (``numerator, denominator, covered``) beside what was told of them before
(``numerator_told, denominator_told, covered_told``), one row for each ``indicator, level, code, period``.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.disclosure.families import Family, Flow, Shares, Yearly, members
from data.disclosure.periods import is_month

KEYS = ["indicator", "level", "code", "period"]
CELL = ["indicator", "code", "period"]
FACTS = [*KEYS, "numerator", "denominator", "value", "covered"]
Cell = tuple[str, str]  # a region and a period


def rises_of(family: Family, basis: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What a family adds to what was told, as facts; with a column `moves` what went from the rest of a share to its part."""
    if isinstance(family, Flow | Yearly):
        column = family.count if isinstance(family, Yearly) else "numerator"
        if not basis["indicator"].isin(family.layers).any():
            return
        steps, covered = _layers(family, basis, column)
        more = steps.clip(lower=0).cumsum(axis=1)
        rows = more.stack().rename(column).to_frame().join(covered.stack().rename("covered")).reset_index()
        rows = rows.merge(basis[basis["level"] == 2][[*CELL, "covered_told"]], on=CELL, how="left")
        # where nothing came to what had been told, that nothing came is no secret
        yield _facts(rows).assign(judged=rows["covered"] & (~rows["covered_told"].eq(True) | (rows[column] > 0)))
        for code in family.force if isinstance(family, Flow) else ():
            rows = basis[(basis["indicator"] == code) & (basis["level"] == 2) & (basis["period"].str.len() == 4)]
            more = gain(rows, "numerator", "numerator_told").clip(lower=0)
            yield _facts(rows.assign(numerator=more, denominator=np.nan, value=np.nan)[[*FACTS]])
    elif isinstance(family, Shares):
        for code in family.parts:
            top, rest, rows = _sides(code, basis)
            moves = np.minimum((-rest).clip(lower=0), top.clip(lower=0))
            new = top.clip(lower=0) - moves
            yield _facts(rows.assign(numerator=new, denominator=new + rest.clip(lower=0))[FACTS])
            some = rows["denominator_told"].fillna(0) > rows["numerator_told"].fillna(0)
            yield _facts(rows.assign(numerator=moves, denominator=np.nan, covered=rows["covered"] & some)[FACTS]).assign(
                moves=True
            )


def falls(family: Family, basis: pd.DataFrame) -> set[Cell]:
    """Regencies and periods of which a family has less than was told."""
    if isinstance(family, Flow | Yearly):
        if not basis["indicator"].isin(family.layers).any():
            return set()
        steps, _ = _layers(family, basis, family.count if isinstance(family, Yearly) else "numerator")
        return set(steps.index[(steps < 0).any(axis=1)])
    found: set[Cell] = set()
    for code in family.parts if isinstance(family, Shares) else ():
        top, rest, rows = _sides(code, basis)
        less = rows[top < (-rest).clip(lower=0)]
        found |= set(zip(less["code"], less["period"], strict=True))
    return found


def counted(family: Family) -> tuple[str, ...]:
    """The indicators of a family that count by themselves."""
    return family.layers if isinstance(family, Flow | Yearly) else members(family)


def where_any(rows: pd.DataFrame) -> pd.DataFrame:
    """Where a year brought nothing it is known to have brought nothing, and need not be hidden nor help to hide."""
    some = amount(rows).groupby([rows["code"], rows["period"].str[:4]]).transform("sum") > 0
    judged = rows["judged"] if "judged" in rows else rows["covered"]
    return rows.assign(covered=rows["covered"] & some, judged=judged & some)[[*FACTS, "judged"]]


def _layers(family: Flow | Yearly, basis: pd.DataFrame, column: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each layer has beyond the one before, less what was told of it; and where it was reported."""
    rows = basis[(basis["level"] == 2) & basis["indicator"].isin(family.layers)]
    rows = rows[rows["period"].map(is_month) if isinstance(family, Flow) else rows["period"].str.len() == 4]
    names = [code for code in family.layers if (rows["indicator"] == code).any()]
    wide = (
        rows.assign(change=gain(rows, column, f"{column}_told"))
        .pivot(index=["code", "period"], columns="indicator", values="change")[names]
        .fillna(0)
    )
    steps = wide.diff(axis=1)
    steps[names[:1]] = wide[names[:1]]
    covered = rows.pivot(index=["code", "period"], columns="indicator", values="covered")[names].eq(True)
    return steps, covered


def _sides(code: str, basis: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.DataFrame]:
    """How much more than was told a share has on its side and in the rest."""
    rows = basis[(basis["indicator"] == code) & (basis["level"] == 2) & (basis["period"].str.len() == 4)]
    top = gain(rows, "numerator", "numerator_told")
    return top, gain(rows, "denominator", "denominator_told") - top, rows


def _facts(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(level=2).reindex(columns=FACTS)


def gain(rows: pd.DataFrame, column: str, other: str) -> pd.Series:
    """How much more a column has than another; nothing counts as none."""
    return rows[column].fillna(0) - rows[other].fillna(0)


def amount(rows: pd.DataFrame) -> pd.Series:
    """How much rows bring, on whichever side they count."""
    return rows["numerator"].fillna(0) + rows["denominator"].fillna(0)
