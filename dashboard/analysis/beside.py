"""Chosen areas side by side: for every indicator and period the figure of each, its move since the year before, its rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.figure import Figure, figure_of
from dashboard.analysis.periods import measured_periods, nearest_period
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.words.marks import marks
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.families import at_level, levels_of
from data.facts.indicators import Indicator
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, Level, level_of

MOST = 5  # areas beside each other
# what is compared beside the indicator of the map, unless the reader chooses
USUAL = ("cakupan_bersinar", "kapasitas_inap", "kapasitas_jalan", "kasus_narkoba", "ran_capaian")


@dataclass(frozen=True)
class Cell:
    """One figure of one area. `value` is NaN where there is none; `rank` of `ranked` is 0 where it has none."""

    code: str
    name: str
    item: Indicator
    period: str
    figure: Figure
    value: float
    rank: int
    ranked: int


@dataclass(frozen=True)
class Line:
    """One indicator in one period, for all areas."""

    head: Indicator
    period: str
    cells: tuple[Cell, ...]


def common_area(codes: Sequence[str]) -> str:
    """The smallest area that the areas lie in, other than any of them; the nation where they share none."""
    parts = [[] if code == NATION else code.split(".") for code in codes]
    shared = []
    for step in zip(*parts, strict=False):
        if len(set(step)) > 1:
            break
        shared.append(step[0])
    while shared and ".".join(shared) in codes:
        shared.pop()
    return ".".join(shared) or NATION


def compare(
    scope: Scope, state: Freshness, codes: Sequence[str], heads: Sequence[Indicator], periods: Sequence[str]
) -> list[Line]:
    """A line for each indicator and period. An indicator that was not measured in a period has the nearest one before it."""
    within = common_area(codes)
    lines = []
    for head in heads:
        for period in _periods(scope, state, head, codes, periods):
            cells = tuple(_cell(scope, state, code, head, period, within) for code in codes)
            lines.append(Line(head, period, cells))
    return lines


def _periods(scope: Scope, state: Freshness, head: Indicator, codes: Sequence[str], periods: Sequence[str]) -> tuple[str, ...]:
    levels = [level_of(code) for code in codes]
    level = next((level for level in levels if level in levels_of(head)), None)
    if level is None:
        return (periods[0],)
    known = measured_periods(scope, state, at_level(head, level), level)
    return tuple(dict.fromkeys(nearest_period(period, known) for period in periods))


def _cell(scope: Scope, state: Freshness, code: str, head: Indicator, period: str, within: str) -> Cell:
    row, level = region_row(scope, state.boundary_version, code), level_of(code)
    name = code if row is None else str(row["name"])
    if level not in levels_of(head):
        absent = Figure(text("beside.no_level", level=text(f"levels.{level}")), "", False, "", "", "")
        return Cell(code, name, head, period, absent, np.nan, 0, 0)
    item = at_level(head, level)
    rows = answers.series(scope, state.data_version, code, (item.code,))
    found = rows.loc[rows["period"] == period, "value"]
    value = float(found.iloc[0]) if len(found) and pd.notna(found.iloc[0]) else np.nan
    rank, ranked = _rank(scope, state, code, item, level, period, within)
    return Cell(code, name, item, period, figure_of(rows, item, period, state), value, rank, ranked)


def _rank(scope: Scope, state: Freshness, code: str, item: Indicator, level: int, period: str, within: str) -> tuple[int, int]:
    """The rank from the highest among areas of the level inside `within`; none for stages, nor for villages."""
    if item.is_categorical or level in (Level.NATION, Level.VILLAGE):
        return 0, 0
    found = answers.ask(queries.ranking, scope, state.data_version, item.code, level, period, within)
    known = found.loc[found["rank"].notna()]
    own = known.loc[known["region_code"] == code, "rank"]
    return (int(own.iloc[0]), len(known)) if len(own) else (0, 0)


def names_of(line: Line) -> list[str]:
    """Names of the areas; those of one name carry their code too."""
    names = [cell.name for cell in line.cells]
    return [cell.name if names.count(cell.name) == 1 else f"{cell.name} ({cell.code})" for cell in line.cells]


def more_words(cell: Cell) -> str:
    """How a figure moved and its rank, in a few words."""
    rank = text("beside.rank", rank=number(cell.rank), of=number(cell.ranked)) if cell.rank else ""
    return " · ".join(filter(None, (cell.figure.move, rank)))


def rows_of(lines: Sequence[Line], state: Freshness) -> pd.DataFrame:
    """A row for each figure, numbers as numbers, to calculate with; each with its source and marks."""
    return pd.DataFrame(
        {
            text("export.indicator"): pick(cell.item.name),
            text("export.period"): cell.period,
            text("table.code"): cell.code,
            text("table.name"): cell.name,
            text("export.value"): cell.value,
            text("paper.unit"): pick(cell.item.unit),
            text("table.state"): "" if cell.figure.is_number else cell.figure.value,
            text("beside.move"): cell.figure.move,
            text("beside.place"): cell.rank or None,
            text("beside.ranked"): cell.ranked or None,
            text("export.source"): pick(cell.item.source),
            text("export.mark"): marks(state, cell.item),
        }
        for line in lines
        for cell in line.cells
    )
