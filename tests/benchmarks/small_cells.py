"""How narrowly published figures bound the small counts among them: `python -m tests.benchmarks.small_cells`.

On the store that the environment names, which should hold the simulated nation. Everything published of new clients in one year
(areas, months to year) becomes bounds on sums of the months of regencies, and HiGHS gives the least and the most that each of
some cells of 1 to 4 can be. The rule promises rounding and nothing more; this says what that is worth. Asserts nothing.
"""

from collections import Counter

import numpy as np
import sqlalchemy as sa
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from data.facts.indicators import SMALL_COUNT
from data.model.period import Grain, Period
from data.model.settings import Settings
from data.store import open_store
from data.store.scope import Scope

INDICATOR, YEAR, TRIES = "rehab_baru", "2025", 200
_START = Period.parse(YEAR).first
_MONTHS = [*Period.of(_START, Grain.MONTH).until(Period.of(Period.parse(YEAR).last, Grain.MONTH))]
MONTHS = [*map(str, _MONTHS)]
INSIDE = {
    str(period): [str(month) for month in _MONTHS if period.contains(month)]
    for period in {month.parent(grain) for month in _MONTHS for grain in Grain if grain is not Grain.POOLED}
}


def main() -> None:
    store = open_store(Settings())
    with store.reading(Scope.public()) as connection:
        rows = connection.execute(
            sa.text(
                "select level, region_code, period, numerator, status from analitik.nilai where indicator = :code "
                "and starts_with(period, :year) and status in (1, 5)"
            ),
            {"code": INDICATOR, "year": YEAR},
        ).all()
    store.close()
    cells = [(row.region_code, row.period) for row in rows if row.level == 2 and row.period in MONTHS]
    at = {cell: i for i, cell in enumerate(cells)}
    codes = {code for code, _ in cells}
    entries, most, least = [], [], []
    for i, row in enumerate(rows):
        inside = [code for code in codes if row.region_code == "ID" or code.startswith(row.region_code)]
        entries += [(i, at[code, month]) for code in inside for month in INSIDE[row.period] if (code, month) in at]
        few = row.status == 5
        least.append(1 if few else max(0, row.numerator - SMALL_COUNT // 2))
        most.append(SMALL_COUNT - 1 if few else row.numerator + (SMALL_COUNT // 2 if row.numerator else 0))
    sums = csr_array((np.ones(len(entries)), tuple(np.array(entries).T)), shape=(len(rows), len(cells)))
    both, ends = vstack([sums, -sums]), np.concatenate([most, -np.array(least)])
    small = [at[row.region_code, row.period] for row in rows if row.status == 5 and (row.region_code, row.period) in at]
    widths: Counter[int] = Counter()
    for cell in np.random.default_rng(1).permutation(small)[:TRIES]:
        goal = np.zeros(len(cells))
        goal[cell] = 1
        low, high = (
            linprog(sign * goal, A_ub=both, b_ub=ends, bounds=(0, None), method="highs").fun * sign for sign in (1, -1)
        )
        widths[int(np.floor(high + 1e-6) - np.ceil(low - 1e-6)) + 1] += 1
    tried = sum(widths.values())
    print(f"{INDICATOR} {YEAR}: {tried} of {len(small)} cells of 1 to {SMALL_COUNT - 1} among {len(rows)} published figures")
    for width in sorted(widths):
        print(f"  {width} possible value(s): {widths[width]} cells, {100 * widths[width] / tried:.0f} %")


if __name__ == "__main__":
    main()
