"""Rows of a sheet that puts several of ours side by side: taken apart, held against their sums, and shown before use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa

from data.feeds import Column, Contract
from data.intake.read.cells import NATIVE
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.files import Sheet
from data.intake.read.heading import Heading, Sum
from data.intake.read.layout import Block
from data.intake.read.parsers import parser
from data.intake.read.values import BadCell, Parse, is_nothing

_ROWS_SHOWN = 3


@dataclass
class Understood:
    """How a sheet is read, for its sender to confirm: the first rows of it (number and cells), and the rows that they become.

    `top` is the first row of its header, from 0; `rows` hold the row's number and a value for each of
    `columns`, which are ours.
    """

    sheet: str
    question: str
    points: tuple[str, ...]
    answered: bool
    top: int
    cells: list[tuple[int, list[str]]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[object, ...]]] = field(default_factory=list)

    @property
    def says(self) -> str:
        """What is confirmed, in a sentence."""
        return f"Lembar '{self.sheet}' dibaca begini: {'; '.join(self.points)}."

    def show_cells(self, sheet: Sheet, heading: Heading, numbers: Sequence[int]) -> None:
        """Keep the header and the first rows of data, in the columns that are read."""
        if self.cells:
            return
        places = sorted(heading.used | {one.at for one in heading.sums})
        for at in [*range(self.top, heading.row + 1), *(number - 1 for number in numbers[:_ROWS_SHOWN])]:
            row = sheet.rows[at] if at < len(sheet.rows) else []
            self.cells.append((at + 1, [(row[i] or "").lstrip(NATIVE) if i < len(row) else "" for i in places]))

    def show_rows(self, table: pa.Table, numbers: np.ndarray, columns: Sequence[str]) -> None:
        """Keep the rows that those become."""
        self.columns = tuple(columns)
        shown = {number for number, _ in self.cells}
        for at in np.flatnonzero(np.isin(numbers, list(shown))).tolist():
            self.rows.append((int(numbers[at]), tuple(table.column(name)[at].as_py() for name in columns)))


def taken_apart(block: Block, contract: Contract) -> Iterator[Block]:
    """For each of our rows side by side, the block of those that say something: a blank and a dash are no report."""
    heading = block.heading
    size = len(block.numbers)
    nothing = pa.chunked_array([pa.nulls(size, pa.string())])
    for spread in heading.across:
        mine = set(spread.places.values())
        said = np.zeros(size, dtype=bool)
        for name, at in spread.places.items():
            kind = contract.column(name).type
            said |= np.array(
                [text is not None and not is_nothing(text.lstrip(NATIVE), kind) for text in block.columns[at].to_pylist()]
            )
        if not said.any():
            continue
        others = (heading.numbers.keys() | {one.at for one in heading.sums}) - mine
        columns = [nothing if at in others else texts for at, texts in enumerate(block.columns)]
        names, places = list(heading.names), heading.columns | spread.places
        labels = heading.labels | {name: heading.names[at] for name, at in spread.places.items()}
        for name, text in spread.said.items():
            places[name] = len(names)
            names.append(contract.column(name).label["id"])
            columns.append(pa.chunked_array([pa.array([text] * size, pa.string())]))
            if any(other.said[name] != text for other in heading.across):  # it stands in the header
                labels[name] = heading.names[min(mine)]
        own = replace(heading, names=names, columns=places, labels=labels, across=[], sums=[])
        yield Block(block.sheet, own, block.numbers, columns, block.base).only(said)


def check_sums(block: Block, contract: Contract, today: date, remarks: Remarks) -> None:
    """Add a fault for each cell of a column of sums that is not the sum of its parts."""
    for one in block.heading.sums:
        column = contract.column(one.name).model_copy(update={"min": None, "max": None})
        if column.type != "integer":
            remarks.note(block.heading.names[one.at], "kolom jumlah ditinggalkan tanpa dicocokkan: isinya bukan bilangan bulat")
            continue
        for number, found, parts in _wrong(block, one, column, today):
            remarks.fault(
                CellFault(
                    block.sheet,
                    number,
                    block.heading.names[one.at],
                    found,
                    f"Jumlah ini tidak sama dengan bagian-bagiannya, yang berjumlah {parts}.",
                    "Periksa angka di baris itu, atau perbaiki jumlahnya.",
                )
            )


def _wrong(block: Block, one: Sum, column: Column, today: date) -> list[tuple[int, str, int]]:
    """Row, total and sum of the parts where they differ; by the first meaning that holds in all rows, else the first."""
    read = parser(column, today)
    totals = block.columns[one.at].to_pylist()
    cells = {at: block.columns[at].to_pylist() for parts in one.parts for at in parts}
    tried: list[list[tuple[int, str, int]]] = []
    for parts in one.parts:
        wrong = []
        for row, total in enumerate(totals):
            if total is None or is_nothing(total.lstrip(NATIVE), column.type):
                continue
            try:
                summed = sum(_number(cells[at][row], column, read) for at in parts)
            except BadCell:
                continue  # that cell is a fault at its own place
            try:
                same = _number(total, column, read) == summed
            except BadCell:
                same = False
            if not same:
                wrong.append((int(block.numbers[row]), total.lstrip(NATIVE)[:80], summed))
        if not wrong:
            return []
        tried.append(wrong)
    return tried[0] if tried else []


def _number(text: str | None, column: Column, read: Parse) -> int:
    if text is None or is_nothing(text.lstrip(NATIVE), column.type):
        return 0
    return int(str(read(text).value))
