"""Which rows of a sheet are data: titles, totals, numbering, notes and the template's example are left out, and noted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from data.feeds import Contract
from data.intake.read.cells import NATIVE, Row
from data.intake.read.columns import trimmed
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.files import Sheet
from data.intake.read.heading import Heading
from data.intake.read.values import BadCell, is_nothing, parser

ROWS_AT_ONCE = 100_000
_TOTAL = re.compile(r"^\s*(grand\s+|sub\s*)?(jumlah|total|jml)\b", re.I)


@dataclass(frozen=True)
class Block:
    """Rows of a sheet as columns of text by position. `numbers` are their rows in the sheet, counted from 1."""

    sheet: str
    heading: Heading
    numbers: np.ndarray
    columns: list[pa.ChunkedArray]

    def only(self, keep: np.ndarray) -> "Block":
        """The rows where `keep` is true."""
        some = pa.array(keep)
        return Block(self.sheet, self.heading, self.numbers[keep], [texts.filter(some) for texts in self.columns])


@dataclass(frozen=True)
class Layout:
    """Reads the rows of sheets of one file; what it leaves out is noted in `remarks`."""

    contract: Contract
    today: date
    remarks: Remarks

    def blocks(self, sheet: Sheet, heading: Heading) -> Iterator[Block]:
        """The rows of a sheet in blocks; rows that are no data are null in every column."""
        width = len(heading.names)
        if sheet.rest is not None:
            labels = [f"c{at}" for at in range(width)]
            for numbers, table, ragged in sheet.rest.blocks(heading.row + 1, labels):
                for number in ragged:
                    self._fault(
                        sheet.name,
                        number,
                        "",
                        "",
                        "Jumlah kolom baris ini tidak sama dengan kepala kolom.",
                        "Periksa tanda pemisah dan tanda kutipnya.",
                    )
                yield Block(sheet.name, heading, numbers, [trimmed(table.column(label)) for label in labels])
            return
        rows = sheet.rows[heading.row + 1 :]
        for r, c in sorted(sheet.missing):
            if c in heading.used and r > heading.row:
                self._fault(
                    sheet.name,
                    r + 1,
                    heading.names[c],
                    "rumus",
                    "Rumus ini belum dihitung.",
                    "Buka berkasnya di Excel, simpan, lalu kirim lagi; atau tempel sebagai nilai.",
                )
        kept: list[Row] = []
        for number, row in enumerate(rows, start=heading.row + 2):
            kept.append(self._data(sheet, heading, row, number, kept))
        rows = kept
        for start in range(0, len(rows), ROWS_AT_ONCE):
            block = rows[start : start + ROWS_AT_ONCE]
            padded = [row + [None] * (width - len(row)) for row in block]
            columns = list(zip(*padded, strict=False))[:width]
            first = heading.row + 2 + start
            texts = [pa.chunked_array([pa.array(texts, pa.string())]) for texts in columns]
            yield Block(sheet.name, heading, np.arange(first, first + len(block)), texts)

    def _data(self, sheet: Sheet, heading: Heading, row: Row, number: int, before: list[Row]) -> Row:
        """The row, or an empty one where it is a total, a numbering of the columns, or a note below the table."""
        filled = [(at, cell) for at, cell in enumerate(row) if cell is not None]
        if not filled:
            return []
        if any(cell is not None for cell in row[len(heading.names) :]):
            self._fault(
                sheet.name,
                number,
                "",
                "",
                "Ada isi di sebelah kanan kolom terakhir.",
                "Periksa tanda pemisah atau sel yang tergeser.",
            )
        texts = [cell.lstrip(NATIVE) for _, cell in filled]
        if _TOTAL.match(texts[0]) and self._keyless(heading, row):
            self._check_total(heading, row, before)
            self.remarks.note("", "baris jumlah dilewati")
            return []
        if len(filled) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?", text) for text in texts):
            values = [int(text.strip("()")) for text in texts]
            if values == list(range(values[0], values[0] + len(values))) and number == heading.row + 2:
                self.remarks.note("", "baris nomor kolom dilewati")
                return []
        if self._is_example(heading, row):
            self.remarks.note("", "baris contoh dari templat dilewati")
            return []
        used = [at for at, _ in filled if at in heading.used]
        if not used or (len(filled) == 1 and self._keyless(heading, row)):
            self.remarks.note("", "catatan di luar tabel dilewati", example=texts[0][:60])
            return []
        return row

    def _is_example(self, heading: Heading, row: Row) -> bool:
        """Whether a row is the template's example."""
        places = heading.columns.items()
        return len(heading.columns) > 2 and all(
            at < len(row) and (row[at] or "").lstrip(NATIVE) == str(self.contract.column(name).example) for name, at in places
        )

    def _keyless(self, heading: Heading, row: Row) -> bool:
        """Whether a key column is empty or holds only the word for a total."""
        at = [heading.columns[name] for name in self.contract.key if name in heading.columns]
        held = [row[i] for i in at if i < len(row) and row[i] is not None and not _TOTAL.match(str(row[i]))]
        return len(held) < len(at) or not at

    def _check_total(self, heading: Heading, row: Row, before: list[Row]) -> None:
        """Note a total that does not match its parts, with both numbers."""
        for name, at in heading.columns.items():
            column = self.contract.column(name).model_copy(update={"min": None, "max": None})
            if column.type != "integer" or at >= len(row) or row[at] is None:
                continue
            read = parser(column, self.today)
            try:
                total, *parts = (
                    int(str(read(text).value))
                    for one in (row, *before)
                    if (text := one[at] if at < len(one) else None) is not None and not is_nothing(text)
                )
            except BadCell:
                continue  # the cell itself is a fault, noted at its place
            if parts and total != sum(parts):
                self.remarks.note(column.label["id"], f"jumlah tertulis {total} tetapi bagian-bagiannya berjumlah {sum(parts)}")

    def _fault(self, sheet: str, row: int, column: str, found: str, expected: str, todo: str) -> None:
        self.remarks.fault(CellFault(sheet, row, column, found, expected, todo))
