"""Rows of a CSV, in the reading process: one reader, whether its rows are held in memory or passed on in blocks."""

import csv
import gc
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from data.intake.read.cells import MOST_COLUMNS, clean
from data.intake.read.saying import say, say_rows
from data.model.errors import Fault, Problem

_HEAD = 65_536  # letters that a delimiter is judged by; the beginning of a long file has them too
_MOST_LETTERS = 1_000_000
_CELLS_A_BLOCK = 600_000
_SAID = re.compile(r"sep=([;,|\t])\r?\n")  # for Excel; it stays a row, so that rows keep their numbers


def read_text(source: BinaryIO, out: BinaryIO, encoding: str, cut: bool, cells: int) -> None:
    """Write the ``delimiter`` and the ``rows``; where the text is `cut`, without its last row. Raises `Fault`."""
    text = source.read().decode(encoding, errors="replace").lstrip("\ufeff")
    delimiter = said[1] if (said := _SAID.match(text)) else _delimiter(text[:_HEAD])
    say(out, "delimiter", delimiter)
    rows = ([clean(cell) for cell in row] for row in _records(io.StringIO(text, newline=""), delimiter, cells, cut=cut))
    say_rows(out, itertools.chain([[]], itertools.islice(rows, 1, None)) if said else rows)


def read_blocks(source: BinaryIO, out: BinaryIO, delimiter: str, encoding: str, skip: int, width: int, cells: int) -> None:
    """Write the rows after `skip` as Arrow, columns of text; beside each batch its first row, and rows that use more."""
    import numpy as np
    import pyarrow as pa

    gc.disable()  # rows are lists without cycles, and looking for some takes half of the time
    schema = pa.schema([(str(at), pa.string()) for at in range(width)])
    many = max(1, _CELLS_A_BLOCK // width)
    said: list[object] | None = None
    with pa.ipc.new_stream(pa.PythonFile(out), schema) as writer:
        try:
            lines = io.TextIOWrapper(source, encoding=encoding, errors="replace", newline="")
            rows = itertools.islice(_records(lines, delimiter, cells), skip, None)
            row = skip + 1
            while block := list(itertools.islice(rows, many)):
                odd = {at: cut for at, cut in enumerate(block) if len(cut) > width and any(map(clean, cut[width:]))}
                kept = [cut for at, cut in enumerate(block) if at not in odd] if odd else block
                batch = pa.record_batch(
                    [pa.array(np.array(column, dtype=object), pa.string()) for column in _columns(kept, width)], schema=schema
                )
                beside = [(row + at, [clean(cell) for cell in cut]) for at, cut in odd.items()]
                writer.write_batch(batch, custom_metadata={"row": str(row), "odd": json.dumps(beside)})
                row += len(block)
        except Fault as fault:
            said = [fault.problem.name, fault.fields]
        if said is not None:
            nothing = pa.RecordBatch.from_pylist([], schema)
            writer.write_batch(nothing, custom_metadata={"fault": json.dumps(said)})


def _columns(rows: Sequence[list[str]], width: int) -> Iterable[Sequence[str]]:
    """Rows of any width as columns."""
    even = [row if len(row) == width else [*row, *([""] * (width - len(row)))][:width] for row in rows]
    return zip(*even, strict=True) if even else [()] * width


def _delimiter(head: str) -> str:
    """The one of ``; , | tab`` that gives the most even rows with more than one column."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if any(row)][:200]
        widths = [len(row) for row in rows] or [0]
        usual = max(set(widths), key=widths.count)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    csv.field_size_limit(_MOST_LETTERS)
    try:
        return max((";", "\t", ",", "|"), key=score)
    except csv.Error:
        raise Fault(Problem.FILE_UNREADABLE, reason="satu sel berisi lebih dari sejuta huruf") from None


def _records(source: Iterable[str], delimiter: str, cells: int, *, cut: bool = False) -> Iterator[list[str]]:
    """The rows of lines, without the last one where they are `cut`. Raises `Fault` for a quote that swallows rows."""
    csv.field_size_limit(_MOST_LETTERS)
    left, wide, number = cells, 0, 0
    lines: list[str] = []
    record: list[str] = []
    waiting: list[str] | None = None
    try:
        for number, row in enumerate(csv.reader(_noting(source, lines), delimiter=delimiter), start=1):
            if cut and waiting is not None:
                yield waiting
            left -= len(row) + 1  # an empty line is one too
            if left < 0:
                raise Fault(Problem.FILE_STOPPED, reason=f"berisi lebih dari {cells} sel")
            wide = max(wide, len(row))
            if len(lines) > 1 and _swallowed(row, delimiter, wide):
                raise _unclosed(number)
            record, lines[:] = lines[:], []
            waiting = row[:MOST_COLUMNS] if len(row) > MOST_COLUMNS else row
            if not cut:
                yield waiting
        if record and not cut and _open(record, delimiter):
            raise _unclosed(number)
    except csv.Error as error:
        raise Fault(Problem.FILE_UNREADABLE, reason=f"CSV rusak ({error})") from None


def _noting(source: Iterable[str], lines: list[str]) -> Iterator[str]:
    for line in source:
        lines.append(line)
        yield line


def _swallowed(row: Sequence[str], delimiter: str, wide: int) -> bool:
    """Whether a cell holds lines that are rows: a quote before them was never closed, or by the next one that comes."""
    needed = max(2, wide - 1)
    return any(any(line.count(delimiter) >= needed for line in cell.splitlines()[1:]) for cell in row)


def _open(record: list[str], delimiter: str) -> bool:
    """Whether a record ends inside quotes."""
    if '"' not in record[0]:
        return False
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _unclosed(number: int) -> Fault:
    return Fault(
        Problem.FILE_UNREADABLE, reason=f'tanda kutip (") di baris {number} tidak ditutup, sehingga baris sesudahnya hilang'
    )
