"""What an edition of the figures may show, given the one before.

Each edition hides enough by itself. Whoever keeps the one before also reads what came since off the difference of the two. So
what an edition adds to the last is taken as a table of its own, `rises`, and closed by itself; a cell is shown only where every
edition up to now showed its part. Then all that was ever shown are sums of what is shown of tables each of which is protected:
a hidden count lies in at least as wide an interval as the part of it that was hidden.

Three things cannot be had so, and *wait*: they stay as the last edition told them, and are tried again with the next.

- What could be hidden only by hiding a total that was shown before: reports that came late, one by one. A month that comes to a
  total alone, or with one other, would be read off it whatever it counts.
- Less than was told before, where it was hidden, or small now. Elsewhere the number was known, hid nobody, and is corrected.
- Kecamatan of a regency of which a month waits, and where a figure by year waits, all that is linked to it: the difference
  of two totals of the same people would show it.

Counts of a day (who is in treatment, which cases are stalled) have no such parts: they are closed as they stand, and what was
hidden stays so. A stock moves as its flows are told, without what waits of them; where it was told and has to hide, its flows
since are closed too.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.disclosure.close import LEAST_WIDTH
from data.disclosure.families import FAMILIES, Family, Flow, Shares, Stock, Yearly, linked, members
from data.disclosure.periods import is_month, last_month_of, months_of, spans_of
from data.disclosure.protect import NATION, hidden_cells
from data.disclosure.rises import (
    CELL,
    FACTS,
    KEYS,
    Cell,
    amount,
    counted,
    falls,
    gain,
    rises_of,
    where_any,
)  # fmt: skip
from data.disclosure.stocks import as_counted, flows_to_close, told_of
from data.indicators import registry

_ENOUGH = 3  # that came together: none of them, knowing itself, knows another
_NUMBERS = ["numerator", "denominator", "value"]


def _medians() -> set[str]:
    return {code for code, item in registry().items() if item.kind == "median"}


@dataclass(frozen=True)
class Edition:
    """`hidden` are the cells that stay hidden, ``indicator, code, period``; `moved` the facts that are not told as they stand.

    `moved` has the columns of facts; ``covered`` is false where the last edition told nothing, ``value`` is missing where it
    follows from the other two. `waiting` counts regencies and years of which something waits.
    """

    hidden: pd.DataFrame
    moved: pd.DataFrame
    waiting: int


@dataclass
class _Waits:
    """Regencies and the months of which nothing new is told, or the years of which nothing at all is."""

    months: set[Cell] = field(default_factory=set)
    years: set[Cell] = field(default_factory=set)

    @property
    def touched(self) -> set[Cell]:
        """Regencies and years of which something waits."""
        return self.years | {(code, month[:4]) for code, month in self.months}

    def __len__(self) -> int:
        return len(self.months) + len(self.years)


def decide(live: pd.DataFrame, told: pd.DataFrame) -> Edition:
    """What the next edition shows of `live`, the exact facts of now, after `told`, the exact facts of the last edition.

    Both have the columns of `FACTS`, levels 0 to 3; `told` also ``hidden``. Indicators by year have months of regencies too,
    which nobody is shown, so that a month that waits can be left out of their years. Without a last edition all of `live` is
    the first.
    """
    if told.empty:
        hidden = hidden_cells(live[live["level"] >= 2], FAMILIES)
        return Edition(hidden, live.iloc[:0].copy(), 0)
    before = told.loc[told["hidden"], CELL]
    stocks = [family for family in FAMILIES if isinstance(family, Stock)]
    standing = [family for family in FAMILIES if isinstance(family, Shares) and family.standing]
    rest = [family for family in FAMILIES if family not in stocks and family not in standing]
    until = _last_month(told)
    groups = [_Group(group, live, told, until) for group in linked(rest)]
    upper = live[live["level"] == 2]
    closed = pd.concat([before, flows_to_close(stocks, hidden_cells(upper, stocks, before), told, until)]).drop_duplicates()
    while True:
        hidden = pd.concat([before, hidden_cells(upper, standing), *(group.settle(closed) for group in groups)])
        moved = pd.concat([group.moved() for group in groups], ignore_index=True)
        basis = [told_of(stock, live, told, moved) for stock in stocks]
        beside = upper[~upper["indicator"].isin([stock.code for stock in stocks])]
        counts = pd.concat([beside, *(as_counted(rows[rows["level"] == 2]) for rows in basis if len(rows))])
        hidden = pd.concat([hidden, hidden_cells(counts, stocks, hidden)], ignore_index=True)
        wide = pd.concat([closed, flows_to_close(stocks, hidden, told, until)]).drop_duplicates(ignore_index=True)
        if len(wide) == len(closed):
            break
        closed = wide
    for rows in basis:
        known = live[live["indicator"].isin(rows["indicator"].unique())]
        moved = pd.concat([moved, rows[(rows["numerator"] - known["numerator"]).fillna(0) != 0][FACTS]], ignore_index=True)
    waiting = sum(len(group.waits.touched) for group in groups)
    return Edition(hidden.drop_duplicates(ignore_index=True), moved, waiting)


@dataclass
class _Group:
    """Families that share totals: what they add to the last edition, what of it waits, and what is closed."""

    families: list[Family]
    live: pd.DataFrame
    told: pd.DataFrame
    until: str
    waits: _Waits = field(default_factory=_Waits)

    def __post_init__(self) -> None:
        self.names = [code for family in self.families for code in members(family)]
        self.live, self.told = (rows[rows["indicator"].isin(self.names)] for rows in (self.live, self.told))
        known = self.told.assign(covered=self.told["covered"].astype(bool))
        both = self.live.merge(known, on=KEYS, how="outer", suffixes=("", "_told"))
        for name in ("covered", "covered_told", "hidden"):
            both[name] = both[name].eq(True)
        both["month"] = np.array([is_month(period) for period in both["period"]], dtype=bool)
        self.detailed = set(both.loc[both["month"] & (both["level"] == 2), "indicator"])
        self.flows = [code for family in self.families if isinstance(family, Flow) for code in members(family)]
        both["regency"] = both["code"].str[:5]
        both["year"] = both["period"].str[:4]
        self.both = both

    def settle(self, closed: pd.DataFrame) -> pd.DataFrame:
        """Cells to close in what is added, given what is closed already; makes wait what cannot be."""
        self.closed = closed[closed["indicator"].isin(self.names)]
        self._wait_for_falls()
        while True:
            basis = self._basis()
            rises = [frame for family in self.families for frame in rises_of(family, basis)]
            hidden = self._closed(basis, rises)
            missed = self._missed(hidden)
            if not missed.empty and self._wait_for(missed, hidden, pd.concat(rises)):
                continue
            alone = self._alone(rises, hidden) - self.waits.months
            if not alone:
                return hidden
            self.waits.months |= alone

    def moved(self) -> pd.DataFrame:
        """Facts that are told otherwise than they stand, with the sums above them."""
        if not len(self.waits):
            return self.live.iloc[:0]
        basis = self._basis()
        flow = basis["indicator"].isin(self.flows)
        added = pd.DataFrame(
            {
                "numerator": gain(basis, "numerator", "numerator_live"),
                "denominator": gain(basis, "denominator", "denominator_live").where(~flow, 0.0),
            }
        )
        other = (added != 0).any(axis=1)
        frames = [basis[basis["waits"] | other]]
        added = added[other & (basis["level"] == 2)].join(basis[["indicator", "code", "period"]])
        for level, above in ((1, added["code"].str[:2]), (0, pd.Series(NATION, index=added.index))):
            sums = added.assign(code=above, level=level).groupby(KEYS, as_index=False)[["numerator", "denominator"]].sum()
            rows = self.live.merge(sums, on=KEYS, suffixes=("", "_added"))
            rows["numerator"] = rows["numerator"].fillna(0) + rows.pop("numerator_added")
            rows["denominator"] = rows["denominator"] + rows.pop("denominator_added")
            rows["value"] = rows["value"].where(rows["indicator"].isin(_medians()))
            frames.append(rows)
        return pd.concat([frame[FACTS] for frame in frames], ignore_index=True)

    def _basis(self) -> pd.DataFrame:
        """Facts of regencies and kecamatan as they would be told: as they stand but for what waits.

        A month that waits is missing in the quarter, half and year around it too, and so in every share of that year.
        """
        rows = self.both[self.both["level"] >= 2].copy()
        upper, year = rows["level"] == 2, pd.MultiIndex.from_frame(rows[["regency", "year"]])
        detailed = upper & rows["indicator"].isin(self.detailed)
        whole = _within(year, self.waits.years)
        late = detailed & rows["month"] & _within(pd.MultiIndex.from_frame(rows[["regency", "period"]]), self.waits.months)
        rows["waits"] = whole | late | (~upper & _within(year, self.waits.touched))
        for name in _NUMBERS:
            rows[f"{name}_live"] = rows[name]
            rows[name] = rows[name].where(~rows["waits"], rows[f"{name}_told"])
        rows["covered"] = rows["covered"].where(~rows["waits"], rows["covered_told"])
        gone = rows[late & ~whole]
        if len(gone):
            around = detailed & ~whole & ~rows["month"]
            at = pd.MultiIndex.from_frame(rows[CELL])
            spans = [gone.assign(period=gone["period"].map(lambda month, at=at: spans_of(month)[at])) for at in range(3)]
            for name in ("numerator", "denominator"):
                wide = pd.concat([span[CELL].assign(less=gain(span, name, f"{name}_live")) for span in spans])
                less = wide.groupby(CELL)["less"].sum().reindex(at).fillna(0).to_numpy()
                here = around & (less != 0) & ((name == "numerator") | ~rows["indicator"].isin(self.flows))
                rows[name] = rows[name].mask(here, rows[name].fillna(0) + less)
                rows["value"] = rows["value"].mask(here & ~rows["indicator"].isin(_medians()))
        return rows

    def _wait_for_falls(self) -> None:
        """Less than was told stays as it was, unless the number was known and is not small now."""
        basis = self._basis()
        shown = basis[basis["covered_told"] & ~basis["hidden"]]
        known = set(shown[CELL].itertuples(index=False, name=None))
        parts = (basis["numerator"], basis["denominator"] - basis["numerator"])
        units = {code: family.unit for family in self.families if isinstance(family, Flow) for code in members(family)}
        unit = np.array([units.get(code, 1) for code in basis["indicator"]])
        small = {
            "numerator": parts[0].between(1, LEAST_WIDTH * unit - 1),
            "denominator": basis["denominator"].between(1, LEAST_WIDTH - 1),
            "both": parts[0].between(1, LEAST_WIDTH - 1) | parts[1].between(1, LEAST_WIDTH - 1),
        }
        tiny = {side: set(basis.loc[flags, CELL].itertuples(index=False, name=None)) for side, flags in small.items()}
        for family in self.families:
            side = family.count if isinstance(family, Yearly) else "both" if isinstance(family, Shares) else "numerator"
            for code, period in falls(family, basis):
                periods = (period, *spans_of(period)) if isinstance(family, Flow) else (period,)
                cells = [(item, code, one) for item in counted(family) for one in periods]
                if not all(cell in known and cell not in tiny[side] for cell in cells):
                    (self.waits.months if isinstance(family, Flow) else self.waits.years).add((code, period))
        below = basis[(basis["level"] == 3) & (gain(basis, "numerator", "numerator_told") < 0)]
        for cell in below[CELL].itertuples(index=False, name=None):
            if cell not in known or cell in tiny["numerator"]:
                self.waits.years.add((cell[1][:5], cell[2]))

    def _closed(self, basis: pd.DataFrame, rises: list[pd.DataFrame]) -> pd.DataFrame:
        """Cells that what is added has to hide."""
        below = basis[basis["level"] == 3]
        more = gain(below, "numerator", "numerator_told").clip(lower=0)
        below = below.assign(numerator=more, covered=below["covered"] & (more > 0), judged=False)
        added = [where_any(frame) for frame in rises if "moves" not in frame]
        if not added:
            return self.closed[CELL].iloc[:0]
        facts = pd.concat([*added, below[[*FACTS, "judged"]]], ignore_index=True)
        found = [hidden_cells(facts, self.families, self._closed_where(pd.concat(added)))]
        for frame in rises:  # from one side of a share to the other: a table of its own
            if "moves" in frame and len(frame):
                family = next(one for one in self.families if frame["indicator"].iloc[0] in members(one))
                part = Yearly((frame["indicator"].iloc[0],))
                gone = hidden_cells(where_any(frame), [part], self._closed_where(frame))
                found += [gone.assign(indicator=item) for item in members(family)]
        return pd.concat(found, ignore_index=True).drop_duplicates()

    def _closed_where(self, rises: pd.DataFrame) -> pd.DataFrame:
        """What is hidden already of areas and years that something came for; elsewhere nothing has to be hidden of nothing."""
        some = rises[amount(rises) > 0]
        by_code = {code: family for family in self.families for code in members(family)}
        grown = {
            (id(by_code[item]), area, period[:4])
            for item, code, period in some[CELL].itertuples(index=False, name=None)
            for area in (code, code[:2], NATION)
        }
        cells = self.closed[CELL].itertuples(index=False, name=None)
        kept = [(id(by_code[item]), code, period[:4]) in grown for item, code, period in cells]
        return self.closed[np.array(kept, dtype=bool)]

    def _missed(self, hidden: pd.DataFrame) -> pd.DataFrame:
        """Totals that were told and would have to be hidden: of the nation, and of periods of a province that were over."""
        shown = self.told[(self.told["level"] <= 1) & ~self.told["hidden"] & self.told["covered"]]
        missed = hidden.merge(shown[KEYS], on=CELL)
        return missed[(missed["level"] == 0) | (missed["period"].map(last_month_of) <= self.until)]

    def _alone(self, rises: list[pd.DataFrame], hidden: pd.DataFrame) -> set[Cell]:
        """Regencies and months that came alone, or with one other, to what is hidden of a total that is shown.

        That nothing came to the others is no secret, so that the total would tell what did.
        """
        shut = set(pd.concat([hidden[CELL], self.closed[CELL]]).itertuples(index=False, name=None))
        came: dict[tuple[str, str, str], set[str]] = {}
        for frame in rises:
            rows = frame[frame["judged"] & frame["period"].map(is_month).astype(bool)] if "judged" in frame else frame.iloc[:0]
            for item, code, period in rows[CELL].itertuples(index=False, name=None):
                if (item, code, period) in shut:
                    total = next((area for area in (code[:2], NATION) if (item, area, period) not in shut), None)
                    if total:
                        came.setdefault((item, total, period), set()).add(code)
        return {(code, period) for (_, _, period), codes in came.items() if len(codes) < _ENOUGH for code in codes}

    def _wait_for(self, missed: pd.DataFrame, hidden: pd.DataFrame, rises: pd.DataFrame) -> bool:
        """Make wait what came since in the shortest periods among `missed`; whether there was anything.

        Of the provinces that would be hidden those give way for which least came: larger ones hide each other.
        """
        some = rises[amount(rises) > 0]
        shut = hidden[hidden["code"].str.len() == 2].groupby(["indicator", "period"])["code"].agg(set).to_dict()
        count = len(self.waits)
        length = missed["period"].map(lambda period: len(months_of(period)))
        for _, rows in missed.groupby(length):
            for item, period in sorted(set(zip(rows["indicator"], rows["period"], strict=True))):
                family = next(one for one in self.families if item in members(one))
                mine = some[some["indicator"].isin(members(family))]
                mine = mine[mine["period"].isin(months_of(period) if isinstance(family, Flow) else [period])]
                if areas := shut.get((item, period)):
                    mine = mine[mine["code"].str[:2].isin(areas)]
                came = amount(mine).groupby(mine["code"].str[:2]).sum()
                mine = mine[mine["code"].str[:2].isin(came.index[came <= max(came.min(), LEAST_WIDTH - 1)])]
                waits = self.waits.months if isinstance(family, Flow) else self.waits.years
                waits |= set(zip(mine["code"], mine["period"], strict=True))
            if len(self.waits) > count:
                return True
        return False


def _within(index: pd.MultiIndex, cells: set[Cell]) -> np.ndarray:
    return np.asarray(index.isin(list(cells))) if cells else np.zeros(len(index), dtype=bool)


def _last_month(told: pd.DataFrame) -> str:
    """The last month that was told of."""
    months = told["period"][told["period"].map(is_month)]
    return str(months.max()) if len(months) else str(told["period"].str[:4].max()) + "-12"
