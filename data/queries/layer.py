"""One indicator at one level and period, as a map shows and a table lists it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import distinct_on

from data.facts.indicators import Indicator
from data.facts.indicators import indicator as find_indicator
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.period import Period
from data.model.roles import Sensitivity
from data.model.status import FactStatus
from data.queries.periods import YEARLY, asked_period, computed
from data.store import BYTES, Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION, Level
from geo.stats.classes import METHODS, Breaks, fit


class Nothing(IntEnum):
    """Why a region has no class; the numbers are the bytes sent to the map."""

    TIDAK_DITERBITKAN = 249  # of published figures, which have no row where there is none
    BELUM_LENGKAP = 250
    TERLALU_SEDIKIT = 251
    TIDAK_BERLAKU = 252
    TIDAK_DIUKUR = 253
    TIDAK_DILAPORKAN = 254
    DI_LUAR_WEWENANG = 255


NOTHING = {  # what the map is sent for a fact without a value
    FactStatus.NOT_REPORTED: Nothing.TIDAK_DILAPORKAN,
    FactStatus.NOT_MEASURED: Nothing.TIDAK_DIUKUR,
    FactStatus.NOT_APPLICABLE: Nothing.TIDAK_BERLAKU,
    FactStatus.TOO_FEW: Nothing.TERLALU_SEDIKIT,
    FactStatus.INCOMPLETE: Nothing.BELUM_LENGKAP,
}
UNSTABLE = 64  # set on a class whose rate rests on too few events
_VILLAGE_CODE = len("75.71.01.1001")
_FEWEST = 3  # values of an area that classes can be fitted to
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """The values that classes are fitted to: of the regions numbered `start` to `end` (without it), in `periods` together.

    Without an `end` the whole level; without `periods` the one that is drawn. `method` is one of `geo.stats.classes.METHODS`;
    by default the indicator's own. With `counted` the classes of a categorical indicator that counts are fitted to the counts
    that the scope may see; where it may not, a region is `Nothing.DI_LUAR_WEWENANG`.
    """

    method: str = ""
    start: int = 0
    end: int | None = None
    periods: tuple[str, ...] = ()
    counted: bool = False

    def with_periods(self, *periods: str) -> Self:
        """The same over other periods."""
        return replace(self, periods=periods)


@dataclass(frozen=True)
class Layer:
    """Arrays in region-number order, all of one length.

    `classes` (uint8) holds a class (0..) or a `Nothing`; `value`, `numerator`, `denominator` are NaN where there is none;
    `reported` of `expected` sources came in (0 of 0 where nobody has to report). `breaks` made the classes of a numeric
    indicator; those of a categorical one have no edges.
    """

    indicator: str
    level: int
    period: str
    classes: npt.NDArray[np.uint8]
    value: Floats
    numerator: Floats
    denominator: Floats
    breaks: Breaks
    reported: npt.NDArray[np.int64]
    expected: npt.NDArray[np.int64]

    def counts(self, start: int = 0, end: int | None = None) -> dict[int, int]:
        """How many of the regions numbered `start` to `end` per class and per kind of nothing, only those that occur."""
        found, number = np.unique(self.classes[start:end], return_counts=True)
        return {int(code): int(n) for code, n in zip(found, number, strict=True)}

    def classed(self, breaks: Breaks) -> Self:
        """The same layer with other classes; a class without a value, of which only the class may be seen, is withheld."""
        return replace(self, classes=painted(self.classes, self.value, breaks), breaks=breaks)


class Moment(NamedTuple):
    """A level at one period, before it has classes: `base` holds the class of a categorical indicator, 0 for a known value, or
    a `Nothing`; `shaky` marks rates that rest on too few events (`Indicator.unstable_below`).
    """

    base: npt.NDArray[np.uint8]
    value: Floats
    shaky: npt.NDArray[np.bool_]


# columns of a pack, with the value of a region without a row
_TYPES = {
    "number": ">i4", "class": "u1", "status": "u1", "reported": ">i4", "expected": ">i4", "value": ">f8", "numerator": ">f8",
    "denominator": ">f8",
}  # fmt: skip
_EMPTY = {"number": 0, "class": 255, "status": 0, "reported": 0, "expected": 0} | dict.fromkeys(
    ("value", "numerator", "denominator"), np.nan
)
_COLUMNS = tuple(_TYPES)


def layer(store: Store, scope: Scope, indicator: str, level: int, period: str) -> Layer:
    """The layer as `scope` may see it, with classes fitted to all of it. Regions it may not see are
    `Nothing.DI_LUAR_WEWENANG`.

    Raises `Fault` for an indicator, a level or a period that does not exist.
    """
    item, asked = _item(indicator, level), asked_period(period)
    with store.reading(scope) as connection:
        size, packs = _fetch(connection, level, _packed(item, level, scope, [period], _COLUMNS))
        if not packs and not _is_known_period(connection, asked):
            raise Fault(Problem.UNKNOWN_PERIOD, period=period)
    full = _unpacked(packs, _COLUMNS, size)
    breaks = breaks_of(item, Fit(), {period: full["value"]}, period)
    base = _base(item, full)
    return Layer(
        indicator=item.code,
        level=level,
        period=period,
        classes=base if item.is_categorical else painted(base, full["value"], breaks),
        value=full["value"],
        numerator=full["numerator"],
        denominator=full["denominator"],
        breaks=breaks,
        reported=full["reported"],
        expected=full["expected"],
    )


def moments(store: Store, scope: Scope, indicator: str, level: int, periods: Sequence[str]) -> dict[str, Moment]:
    """A level through time, as `scope` may see it. Raises `Fault` as `layer` does, but not for a period."""
    item = _item(indicator, level)
    names = ["number", "class", "status"]
    if not item.is_categorical or item.compute.steps:
        names += ["value"]
    if item.unstable_below:
        names += ["numerator"]
    with store.reading(scope) as connection:
        size, packs = _fetch(connection, level, _packed(item, level, scope, periods, names))
    result = {}
    for period in periods:
        full = _unpacked([pack for pack in packs if pack[0] == period], names, size)
        shaky = np.zeros(size, dtype=bool)
        if item.unstable_below:
            events = full["numerator"]
            shaky = (full["status"] == FactStatus.KNOWN) & (events > 0) & (events < item.unstable_below)
        result[period] = Moment(_base(item, full), full.get("value", np.full(size, np.nan)), shaky)
    return result


def breaks_of(item: Indicator, chosen: Fit, values: Mapping[str, Floats], period: str) -> Breaks:
    """The breaks that `chosen` asks for, from the values of a level by period; official bands are what they are.

    `period` is drawn where `chosen` names none. An area with fewer than three values is fitted to its whole level: classes of
    one or two values say nothing. Raises `Fault` for a method that does not exist.
    """
    if item.edges:
        return Breaks(item.edges, max(item.decimals, _places(item.edges)), zero=False)
    if item.is_categorical and not chosen.counted:
        return Breaks((), item.decimals)
    method = chosen.method or (METHODS[0] if chosen.counted else item.method)
    if method not in METHODS:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=f"{item.code} ({method})")
    level = np.concatenate([np.maximum(values[one], 0) for one in chosen.periods or (period,)])
    area = level if is_whole(chosen, values, period) else _inside(chosen, values, period)
    return fit(area, item.class_count, method, item.decimals, among=level)


def is_whole(chosen: Fit, values: Mapping[str, Floats], period: str) -> bool:
    """Whether breaks are fitted to the whole level, because the area has too few values or is all of it."""
    one = values[(chosen.periods or (period,))[0]][chosen.start : chosen.end]
    return len(one) < _FEWEST or int(np.isfinite(_inside(chosen, values, period)).sum()) < _FEWEST


def _inside(chosen: Fit, values: Mapping[str, Floats], period: str) -> Floats:
    return np.concatenate([np.maximum(values[one][chosen.start : chosen.end], 0) for one in chosen.periods or (period,)])


def _places(edges: Sequence[float]) -> int:
    return max(len(f"{edge:g}".partition(".")[2]) for edge in edges)


def painted(base: npt.NDArray[np.uint8], value: Floats, breaks: Breaks) -> npt.NDArray[np.uint8]:
    """Classes of the known values in `base`, which holds a `Nothing` elsewhere."""
    known = (base < min(Nothing)) & np.isfinite(value)
    result = np.where(base < min(Nothing), np.uint8(Nothing.DI_LUAR_WEWENANG), base)
    result[known] = breaks.assign(value[known])
    return result


def block(store: Store, scope: Scope, indicator: str, level: int, first: int, last: int) -> pd.DataFrame:
    """Facts of the regions numbered `first` to `last` (without it) in every period, the most exact the scope may see.

    Columns ``number, period, value, numerator, denominator, status``; a region outside the scope has no row.
    """
    item = _item(indicator, level)
    nilai = schema.nilai.c
    columns = [nilai[name] for name in ("number", "period", "value", "numerator", "denominator", "status")]
    statement = (
        sa.select(*columns)
        .ext(distinct_on(nilai.number, nilai.period))
        .where(nilai.indicator == item.code, nilai.level == level, nilai.number >= first, nilai.number < last, YEARLY)
        .order_by(nilai.number, nilai.period, nilai.sensitivity.desc())
    )
    return as_frame(store, scope, statement)


def _item(indicator: str, level: int) -> Indicator:
    item = find_indicator(indicator)
    if level not in item.levels:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=f"{indicator} (tingkat {level})")
    return item


def _fetch(connection: sa.Connection, level: int, packed: sa.Select[Any]) -> tuple[int, list[tuple[Any, ...]]]:
    """How many regions the level has, and the rows of `packed`, in one statement."""
    # regions of a level are numbered from 0 without a gap
    count = sa.select(func.max(schema.region.c.number) + 1).where(
        schema.region.c.level == level, schema.region.c.number.is_not(None)
    )
    frame = sa.select(count.scalar_subquery().label("size")).subquery()
    body = packed.subquery()
    statement = (
        sa.select(frame, body)
        .select_from(frame.join(body, sa.true(), isouter=True))
        .order_by(body.c.period, body.c.sensitivity)
    )
    rows = connection.execute(statement, execution_options=BYTES).all()
    return int(rows[0][0]), [tuple(row[1:]) for row in rows if row.period is not None]


def _packed(item: Indicator, level: int, scope: Scope, periods: Sequence[str], names: Sequence[str]) -> sa.Select[Any]:
    """Rows of period, sensitivity and packed columns, in no order.

    Packs hold public facts whole and those of villages by kecamatan. Facts that only a part of a pack's readers may see are
    read from the facts themselves: few rows, because only restricted ones above the village, and single villages.
    """
    lapis, nilai = schema.lapis.c, schema.nilai.c
    nothing = sa.literal(b"")
    if not item.is_packed:  # few enough to be read as rows
        plain = (
            sa.select(nilai.period, nilai.sensitivity, *(func.string_agg(_sent(name), nothing).label(name) for name in names))
            .where(nilai.indicator == item.code, nilai.level == level, nilai.period.in_(periods))
            .group_by(nilai.period, nilai.sensitivity)
            .subquery()
        )
        return sa.select(plain)
    packs = (
        sa.select(lapis.period, lapis.sensitivity, *(func.string_agg(lapis[name], nothing).label(name) for name in names))
        .where(lapis.indicator == item.code, lapis.level == level, lapis.period.in_(periods))
        .group_by(lapis.period, lapis.sensitivity)
    )
    apart = nilai.sensitivity > 0
    if level == Level.VILLAGE:
        apart = sa.and_(apart, nilai.region_code.in_([code for code in scope.prefixes if len(code) == _VILLAGE_CODE]))
    single = (
        sa.select(nilai.period, nilai.sensitivity, *(func.string_agg(_sent(name), nothing).label(name) for name in names))
        .where(nilai.indicator == item.code, nilai.level == level, nilai.period.in_(periods), apart)
        .group_by(nilai.period, nilai.sensitivity)
    )
    both = sa.union_all(packs, single).subquery()
    return sa.select(both)


def _sent(name: str) -> sa.ColumnElement[bytes]:
    """A fact's column as the bytes that a pack has for it."""
    column = schema.nilai.c[name]
    if _TYPES[name] == ">f8":
        return func.float8send(func.coalesce(column, sa.literal(float("nan"), sa.Double)))
    if _TYPES[name] == "u1":
        return func.substring(func.int4send(func.coalesce(sa.cast(column, sa.Integer), 255)), 4)
    return func.int4send(column)


def _unpacked(packs: Sequence[tuple[Any, ...]], names: Sequence[str], size: int) -> dict[str, npt.NDArray[Any]]:
    """Arrays of the whole level from packs, each laid over those before it: the most exact that the scope may see stays."""
    full = {name: np.full(size, _EMPTY[name], dtype=np.dtype(_TYPES[name]).newbyteorder("=")) for name in names}
    for pack in packs:
        columns: dict[str, bytes] = dict(zip(names, pack[2:], strict=True))
        number = np.frombuffer(bytes(columns["number"]), dtype=">i4")
        if not len(number):
            number = np.arange(len(columns["status"]))
        for name in names:
            if len(columns[name]):
                full[name][number] = np.frombuffer(bytes(columns[name]), dtype=_TYPES[name])
            else:
                full[name][number] = _EMPTY[name]
    return full


def _base(item: Indicator, full: dict[str, npt.NDArray[Any]]) -> npt.NDArray[np.uint8]:
    # a public figure is never withheld by scope: where there is no row, nobody sent one
    absent = Nothing.TIDAK_DILAPORKAN if item.sensitivity == Sensitivity.PUBLIK else Nothing.DI_LUAR_WEWENANG
    absent = Nothing.TIDAK_DITERBITKAN if item.published else absent
    status = full["status"]
    result = np.full(len(status), absent, dtype=np.uint8)
    for code, nothing in NOTHING.items():
        result[status == code] = nothing
    known = status == FactStatus.KNOWN
    result[known] = full["class"][known] if item.is_categorical else 0
    return result


def _is_known_period(connection: sa.Connection, asked: Period) -> bool:
    """Whether the nation's calendar, which everybody may see, has the period: rows out of scope look like no rows at all."""
    nilai = schema.nilai.c
    years = sa.select(func.min(nilai.period), func.max(nilai.period)).where(nilai.region_code == NATION, computed(), YEARLY)
    first, last = connection.execute(years).one()
    if first is None:
        return False
    return Period.parse(first).first_year <= asked.first_year and asked.last_year <= Period.parse(last).last_year
