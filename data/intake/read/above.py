"""Blank cells that may mean the value above: shown and asked, filled only where the sender said so."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Contract, Mapping
from data.intake.read.cells import NATIVE
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.heading import Heading

_CARRIED = ("region", "date", "month", "year", "half_year", "code")
ABOVE, BLANK = "di_atas", "kosong"


@dataclass
class Above:
    """Of one table. A row *continues* the one above where its first cell is blank under a filled one.

    Asked are blanks of such rows, and blanks of a required column under a filled cell. Numbers are never carried.
    """

    sheet: str
    heading: Heading
    contract: Contract
    mapping: Mapping | None
    remarks: Remarks
    _last: dict[int, str | None] = field(default_factory=dict)

    def fill(self, numbers: np.ndarray, columns: list[pa.ChunkedArray]) -> list[pa.ChunkedArray]:
        """The columns of rows of data, filled where that was answered."""
        needed, optional = self._places()
        places = sorted({*needed, *optional})
        if not places or not len(numbers):
            return columns
        first = min({*needed, *self._beside()} or places)
        carried = {at: pc.fill_null_forward(self._begun(at, columns[at])) for at in places}
        blank = {at: self._blank_below(columns[at], carried[at]) for at in places}
        continues = blank[first]
        events = {ways[self.contract.wide.date] for ways in self.heading.wide.values()} if self.contract.wide else set()
        eventless = np.logical_and.reduce([columns[at].is_null().to_numpy() for at in events]) if events else continues
        made = list(columns)
        for at in places:
            asked = blank[at] if at in needed else blank[at] & continues & (eventless if at in events else True)
            if asked.any():
                made[at] = self._ask(at, asked, carried[at].slice(1), columns[at], numbers, fault=at not in needed)
        for at in places:
            self._last[at] = carried[at][-1].as_py()
        return made

    def _places(self) -> tuple[list[int], list[int]]:
        """Positions of columns that a row needs, and of others whose blanks may be carried."""
        columns = [(self.contract.column(name), at) for name, at in self.heading.columns.items()]
        some = [(one, at) for one, at in columns if one.type in _CARRIED]
        needed = [at for one, at in some if one.required or one.name in self.contract.key]
        dates = [ways[self.contract.wide.date] for ways in self.heading.wide.values()] if self.contract.wide else []
        return needed, [at for _, at in some if at not in needed] + self._beside() + dates

    def _beside(self) -> list[int]:
        """Positions of names of regions that are no column of the contract."""
        return [at for at in self.heading.context.values() if at not in self.heading.columns.values()]

    def _begun(self, at: int, texts: pa.ChunkedArray) -> pa.Array:
        """The column after the last value of the block before it."""
        return pa.concat_arrays([pa.array([self._last.get(at)], pa.string()), *texts.chunks])

    def _blank_below(self, texts: pa.ChunkedArray, carried: pa.Array) -> np.ndarray:
        above = np.asarray(carried.slice(1).is_valid().to_numpy(zero_copy_only=False), dtype=bool)
        return np.asarray(texts.is_null().to_numpy(), dtype=bool) & above

    def _ask(
        self, at: int, asked: np.ndarray, carried: pa.Array, texts: pa.ChunkedArray, numbers: np.ndarray, *, fault: bool
    ) -> pa.ChunkedArray:
        name = self.heading.names[at]
        question = f"kosong:{name}"
        answer = self.mapping.answers.get(question, "") if self.mapping is not None else ""
        row = int(np.flatnonzero(asked)[0])
        value = str(carried[row].as_py()).lstrip(NATIVE)
        example = f"baris {numbers[row]} → {value}"
        if answer == ABOVE:
            self.remarks.note(name, "sel kosong diisi seperti di atasnya, sesuai jawaban pengirim", int(asked.sum()), example)
            return pc.if_else(pa.array(asked), pa.chunked_array([carried]), texts)
        if answer == BLANK:
            return texts
        count = int(asked.sum())
        here = f"{count} sel kosong di kolom '{name}' di bawah sel yang terisi"
        self.remarks.offer(question, ABOVE, f"{here} berarti sama dengan yang di atasnya: {example}.")
        self.remarks.offer(question, BLANK, f"{here} memang kosong.")
        for place in np.flatnonzero(asked).tolist() if fault else ():
            above = str(carried[place].as_py()).lstrip(NATIVE)
            expected = f"Sel ini kosong, sedangkan di atasnya tertulis '{above[:60]}'."
            todo = "Isi selnya, atau jawab apakah kosong berarti sama dengan yang di atasnya."
            self.remarks.fault(CellFault(self.sheet, int(numbers[place]), name, "", expected, todo))
        return texts
