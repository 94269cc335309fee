"""One indicator at one level and period: what a map paints and a table lists."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import func

from data import schema
from data.access.token import Scope
from data.errors import Fault, Problem
from data.indicators import indicator as find_indicator
from data.store import Store
from geo.classify import assign


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

    `classes` (uint8) holds a class (0..) or a `Nothing`; `value`, `numerator`, `denominator` are NaN where there is
    none; `reported` of `expected` sources came in (0 of 0 where nobody has to report). `edges` are the upper edges of classes 1.. of a numeric indicator, empty for a categorical one.
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
    simulated: bool

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
        row = connection.execute(sa.select(*packed, func.bool_or(rows.c.simulated), count.scalar_subquery(), edges.scalar_subquery())).one()
        if row[0] is None and not _period_exists(connection, indicator, period):
            raise Fault(Problem.UNKNOWN_PERIOD, period=period)
    return _unpack(item.code, level, period, row, categorical=item.is_categorical)


def _period_exists(connection: sa.Connection, indicator: str, period: str) -> bool:
    """A period that the scope may not see looks the same as one without rows, so ask for the calendar instead."""
    first, last = _calendar(connection)
    return bool(first) and (first <= period[:4] <= last)


def _calendar(connection: sa.Connection) -> tuple[str, str]:
    row = connection.execute(sa.select(func.min(schema.nilai.c.period), func.max(schema.nilai.c.period))).one()
    return str(row[0] or ""), str(row[1] or "")[:4]


def _unpack(code: str, level: int, period: str, row: sa.Row[tuple[object, ...]], *, categorical: bool) -> Layer:
    size = int(row[9])  # type: ignore[call-overload]
    number, klass, status, came, due = (
        np.frombuffer(bytes(row[i] or b""), dtype=">i4").astype(np.int64)  # type: ignore[arg-type]
        for i in range(len(_INTEGERS))
    )
    full = {}
    for i, name in enumerate(_VALUES, start=len(_INTEGERS)):
        full[name] = np.full(size, np.nan)
        full[name][number] = np.frombuffer(bytes(row[i] or b""), dtype=">f8")  # type: ignore[arg-type]
    reported, expected = np.zeros(size, np.int64), np.zeros(size, np.int64)
    reported[number], expected[number] = came, due
    edges = np.array(row[10] or [], dtype=float)
    classes = np.full(size, Nothing.DI_LUAR_WEWENANG, dtype=np.uint8)
    # rows come by rising sensitivity: the most exact row that the scope may see is written last
    classes[number] = np.where(status == 1, klass if categorical else 0, 0)
    for value, nothing in NOTHING.items():
        classes[number[status == value]] = nothing
    if not categorical:
        has = np.isfinite(full["value"])
        classes[has] = assign(full["value"][has], edges)
    else:
        classes[number[status == 1]] = klass[status == 1]
    return Layer(
        code, level, period, classes, full["value"], full["numerator"], full["denominator"], edges,
        reported, expected, bool(row[8]),
    )  # fmt: skip
