"""Totals of a table against the rows above them."""

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Column, Contract
from data.intake.read.cells import NATIVE, Row
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.heading import Heading
from data.intake.read.parsers import parser
from data.intake.read.values import BadCell, is_nothing

_PLAIN = rf"^{NATIVE}?-?\d{{1,15}}$"


@dataclass
class Totals:
    """Sums of the whole-number columns of a table: of all its rows, and of those since the last total or section.

    Rows are only held until a total comes; a table without one is never added up. A total that is wrong is noted; where a table
    is read in another shape than it has (`across`), it is a fault, for it may be the reading that is wrong.
    """

    sheet: str
    contract: Contract
    heading: Heading
    today: date
    remarks: Remarks
    _waiting: list[tuple[list[pa.ChunkedArray], int, int]] = field(default_factory=list)
    _all: dict[int, int | None] = field(default_factory=dict)
    _since: dict[int, int | None] = field(default_factory=dict)

    def add(self, columns: list[pa.ChunkedArray], first: int, end: int) -> None:
        """Rows of data from `first` to before `end`."""
        if end > first:
            self._waiting.append((columns, first, end))

    def section(self) -> None:
        """A section begins: a subtotal counts from here."""
        self._sum()
        self._since = {}

    def check(self, number: int, row: Row) -> None:
        """Note a total (in row `number`) that matches neither all rows above it nor those since the last total."""
        self._sum()
        for column, at in self._columns():
            text = row[at] if at < len(row) else None
            if text is None or is_nothing(text, column.type):
                continue
            sums = [one for one in (self._since.get(at, 0), self._all.get(at, 0)) if one is not None]
            try:
                total = int(str(parser(column, self.today)(text).value))
            except BadCell:
                continue  # a row that is left out
            if sums and total not in sums:
                self._wrong(number, column, at, total, sums[-1])
        self._since = {}

    def _wrong(self, number: int, column: Column, at: int, total: int, parts: int) -> None:
        if not self.heading.across:
            self.remarks.note(column.label["id"], f"jumlah tertulis {total} tetapi bagian-bagiannya berjumlah {parts}")
            return
        expected = f"Jumlah ini tidak sama dengan baris-baris di atasnya, yang berjumlah {parts}."
        todo = "Periksa angka di kolom itu, atau perbaiki jumlahnya."
        self.remarks.fault(CellFault(self.sheet, number, self.heading.names[at], str(total), expected, todo))

    def _columns(self) -> list[tuple[Column, int]]:
        heading = self.heading
        places = [*heading.columns.items(), *((name, at) for at, name in heading.numbers.items())]
        places += [(one.name, one.at) for one in heading.sums]
        columns = ((self.contract.column(name), at) for name, at in places)
        free: dict[str, object] = {"min": None, "max": None}
        return [(one.model_copy(update=free), at) for one, at in columns if one.type == "integer"]

    def _sum(self) -> None:
        for column, at in self._columns():
            for texts, first, end in self._waiting:
                part = self._of(texts[at].slice(first, end - first), column)
                for sums in (self._all, self._since):
                    before = sums.get(at, 0)
                    sums[at] = None if part is None or before is None else before + part
        self._waiting = []

    def _of(self, texts: pa.ChunkedArray, column: Column) -> int | None:
        """The sum of a column's cells; ``None`` where one cannot be read: that cell is a fault at its own place."""
        plain = pc.fill_null(pc.match_substring_regex(texts, _PLAIN), False)
        whole = pc.sum(pc.cast(pc.replace_substring(texts.filter(plain), NATIVE, ""), pa.int64())).as_py() or 0
        read = parser(column, self.today)
        try:
            rest = sum(
                int(str(read(text).value))
                for text in texts.filter(pc.invert(plain)).to_pylist()
                if text is not None and not is_nothing(text, column.type)
            )
        except BadCell:
            return None
        return int(whole) + rest
