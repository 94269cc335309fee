"""One indicator at one level and period: what a map paints and a table lists."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import func

from data import schema
from data.access.roles import Sensitivity
from data.access.token import Scope
from data.errors import Fault, Problem
from data.indicators import Indicator
from data.indicators import indicator as find_indicator
from data.store import Store
from geo.classify import assign
from geo.regions import NATION


class Nothing(IntEnum):
    """Why a region has no class; the numbers are the bytes sent to the map."""

    DISEMBUNYIKAN = 251
    TIDAK_BERLAKU = 252
    TIDAK_DIUKUR = 253
    TIDAK_DILAPORKAN = 254
    DI_LUAR_WEWENANG = 255


NOTHING = {
    2: Nothing.TIDAK_DILAPORKAN,
    3: Nothing.TIDAK_DIUKUR,
    4: Nothing.TIDAK_BERLAKU,
    5: Nothing.DISEMBUNYIKAN,
}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Layer:
    """Arrays in region-number order, all of one length.

    `classes` (uint8) holds a class (0..) or a `Nothing`; `value`, `numerator`, `denominator` are NaN where there is none;
    `reported` of `expected` sources came in (0 of 0 where nobody has to report). `edges` are the upper edges of classes
    1.. of a numeric indicator, empty for a categorical one.
    """

    indicator: str
    level: int
    period: str
    classes: npt.NDArray[np.uint8]
    value: Floats
    numerator: Floats
    denominator: Floats
    edges: Floats
    reported: npt.NDArray[np.int64]
    expected: npt.NDArray[np.int64]

    def counts(self, start: int = 0, end: int | None = None) -> dict[int, int]:
        """How many of the regions numbered `start` to `end` per class and per kind of nothing, only those that occur."""
        found, number = np.unique(self.classes[start:end], return_counts=True)
        return {int(code): int(n) for code, n in zip(found, number, strict=True)}


_INTEGERS = ("number", "class", "status", "reported", "expected")
_VALUES = ("value", "numerator", "denominator")


def layer(store: Store, scope: Scope, indicator: str, level: int, period: str) -> Layer:
    """The layer as `scope` may see it. Regions it may not see are `Nothing.DI_LUAR_WEWENANG`.

    Raises `Fault` for an indicator, a level or a period that does not exist.
    """
    item = find_indicator(indicator)
    if level not in item.levels:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=f"{indicator} (tingkat {level})")
    nilai = schema.nilai.c
    rows = (
        sa.select(schema.nilai)
        .where(nilai.indicator == indicator, nilai.period == period, nilai.level == level)
        .order_by(nilai.sensitivity, nilai.number)
        .subquery()
    )
    # columns as packed bytes: 84,000 rows decode in a blink, where rows of Python objects take half a second
    missing = sa.literal(float("nan"), sa.Double)
    columns = [func.int4send(func.coalesce(sa.cast(rows.c[name], sa.Integer), -1)) for name in _INTEGERS]
    columns += [func.float8send(func.coalesce(rows.c[name], missing)) for name in _VALUES]
    packed = [func.string_agg(column, sa.literal(b"")) for column in columns]
    count = sa.select(func.count()).where(schema.region.c.level == level, schema.region.c.number.is_not(None))
    edges = sa.select(schema.class_break.c.edges).where(
        schema.class_break.c.indicator == indicator, schema.class_break.c.level == level
    )
    with store.reading(scope) as connection:
        row = connection.execute(sa.select(*packed, count.scalar_subquery(), edges.scalar_subquery())).one()
        if row[0] is None and not _is_known_period(connection, period):
            raise Fault(Problem.UNKNOWN_PERIOD, period=period)
    return _unpack(item, level, period, tuple(row))


def _is_known_period(connection: sa.Connection, period: str) -> bool:
    """Rows out of the scope look like no rows at all, so ask the nation's calendar, which everybody may see."""
    nilai = schema.nilai.c
    years = sa.select(func.min(nilai.period), func.max(nilai.period)).where(nilai.region_code == NATION)
    first, last = connection.execute(years).one()
    return first is not None and first <= period[:4] <= last


def _unpack(item: Indicator, level: int, period: str, row: tuple[Any, ...]) -> Layer:
    *columns, size, edges = row
    integers = [np.frombuffer(bytes(packed or b""), dtype=">i4").astype(np.int64) for packed in columns[: len(_INTEGERS)]]
    values = [np.frombuffer(bytes(packed or b""), dtype=">f8") for packed in columns[len(_INTEGERS) :]]
    # rows come by rising sensitivity: of each region keep the last, the most exact that the scope may see
    number, last = np.unique(integers[0][::-1], return_index=True)
    keep = len(integers[0]) - 1 - last
    klass, status, came, due = (array[keep] for array in integers[1:])
    full = {name: np.full(size, np.nan) for name in _VALUES}
    for name, array in zip(_VALUES, values, strict=True):
        full[name][number] = array[keep]
    reported, expected = np.zeros(size, np.int64), np.zeros(size, np.int64)
    reported[number], expected[number] = came, due
    breaks = np.array(edges or [], dtype=float)
    known = status == 1
    # of a public figure nothing is hidden by scope: where there is no row, nobody sent one
    absent = Nothing.TIDAK_DILAPORKAN if item.sensitivity == Sensitivity.PUBLIK else Nothing.DI_LUAR_WEWENANG
    classes = np.full(size, absent, dtype=np.uint8)
    for value, nothing in NOTHING.items():
        classes[number[status == value]] = nothing
    classes[number[known]] = klass[known] if item.is_categorical else assign(full["value"][number[known]], breaks)
    return Layer(
        indicator=item.code,
        level=level,
        period=period,
        classes=classes,
        value=full["value"],
        numerator=full["numerator"],
        denominator=full["denominator"],
        edges=breaks,
        reported=reported,
        expected=expected,
    )
