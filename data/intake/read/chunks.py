"""Rows of a sheet as columns of text, and which of them may be no data.

Both kinds of file come through here, a sheet in memory and a long CSV in blocks, so that a row means the same in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Contract
from data.intake.read.cells import Row
from data.intake.read.columns import trimmed
from data.intake.read.files import Sheet
from data.intake.read.heading import Heading, words_of

ROWS_AT_ONCE = 100_000
_FIRST = 5  # rows below a header that are always looked at: numbers of columns, the template's example
# for Arrow, wider than the rule in `rows`: this only says which rows to look at
TOTAL_WORDS = r"jumlah|jml|total|subtotal|rata-?\s?rata|rerata|rataan|average|mean"
_PERHAPS_TOTAL = rf"(?i)\b({TOTAL_WORDS})\b|^(\S )+\S$"


@dataclass
class Chunk:
    """Some rows. `numbers` count rows of the sheet from 1; `odd` are rows of another width, which are in no column."""

    numbers: np.ndarray
    columns: list[pa.ChunkedArray]
    odd: dict[int, Row] = field(default_factory=dict)

    def row(self, at: int) -> Row:
        """One row as a list."""
        return [texts[at].as_py() for texts in self.columns]


def chunks(sheet: Sheet, heading: Heading) -> Iterator[Chunk]:
    """The rows below a header."""
    width = len(heading.names)
    if sheet.rest is not None:
        for numbers, table, odd in sheet.rest.blocks(heading.row + 1, width):
            yield Chunk(numbers, [trimmed(texts) for texts in table.columns], odd)
        return
    for start in range(heading.row + 1, len(sheet.rows), ROWS_AT_ONCE):
        rows = sheet.rows[start : start + ROWS_AT_ONCE]
        long = {at for at, row in enumerate(rows) if len(row) > width and any(row[width:])}
        odd = {start + at + 1: rows[at] for at in long}
        kept = [row for at, row in enumerate(rows) if at not in long] if long else rows
        numbers = np.arange(start + 1, start + len(rows) + 1)
        if long:
            numbers = np.delete(numbers, sorted(long))
        padded = [row if len(row) == width else [*row, *([None] * (width - len(row)))][:width] for row in kept]
        columns = list(zip(*padded, strict=True)) if padded else [()] * width
        yield Chunk(numbers, [pa.chunked_array([pa.array(texts, pa.string())]) for texts in columns], odd)


def suspects(chunk: Chunk, sheet: Sheet, heading: Heading, contract: Contract) -> np.ndarray:
    """Positions of rows that may be no data, or not quite: nearly all others need no second look."""
    size = len(chunk.numbers)
    found = np.zeros(size, dtype=bool)
    found[chunk.numbers <= heading.row + 1 + _FIRST] = True
    keys = [heading.columns[name] for name in contract.key if name in heading.columns] or sorted(heading.used)[:1]
    for at in keys:
        found |= _true(pc.is_null(chunk.columns[at]))
    if not heading.columns.keys() & set(contract.key):
        for at in heading.used:
            found |= _true(pc.is_null(chunk.columns[at]))
    words = pa.array(sorted(words_of(contract) | {name.lower() for name in heading.names if name}))
    matching = np.zeros(size, dtype=np.int8)
    for texts in chunk.columns:
        if texts.null_count == len(texts):
            continue
        found |= _true(pc.match_substring_regex(texts, _PERHAPS_TOTAL))
        matching += _true(pc.is_in(pc.utf8_lower(texts), words))
    found |= matching >= 2
    if sheet.merged:
        wide = {row + 1 for area in sheet.merged if area.left < area.right for row in range(area.top, area.bottom + 1)}
        found |= np.isin(chunk.numbers, sorted(wide))
    example = contract.columns[0]
    if example.name in heading.columns:
        found |= _true(pc.equal(chunk.columns[heading.columns[example.name]], str(example.example)))
    return np.flatnonzero(found)


def _true(mask: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(pc.fill_null(mask, False).to_numpy(), dtype=bool)


def join(chunk: Chunk, rows: dict[int, Row]) -> Chunk:
    """The chunk with rows of another width in their places, cut or padded to its own."""
    if not rows:
        return chunk
    width = len(chunk.columns)
    padded = [[*row, *([None] * width)][:width] for row in rows.values()]
    numbers = np.concatenate([chunk.numbers, np.array(list(rows), dtype=chunk.numbers.dtype)])
    order = np.argsort(numbers, kind="stable")
    columns = []
    for texts, more in zip(chunk.columns, zip(*padded, strict=True), strict=True):
        both = pa.chunked_array([*texts.chunks, pa.array(more, pa.string())])
        columns.append(both.take(pa.array(order)))
    return Chunk(numbers[order], columns)
