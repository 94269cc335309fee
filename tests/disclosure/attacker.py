"""An attacker who has never seen the code that hides: asks HiGHS how far a hidden count is bounded.

The unknowns are the finest counts of all areas. Every published cell is an equation over them, counts are at least zero, and a
count that another holds is not larger than it.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array


@dataclass
class Puzzle:
    """Equations and orders over named unknowns; `hidden` are sums of unknowns that were not published."""

    names: dict[object, int] = field(default_factory=dict)
    sums: list[tuple[list[object], float]] = field(default_factory=list)
    orders: list[tuple[object, object]] = field(default_factory=list)  # the first is at most the second
    hidden: dict[object, list[object]] = field(default_factory=dict)

    def publish(self, parts: list[object], value: float) -> None:
        """The sum of some unknowns is known."""
        self.sums.append((self._known(parts), value))

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
        equal, right = self._matrix([(parts, 1.0) for parts, _ in self.sums]), np.array([value for _, value in self.sums])
        upper = None
        if self.orders:
            rows = np.repeat(np.arange(len(self.orders)), 2)
            columns = [self.names[one] for pair in self.orders for one in pair]
            upper = csr_array(
                (np.tile([1.0, -1.0], len(self.orders)), (rows, columns)), shape=(len(self.orders), len(self.names))
            )
        wanted = np.zeros(len(self.names))
        for part in self.hidden[name]:
            wanted[self.names[part]] += 1
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * wanted, A_eq=equal, b_eq=right, A_ub=upper, b_ub=None if upper is None else np.zeros(len(self.orders)),
                bounds=(0, None), method="highs",
            )  # fmt: skip
            assert found.status in (0, 3), found.message  # solved, or without end
            ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
        return ends[0], ends[1]

    def _matrix(self, sums: list[tuple[list[object], float]]) -> csr_array | None:
        if not sums:
            return None
        rows = np.repeat(np.arange(len(sums)), [len(parts) for parts, _ in sums])
        columns = [self.names[part] for parts, _ in sums for part in parts]
        return csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(sums), len(self.names)))
