"""Which rows of a sheet are data: titles, totals, numbering, notes and the template's example are left out, and noted.

What stands around the rows gives them meaning: sections, merged cells, hidden rows, blanks under a value.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from data.feeds import Contract, Mapping
from data.intake.read.above import Above
from data.intake.read.around import Around
from data.intake.read.cells import NATIVE, Row
from data.intake.read.chunks import Chunk, chunks, join, suspects
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.files import Sheet
from data.intake.read.heading import Beside, Heading
from data.intake.read.rows import Is, Rows, Verdict
from data.intake.read.totals import Totals

_LEVELS = {1: "Provinsi", 2: "Kabupaten/kota", 3: "Kecamatan"}
_SAID = {
    Is.HEADER_AGAIN: "kepala kolom yang berulang dilewati",
    Is.TOTAL: "baris jumlah dilewati",
    Is.MEAN: "baris rata-rata dilewati",
    Is.NUMBERING: "baris nomor kolom dilewati",
    Is.EXAMPLE: "baris contoh dari templat dilewati",
    Is.SECTION: "baris judul bagian dibaca sebagai wilayah baris-baris di bawahnya",
    Is.NOTE: "catatan di luar tabel dilewati",
    Is.NAME: "baris yang hanya berisi nama wilayah dilewati",
}


@dataclass(frozen=True)
class Block:
    """Rows of a sheet as columns of text by position. `numbers` are their rows in the sheet, counted from 1.

    `base` is the header as it stands in the sheet, `heading` has what sections add to it.
    """

    sheet: str
    heading: Heading
    numbers: np.ndarray
    columns: list[pa.ChunkedArray]
    base: Heading

    def only(self, keep: np.ndarray) -> "Block":
        """The rows where `keep` is true."""
        some = pa.array(keep)
        return replace(self, numbers=self.numbers[keep], columns=[texts.filter(some) for texts in self.columns])


@dataclass(frozen=True)
class Layout:
    """Reads the rows of sheets of one file; what it leaves out is noted in `remarks`.

    `levels_of` returns the levels of regions with a name or code.
    """

    contract: Contract
    today: date
    remarks: Remarks
    mapping: Mapping | None = None
    levels_of: Callable[[str], Collection[int]] = lambda text: ()

    def blocks(self, sheet: Sheet, heading: Heading) -> Iterator[Block]:
        """The rows of data of a table and of those below it on its sheet, in blocks without any other row."""
        table: Table | None = Table(self, sheet, heading)
        while table is not None:
            yield from table.blocks()
            table = Table(self, sheet, table.following) if table.following is not None else None


class Table:
    """One table of a sheet. `following` is the header of the next one, when its rows end at one."""

    def __init__(self, layout: Layout, sheet: Sheet, heading: Heading) -> None:
        self.following: Heading | None = None
        self._layout, self._sheet, self._heading = layout, sheet, heading
        self._remarks, contract = layout.remarks, layout.contract
        self._rows = Rows(sheet, heading, contract, layout.mapping, layout.levels_of)
        self._totals = Totals(sheet.name, contract, heading, layout.today, layout.remarks)
        self._above = Above(sheet.name, heading, contract, layout.mapping, layout.remarks)
        self._around = Around(sheet, heading, contract, layout.mapping, layout.remarks)
        self._sections: dict[int, str] = {}
        self._fresh = True

    def blocks(self) -> Iterator[Block]:
        """Its rows of data. Until they end, `following` is not known."""
        for chunk in chunks(self._sheet, self._heading):
            block = self._block(self._own(chunk))
            if block is not None and len(block.numbers):
                yield block
            if self.following is not None:
                return

    def _own(self, chunk: Chunk) -> Chunk:
        """The chunk without the columns of tables beside this one."""
        first, end = self._heading.first, self._heading.end
        if not end:
            return chunk
        nothing = pa.chunked_array([pa.nulls(len(chunk.numbers), pa.string())])
        kept = [texts if first <= at < end else nothing for at, texts in enumerate(chunk.columns)]
        odd = {
            number: [cell if first <= at < end else None for at, cell in enumerate(row)] for number, row in chunk.odd.items()
        }
        return Chunk(chunk.numbers, kept, odd)

    def _block(self, chunk: Chunk) -> Block | None:
        keep = np.ones(len(chunk.numbers), dtype=bool)
        sections: list[tuple[int, dict[int, str]]] = [(0, dict(self._sections))]
        odd: dict[int, Row] = {}
        done, end = 0, len(keep)
        begun = 0 if self._fresh else -1
        doubtful = () if self._sheet.listed else suspects(chunk, self._sheet, self._heading, self._layout.contract).tolist()
        looked = {int(chunk.numbers[at]): at for at in doubtful}
        for number in sorted({*looked, *chunk.odd}):
            row = chunk.odd[number] if number in chunk.odd else chunk.row(looked[number])
            at = looked.get(number, int(np.searchsorted(chunk.numbers, number)))
            fresh = begun >= 0 and not keep[begun:at].any()
            verdict = self._rows.judge(number, row, fresh=fresh)
            if verdict.what is Is.HEADER:
                self.following = verdict.heading
                keep[at:], end = False, at
                break
            if verdict.what is Is.DATA:
                if number in chunk.odd:
                    self._check_width(number, row)
                    odd[number] = row
                    self._totals.add(_columns(row, len(chunk.columns)), 0, 1)
                continue
            self._totals.add(chunk.columns, done, at)
            done = at
            if number in looked:
                keep[at], done = False, at + 1
            self._leave_out(number, row, verdict)
            if verdict.what is Is.HEADER_AGAIN:
                begun = at + 1
            if verdict.what is Is.SECTION:
                sections.append((number, dict(self._sections)))
        self._totals.add(chunk.columns, done, end)
        self._fresh = begun >= 0 and not (keep[begun:].any() or odd)
        some = pa.array(keep)
        kept = chunk if keep.all() else Chunk(chunk.numbers[keep], [texts.filter(some) for texts in chunk.columns])
        kept = self._around.without_hidden(join(kept, odd))
        columns = kept.columns if self._sheet.listed else self._above.fill(kept.numbers, self._around.turned(kept))
        self._around.check(Chunk(kept.numbers, columns))
        return self._with_sections(kept.numbers, columns, sections)

    def _leave_out(self, number: int, row: Row, verdict: Verdict) -> None:
        """Note a row that is no data."""
        match verdict.what:
            case Is.NOTHING:
                return
            case Is.TOTAL:
                self._totals.check(number, row)
            case Is.SECTION:
                self._totals.section()
                self._sections = {level: text for level, text in self._sections.items() if level < verdict.level}
                self._sections[verdict.level] = verdict.text
            case Is.NOTE | Is.NAME:
                self._totals.section()
        text = verdict.text or next(cell for cell in row if cell is not None)
        self._remarks.note("", _SAID[verdict.what], example=f"baris {number}: {text.lstrip(NATIVE)[:60]}")

    def _check_width(self, number: int, row: Row) -> None:
        if any(cell is not None for cell in row[len(self._heading.names) :]):
            self._remarks.fault(
                CellFault(
                    self._sheet.name,
                    number,
                    "",
                    "",
                    "Ada isi di sebelah kanan kolom terakhir.",
                    "Periksa tanda pemisah atau sel yang tergeser.",
                )
            )

    def _with_sections(
        self, numbers: np.ndarray, columns: list[pa.ChunkedArray], sections: list[tuple[int, dict[int, str]]]
    ) -> Block:
        """The block with a column of context for each level that sections name and the table has no column for."""
        base = self._heading
        levels = sorted({level for _, here in sections for level in here} - base.context.keys())
        if not levels:
            return Block(self._sheet.name, base, numbers, columns, base)
        which = np.searchsorted(np.array([number for number, _ in sections]), numbers, side="right") - 1
        heading = replace(base, names=list(base.names), context=dict(base.context), context_cells=dict(base.context_cells))
        for level in levels:
            texts = [sections[at][1].get(level) for at in which.tolist()]
            heading.context[level] = len(heading.names)
            heading.context_cells[len(heading.names)] = Beside(level, False, False)
            heading.names.append(f"{_LEVELS[level]} (judul bagian)")
            columns = [*columns, pa.chunked_array([pa.array(texts, pa.string())])]
        return Block(self._sheet.name, heading, numbers, columns, base)


def _columns(row: Row, width: int) -> list[pa.ChunkedArray]:
    """A row of another width as columns of one cell."""
    return [pa.chunked_array([pa.array([row[at] if at < len(row) else None], pa.string())]) for at in range(width)]
