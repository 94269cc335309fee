"""An attacker who has never seen the code that hides: asks HiGHS how far a hidden count is bounded.

The unknowns are the finest counts of all areas. Every published cell is an equation over them, counts are at least zero, and a
count that another holds is not larger than it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from data.disclosure.close import LEAST_WIDTH

MOST = 1e6  # of any count; without an end HiGHS takes long to see that there is none


@dataclass
class Puzzle:
    """Equations and orders over named unknowns; `hidden` are sums of unknowns that were not published."""

    names: dict[object, int] = field(default_factory=dict)
    sums: list[tuple[list[object], float]] = field(default_factory=list)
    orders: list[tuple[object, object]] = field(default_factory=list)  # the first is at most the second
    balances: list[tuple[list[object], list[object]]] = field(default_factory=list)
    hidden: dict[object, list[object]] = field(default_factory=dict)
    _built: tuple[csr_array | None, np.ndarray, csr_array | None] | None = None

    def publish(self, parts: list[object], value: float) -> None:
        """The sum of some unknowns is known."""
        self.sums.append((self._known(parts), value))

    def balance(self, parts: list[object], others: list[object]) -> None:
        """Two sums of unknowns are equal."""
        self._known([*parts, *others])
        self.balances.append((parts, others))

    def hide(self, name: object, parts: list[object]) -> None:
        """The sum of some unknowns is what the attacker is after."""
        self.hidden[name] = self._known(parts)

    def order(self, least: object, most: object) -> None:
        """One unknown is at most another."""
        self._known([least, most])
        self.orders.append((least, most))

    def _known(self, parts: list[object]) -> list[object]:
        for part in parts:
            self.names.setdefault(part, len(self.names))
        return parts

    def bounds(self, name: object) -> tuple[float, float]:
        """The narrowest interval that holds a hidden sum."""
        if self._built is None:
            self._built = self._matrices()
        equal, right, upper = self._built
        wanted = np.zeros(len(self.names))
        for part in self.hidden[name]:
            wanted[self.names[part]] += 1
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * wanted, A_eq=equal, b_eq=right, A_ub=upper, b_ub=None if upper is None else np.zeros(len(self.orders)),
                bounds=(0, MOST), method="highs",
            )  # fmt: skip
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]

    def narrow(
        self, names: list[tuple[int, str, str, str]], chance: np.random.Generator, attempts: int
    ) -> tuple[list[tuple[object, float, float]], int]:
        """Hidden sums that are bounded too narrowly, of some picked by chance; and how many were tried."""
        picked = [names[at] for at in chance.permutation(len(names))[:attempts]]
        bounds = [(name, *self.bounds(name)) for name in picked]
        return [found for found in bounds if found[2] - found[1] < LEAST_WIDTH - 1e-6], len(picked)

    def _matrices(self) -> tuple[csr_array | None, np.ndarray, csr_array | None]:
        """A row for each sum, and one for each balance whose other side counts negative; what they come to; the orders."""
        left = [*(parts for parts, _ in self.sums), *(parts for parts, _ in self.balances)]
        right = [*([] for _ in self.sums), *(others for _, others in self.balances)]
        values = np.array([*(value for _, value in self.sums), *(0.0 for _ in self.balances)])
        return (
            self._matrix(left, right),
            values,
            self._matrix([[one] for one, _ in self.orders], [[one] for _, one in self.orders]),
        )

    def _matrix(self, left: list[list[object]], right: list[list[object]]) -> csr_array | None:
        if not left:
            return None
        rows = np.repeat(np.arange(len(left)), [len(one) + len(other) for one, other in zip(left, right, strict=True)])
        columns = [self.names[part] for one, other in zip(left, right, strict=True) for part in (*one, *other)]
        signs = [sign for one, other in zip(left, right, strict=True) for sign in [1.0] * len(one) + [-1.0] * len(other)]
        return csr_array((signs, (rows, columns)), shape=(len(left), len(self.names)))


def within(rows: pd.DataFrame, cells: pd.DataFrame) -> np.ndarray:
    """Which of some facts are among cells, by the columns that these have."""
    columns = list(cells.columns)
    return np.asarray(pd.MultiIndex.from_frame(rows[columns]).isin(pd.MultiIndex.from_frame(cells)))


def count_of(cell: tuple[str, str, str], rows: dict) -> float:
    """The number of a cell, none where there is none."""
    return rows[cell].numerator if cell in rows else 0.0


def attacks_on(countries: Iterable[Any], by_edition: Callable, narrow: Callable) -> int:
    """Attack all editions of countries, as a stranger and as one who knows a regency; gives how many counts were tried.

    Raises `AssertionError` for a hidden count that is bounded too narrowly.
    """
    attacks = 0
    for seed, country in enumerate(countries):
        told, chance = by_edition(country), np.random.default_rng(seed)
        for insider in ("", str(chance.choice(country.regencies))):
            found, tried = narrow(country, told, chance, insider)
            assert not found, (seed, insider, found)
            attacks += tried
    return attacks
