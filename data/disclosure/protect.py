"""From exact facts to the cells that stay hidden."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.disclosure.close import LEAST_WIDTH, MONTHS, ROOT, Counts, Flags, Node, Span, Table, categories, close
from data.disclosure.families import Family, Flow, Shares, Stock, Yearly, members, total_of
from data.disclosure.periods import around, is_month, last_month_of, months_of

NATION = "ID"
_YEAR: Node = (0, 0)
Shut = set[tuple[str, str]]  # areas and periods


@dataclass(frozen=True)
class Places:
    """Regencies in order of their codes, and the place of each one's province among `provinces`."""

    regencies: pd.Index
    provinces: pd.Index
    group: np.ndarray

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Places":
        regencies = pd.Index(sorted(codes))
        provinces = pd.Index(sorted({code[:2] for code in regencies}))
        return cls(regencies, provinces, provinces.get_indexer(regencies.str[:2]))


def hidden_cells(facts: pd.DataFrame, families: Iterable[Family], closed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Cells that stay hidden: ``indicator, code, period``.

    `facts` are exact: ``indicator, level, code, period, numerator, denominator, covered`` of all regencies and kecamatan; where
    there is a column ``judged``, only cells that have it have to be wide enough. Years among `closed` (``indicator, code,
    period``) are hidden already, so that they give way before others. Where flows are hidden, so is their stock.
    """
    before = {} if closed is None else {
        item: set(zip(rows["code"], rows["period"], strict=True)) for item, rows in closed.groupby("indicator", observed=True)
    }  # fmt: skip
    regencies = facts[facts["level"] == 2]
    places = Places.of(regencies["code"].unique())
    by_code = dict(tuple(regencies.groupby("indicator", observed=True)))
    found: list[tuple[str, str, str]] = []
    for family in families:
        shut = _shut(family, found, before)
        found += _family(family, by_code, places, shut)
    hidden = pd.DataFrame(found, columns=["indicator", "code", "period"]).drop_duplicates()
    return pd.concat([hidden, _districts(facts, hidden)], ignore_index=True)


def _shut(family: Family, found: list[tuple[str, str, str]], before: dict[str, Shut]) -> Shut:
    """Areas and periods in which a family has to hide: what holds it is hidden there, or it was hidden before."""
    leads, own = (family.flows, family.flows) if isinstance(family, Stock) else ((total_of(family),), members(family))
    shut = {(code, period) for item, code, period in found if item in leads}
    shut = shut.union(*(before.get(code, set()) for code in own))
    if isinstance(family, Stock):  # a row that is hidden always is hidden in its years too
        shut |= {cell for cell in before.get(family.code, set()) if len(cell[1]) == 4}
    return shut


def _family(family: Family, facts: dict[str, pd.DataFrame], places: Places, shut: Shut) -> Iterator[tuple[str, str, str]]:
    match family:
        case Flow():
            yield from _flow(family, facts, places, shut)
        case Yearly():
            yield from _yearly(family, facts, places, shut)
        case Shares():
            yield from _shares(family, facts, places, shut)
        case Stock():
            yield from _stock(family, facts, places, shut)


def _flow(family: Flow, facts: dict[str, pd.DataFrame], places: Places, shut: Shut) -> Iterator[tuple[str, str, str]]:
    if not all(code in facts for code in family.layers):
        return
    for year in _years(facts[family.layers[0]]):
        months = [f"{year}-{month:02d}" for month in range(1, 13)]
        grids = [_grid(facts[code], places, months) for code in family.layers]
        table = _table([counts for counts, _ in grids], places, MONTHS, grids[0][1], {})
        table = _forced(table, places, shut, year)
        table.least = LEAST_WIDTH * family.unit
        if "judged" in (rows := facts[family.layers[0]]):
            table.judged = _grid(rows.assign(covered=rows["judged"]), places, months)[1]
        for code in family.force:
            if code in facts:
                counted, _ = _grid(facts[code], places, [year])
                table.forced[ROOT] |= _is_small(counted[:, 0])
        close(table)
        names = ([year], [f"{year}-B06", f"{year}-B12"], [f"{year}-Q{quarter}" for quarter in range(1, 5)], months)
        for depth, periods in enumerate(names):
            for place, period in enumerate(periods):
                for code in _codes(places, *table.hidden(depth, place)):
                    for item in (*family.layers, *family.follow):
                        yield item, code, period


def _yearly(family: Yearly, facts: dict[str, pd.DataFrame], places: Places, shut: Shut) -> Iterator[tuple[str, str, str]]:
    known = [code for code in family.layers if code in facts]
    for year in _years(facts[known[-1]]) if known else []:
        grids = [_grid(facts[code], places, [year], family.count) for code in known]
        table = _table([counts for counts, _ in grids], places, categories(1), np.ones_like(grids[0][1]), {})
        for code in _codes(places, *close(_forced(table, places, shut, year)).hidden(0, 0)):
            for item in (*family.layers, *family.follow):
                yield item, code, year


def _shares(family: Shares, facts: dict[str, pd.DataFrame], places: Places, shut: Shut) -> Iterator[tuple[str, str, str]]:
    if not all(code in facts for code in family.parts):
        return
    years = _years(facts[family.parts[0]])
    tables = {
        year: [_forced(table, places, shut, year) for table in _share_tables(family, facts, places, year)] for year in years
    }
    together = [[table for year in years for table in tables[year]]] if family.standing else list(tables.values())
    for group in together:
        _close_together(group)
    for year in years:
        table = tables[year][0]
        for code in _codes(places, table.closed[_YEAR], table.closed_groups[_YEAR], table.closed_whole[_YEAR]):
            for item in family.parts:
                yield item, code, year


def _share_tables(family: Shares, facts: dict[str, pd.DataFrame], places: Places, year: str) -> Iterator[Table]:
    """Each part against what is left of its total. Parts that are closed together can follow whatever one of them does."""
    for code in family.parts:
        top, total = (_grid(facts[code], places, [year], side)[0][:, 0] for side in ("numerator", "denominator"))
        yield _table([np.stack([top, total - top], axis=1)], places, categories(2), _all(places, 2), {})


def _forced(table: Table, places: Places, shut: Shut, year: str = "") -> Table:
    """The table with every area closed that `shut` has in the year, or in any."""
    codes = [code for code, period in shut if (period == year if year else len(period) == 4)]
    table.forced[ROOT] = np.asarray(places.regencies.isin(codes))
    table.forced_groups[ROOT] = np.asarray(places.provinces.isin(codes))
    table.forced_whole[ROOT] = NATION in codes
    return table


def _close_together(tables: list[Table]) -> None:
    """What one of the tables closes, all of them close."""
    while True:
        for table in tables:
            close(table)
        rows = np.asarray(np.stack([table.closed[_YEAR] for table in tables]).any(axis=0))
        groups = np.asarray(np.stack([table.closed_groups[_YEAR] for table in tables]).any(axis=0))
        whole = any(table.closed_whole[_YEAR] for table in tables)
        if all(
            (table.closed[_YEAR] == rows).all()
            and (table.closed_groups[_YEAR] == groups).all()
            and table.closed_whole[_YEAR] == whole
            for table in tables
        ):
            return
        for table in tables:
            table.forced[_YEAR], table.forced_groups[_YEAR], table.forced_whole[_YEAR] = rows, groups, whole


def _stock(family: Stock, facts: dict[str, pd.DataFrame], places: Places, shut: Shut) -> Iterator[tuple[str, str, str]]:
    """Where both flows of a row are shown its stock moves as they do: what gives way is the least it ever had.

    `shut` are areas and periods of which a flow is hidden.
    """
    if family.code not in facts:
        return
    rows = facts[family.code]
    months = sorted(filter(is_month, rows["period"].unique()))
    if not months:
        return
    counts, _ = _grid(rows, places, months)
    by_province = np.zeros((len(places.provinces), len(months)))
    np.add.at(by_province, places.group, counts)
    least = np.maximum(counts - _stayed(family, facts, places, months), 0).min(axis=1, keepdims=True)
    table = _forced(_table([least], places, categories(1), _all(places, 1), {}), places, shut)
    table.forced[ROOT] |= _ever_small(counts)
    table.forced_groups[ROOT] |= _ever_small(by_province)
    table.forced_whole[ROOT] |= bool(_is_small(by_province.sum(axis=0)).any())
    always = _codes(places, *close(table).hidden(0, 0))
    hidden = {(code, month) for code in always for month in months}
    for code, period in shut:
        if len(period) > 4:  # the end of what is shown around it tells nothing more
            end = min(last_month_of(around(period)), months[-1])
            hidden |= {(code, month) for month in months_of(period) if month != end}
    for period in rows["period"].unique():
        end = min(last_month_of(period), months[-1])
        for code in (*places.regencies, *places.provinces, NATION):
            if (code, end) in hidden:
                yield family.code, code, period


def _stayed(family: Stock, facts: dict[str, pd.DataFrame], places: Places, months: list[str]) -> Counts:
    """How many must have been there at the end of each month by the days they stayed in it, whoever left."""
    if not {family.days, *family.flows} <= set(facts):
        return np.zeros((len(places.regencies), len(months)))
    days, _ = _grid(facts[family.days], places, months)
    left, _ = _grid(facts[family.flows[1]], places, months)
    return np.maximum(days / pd.PeriodIndex(months, freq="M").days_in_month.to_numpy() - left, 0)


def _districts(facts: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Kecamatan within their regency and year: small counts, and as many others as hide them.

    A regency that is hidden tells nothing of its kecamatan. Cases whose place is unknown stand between the two; where their
    share is hidden they help.
    """
    # by code, so that of equal counts the same one gives way each time
    rows = facts[(facts["level"] == 3) & facts["covered"]].sort_values("code")
    if rows.empty:
        return pd.DataFrame(columns=["indicator", "code", "period"])
    rows["numerator"] = rows["numerator"].fillna(0)
    rows["regency"] = rows["code"].str[:5]
    shut = set(map(tuple, hidden[["indicator", "code", "period"]].to_numpy()))
    found = []
    for (item, regency, period), inside in rows.groupby(["indicator", "regency", "period"], observed=True, sort=False):
        counts = inside["numerator"].to_numpy(dtype=float)
        closed = _is_small(counts)
        if not closed.any():
            continue
        if (item, regency, period) not in shut:
            while closed.sum() < 2 or counts[closed].sum() < LEAST_WIDTH:
                free = np.flatnonzero(~closed & (counts > 0))
                if not len(free):
                    break
                closed[free[np.argmin(counts[free])]] = True
        found += [(item, code, period) for code in inside["code"].to_numpy()[closed]]
    return pd.DataFrame(found, columns=["indicator", "code", "period"])


def _table(
    layers: list[Counts], places: Places, grains: tuple[tuple[Span, ...], ...], covered: Flags, forced: dict[Node, Flags]
) -> Table:
    return Table(np.stack(layers), places.group, grains, covered, forced)


def _all(places: Places, columns: int) -> Flags:
    return np.ones((len(places.regencies), columns), dtype=bool)


def _is_small(counts: Counts) -> Flags:
    return np.asarray((counts > 0) & (counts < LEAST_WIDTH))


def _ever_small(counts: Counts) -> Flags:
    return np.asarray(_is_small(counts).any(axis=1))


def _years(rows: pd.DataFrame) -> list[str]:
    return sorted({period[:4] for period in rows["period"].unique()})


def _grid(rows: pd.DataFrame, places: Places, periods: list[str], column: str = "numerator") -> tuple[Counts, Flags]:
    """Counts by regency and period, and where there is one; nothing counts as none."""
    rows = rows[rows["period"].isin(periods) & rows["covered"]]
    counts = np.zeros((len(places.regencies), len(periods)))
    covered = np.zeros(counts.shape, dtype=bool)
    at = places.regencies.get_indexer(rows["code"]), pd.Index(periods).get_indexer(rows["period"])
    counts[at] = rows[column].fillna(0).to_numpy(dtype=float)
    covered[at] = True
    return np.maximum(counts, 0), covered


def _codes(places: Places, rows: Flags, groups: Flags, whole: bool) -> list[str]:
    return [*places.regencies[rows], *places.provinces[groups], *([NATION] if whole else [])]
