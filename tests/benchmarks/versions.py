"""What somebody learns who keeps old versions: `python -m tests.benchmarks.versions [YEAR]`.

A year of cases and suspects of the store that the environment names is published bit by bit, as if each month came whole. As it
comes, each version hides enough by itself, and a hidden month is read off where a regency's total of the year so far was shown
before and after it. By editions nothing is read off; what that costs are regencies whose running total is hidden, and months
that came late and have to wait. Asserts nothing.
"""

import sys

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data import schema
from data.disclosure.editions import FACTS, KEYS, decide
from data.disclosure.families import FAMILIES
from data.disclosure.protect import hidden_cells
from data.settings import Settings
from data.store import Store, open_store

_LAYERS = ("jumlah_kasus", "tersangka")
_EVERY = {"quarter": (3, 6, 9, 12), "half-year": (6, 12), "year": (12,)}


def months(store: Store, year: str) -> pd.DataFrame:
    """Exact cases and suspects of regencies by month: ``indicator, code, period, numerator``."""
    nilai = schema.nilai.c
    statement = (
        sa.select(nilai.indicator, nilai.region_code, nilai.period, nilai.numerator)
        .ext(distinct_on(nilai.indicator, nilai.region_code, nilai.period))
        .where(nilai.indicator.in_(_LAYERS), nilai.level == 2, nilai.status.in_([1, 5]), nilai.period.in_(_names(year)))
        .order_by(nilai.indicator, nilai.region_code, nilai.period, nilai.sensitivity.desc())
    )
    with store.writing() as connection:
        rows = connection.execute(statement).all()
    return pd.DataFrame(rows, columns=["indicator", "code", "period", "numerator"])


def until(rows: pd.DataFrame, month: int) -> pd.DataFrame:
    """Facts once `month` months came."""
    rows = rows[rows["period"].str[5:].astype(int) <= month]
    year, number = rows["period"].str[:4], rows["period"].str[5:].astype(int)
    half = year + "-B" + number.le(6).map({True: "06", False: "12"})
    spans = (rows["period"], year + "-Q" + ((number + 2) // 3).astype(str), half, year)
    areas = ((2, rows["code"]), (1, rows["code"].str[:2]), (0, "ID"))
    wide = pd.concat([rows.assign(level=level, code=code, period=span) for level, code in areas for span in spans])
    sums = wide.groupby(KEYS, as_index=False)["numerator"].sum()
    return sums.assign(denominator=float("nan"), value=sums["numerator"], covered=True)[FACTS]


def hidden_in(cells: pd.DataFrame, period: str) -> set[str]:
    """Regencies whose cases of a period are among hidden `cells`."""
    rows = cells[(cells["indicator"] == _LAYERS[0]) & (cells["period"] == period) & (cells["code"].str.len() == 5)]
    return set(rows["code"])


def main() -> None:
    year = sys.argv[1] if len(sys.argv) > 1 else "2025"
    store = open_store(Settings())
    rows = months(store, year)
    store.close()
    regencies = rows["code"].nunique()
    hidden = read = 0
    before: set[str] = set(rows["code"])
    for month in range(1, 13):
        live = until(rows, month)
        cells = hidden_cells(live[live["level"] == 2], FAMILIES)
        gone, total = hidden_in(cells, f"{year}-{month:02d}"), hidden_in(cells, year)
        hidden += len(gone) if month > 1 else 0
        read += len(gone - total - before)
        before = total
    print(f"as it comes: {hidden} hidden months of {year}, {read} read off two running totals ({100 * read / hidden:.0f} %)")
    for name, ends in _EVERY.items():
        told = pd.DataFrame(columns=[*FACTS, "hidden"])
        shares = []
        for month in ends:
            live = until(rows, month)
            told = told_by(live, decide(live, told).hidden)
            shares.append(f"{100 * len(hidden_in(told[told['hidden']], year)) / regencies:.0f}")
        print(f"editions by {name}: running totals of {', '.join(shares)} % of regencies hidden")
    for share in (0.002, 0.02, 0.1):
        late(rows, share)


def told_by(live: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """An edition of facts with some hidden."""
    at = pd.MultiIndex.from_frame(live[["indicator", "code", "period"]])
    return live.assign(hidden=at.isin(pd.MultiIndex.from_frame(cells)))


def late(rows: pd.DataFrame, share: float) -> None:
    """A half-year is told without a share of its cases, which come with the third quarter: how many of them have to wait."""
    chance = np.random.default_rng(2045)
    wide = rows.pivot(index=["code", "period"], columns="indicator", values="numerator").fillna(0)
    first = wide.index.get_level_values("period").str[5:].astype(int) <= 6
    less = np.where(first, chance.binomial(wide[_LAYERS[0]].astype(int), share), 0)
    before = wide.sub(less, axis=0).stack().rename("numerator").reset_index()[rows.columns]
    half = until(before, 6)
    told = told_by(half, hidden_cells(half[half["level"] == 2], FAMILIES))
    moved = decide(until(rows, 9), told).moved
    months = moved[(moved["level"] == 2) & (moved["period"].str[5:].isin([f"{month:02d}" for month in range(1, 13)]))]
    waiting = len(months[months["indicator"] == _LAYERS[0]])
    print(f"{less.sum()} late cases in {(less > 0).sum()} months of regencies: {waiting} of these months wait")


def _names(year: str) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(1, 13)]


if __name__ == "__main__":
    main()
