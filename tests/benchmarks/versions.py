"""What somebody learns who keeps old versions: `python -m tests.benchmarks.versions [YEAR]`.

Every version hides enough by itself. Here a year of cases and suspects of the store that the environment names is published
month by month, as if each month came whole. A month that is hidden is read off where a regency's total of the year so far was
shown before and after it. Then what two ways to stop that would cost, as shares of regencies whose running total is hidden.
Asserts nothing.
"""

import sys

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import schema
from data.disclosure.close import MONTHS, ROOT, Counts, Flags, Table, close
from data.settings import Settings
from data.store import Store, open_store

_MONTH, _QUARTER, _YEAR = 3, 2, 0  # depths in `MONTHS`


def grids(store: Store, year: str) -> tuple[Counts, Flags, np.ndarray]:
    """Exact cases and suspects ``(2, regencies, 12)``, which months were reported, and the province of each regency."""
    nilai = schema.nilai.c
    statement = sa.select(nilai.indicator, nilai.region_code, nilai.period, nilai.numerator).where(
        nilai.indicator.in_(["jumlah_kasus", "tersangka"]), nilai.level == 2, nilai.sensitivity == 2, nilai.status == 1,
        nilai.period.in_([f"{year}-{month:02d}" for month in range(1, 13)]),
    )  # fmt: skip
    with store.writing() as connection:
        rows = pd.DataFrame(connection.execute(statement).all(), columns=["indicator", "code", "period", "count"])
    codes = sorted(rows["code"].unique())
    months = [f"{year}-{month:02d}" for month in range(1, 13)]
    wide = [
        rows[rows["indicator"] == name].pivot(index="code", columns="period", values="count").reindex(codes, columns=months)
        for name in ("jumlah_kasus", "tersangka")
    ]
    covered = wide[0].notna().to_numpy()
    province = pd.factorize(pd.Series(codes).str[:2])[0]
    return np.stack([frame.fillna(0).to_numpy(float) for frame in wide]), covered, province


def until(layers: Counts, covered: Flags, province: np.ndarray, month: int, forced: Flags | None = None) -> Table:
    """What is published once `month` months came; `forced` rows hide their running total whatever it is."""
    came = covered.copy()
    came[:, month:] = False
    table = Table(np.where(came, layers, 0), province, MONTHS, came)
    if forced is not None:
        table.forced[ROOT] = forced
    return close(table)


def main() -> None:
    year = sys.argv[1] if len(sys.argv) > 1 else "2025"
    store = open_store(Settings())
    layers, covered, province = grids(store, year)
    store.close()
    hidden = read = 0
    before = until(layers, covered, province, 1)
    shares = []
    for month in range(2, 13):
        now = until(layers, covered, province, month)
        closed = now.hidden(_MONTH, month - 1)[0] & covered[:, month - 1]
        hidden += int(closed.sum())
        read += int((closed & ~now.hidden(_YEAR, 0)[0] & ~before.hidden(_YEAR, 0)[0]).sum())
        shares.append(now.hidden(_YEAR, 0)[0].mean())
        before = now
    print(f"hidden months of {year}: {hidden}; read off two running totals: {read} ({100 * read / hidden:.0f} %)")
    print(f"running totals hidden now: {100 * np.mean(shares):.0f} % of regencies, of the whole year {100 * shares[-1]:.0f} %")
    for name, depth in (
        ("no running total beside a hidden month", _MONTH),
        ("steps of quarters, none beside a hidden one", _QUARTER),
    ):
        costs = []
        for month in (3, 6, 9):
            table = until(layers, covered, province, month)
            while True:
                beside = np.any([table.hidden(depth, at)[0] for at in range(len(MONTHS[depth]))], axis=0)
                again = until(layers, covered, province, month, beside)
                if (again.closed[ROOT] == table.closed[ROOT]).all():
                    break
                table = again
            costs.append(f"{100 * table.closed[ROOT].mean():.0f}")
        print(f"{name}: {', '.join(costs)} % hidden after March, June, September")


if __name__ == "__main__":
    main()
