"""The program of the reading process (see `apart`): one job as a line of JSON and a file in; JSON lines, Arrow or a file out.

It imports little, because it starts for every file. An error other than `Fault` means that the file could not be read.
"""

import contextlib
import csv
import io
import itertools
import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from data.intake.read.cells import MOST_COLUMNS, Row, clean
from data.intake.read.saying import say, say_rows
from data.intake.read.workbook import read_workbook
from data.model.errors import Fault, Problem

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK = 24 << 20
_HEAD = 262_144
_MOST_RAGGED = 100_000  # rows of another width in a long file: more, and its delimiter is another one


def main() -> None:
    source, out = sys.stdin.buffer, sys.stdout.buffer
    job = json.loads(source.readline())
    _bound(int(job.pop("seconds")))
    try:
        match job.pop("job"):
            case "workbook":
                read_workbook(source, out, **job)
            case "text":
                read_text(source, out, **job)
            case "blocks":
                read_blocks(source, out, **job)
            case "mark":
                from data.intake.marking import mark  # takes half a second to import, and few files are marked

                out.write(mark(source.read(), **job))
    except Fault as fault:
        say(out, "fault", [fault.problem.name, fault.fields])
    out.flush()


def _bound(seconds: int) -> None:
    """Disable core files, which would put the rows on a disk, and limit processor time, for when nobody watches any more."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds + 5, 2 * seconds + 5))


# -- CSV --------------------------------------------------------------------------------------------------------------


def read_text(source: BinaryIO, out: BinaryIO, encoding: str, cut: bool, cells: int) -> None:
    """Write the ``delimiter`` and the ``rows``; where the text is `cut`, without its last row. Raises `Fault`."""
    text = source.read().decode(encoding, errors="replace").lstrip("\ufeff")
    csv.field_size_limit(1_000_000)
    said = re.match(r"sep=([;,\t|])\r?\n", text)  # for Excel; it stays a row, so that rows keep their numbers
    delimiter = said[1] if said else _delimiter(text[:_HEAD])
    say(out, "delimiter", delimiter)
    rows = _csv_rows(text, delimiter, cells)
    if said:
        rows = itertools.chain([[]], itertools.islice(rows, 1, None))
    if cut:
        rows = (row for row, _ in itertools.pairwise(rows))
    say_rows(out, rows)


def _delimiter(head: str) -> str:
    """The one of ``; , tab`` that gives the most even rows with more than one column."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if any(row)][:200]
        widths = [len(row) for row in rows] or [0]
        usual = max(set(widths), key=widths.count)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    try:
        return max((";", "\t", ","), key=score)
    except csv.Error:
        raise Fault(Problem.FILE_UNREADABLE, reason="satu sel berisi lebih dari sejuta huruf") from None


def _csv_rows(text: str, delimiter: str, cells: int) -> Iterator[Row]:
    left, wide = cells, 0
    lines: list[str] = []
    try:
        for number, row in enumerate(csv.reader(_noting(text, lines), delimiter=delimiter), start=1):
            left -= len(row) + 1  # an empty line is one too
            if left < 0:
                raise Fault(Problem.FILE_STOPPED, reason=f"berisi lebih dari {cells} sel")
            wide = max(wide, len(row))
            if len(lines) > 1 and _swallowed(row, delimiter, wide):
                raise _unclosed(number)
            record, lines[:] = lines[:], []
            yield [clean(cell) for cell in row[:MOST_COLUMNS]]
        if wide and _open(record, delimiter):
            raise _unclosed(number)
    except csv.Error as error:
        raise Fault(Problem.FILE_UNREADABLE, reason=f"CSV rusak ({error})") from None


def _noting(text: str, lines: list[str]) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        lines.append(line)
        yield line


def _swallowed(row: Sequence[str | None], delimiter: str, wide: int) -> bool:
    """Whether a cell holds lines that are rows: a quote before them was never closed, or by the next one that comes."""
    needed = max(2, wide - 1)
    return any(cell is not None and any(line.count(delimiter) >= needed for line in cell.splitlines()[1:]) for cell in row)


def _swallowed_in(batch: "pa.RecordBatch", delimiter: str) -> int:
    """The first row of a batch with such a cell, -1 without one."""
    import pyarrow.compute as pc

    for texts in batch.columns:
        breaks = pc.fill_null(pc.match_substring(texts, "\n"), False)
        if pc.any(breaks).as_py():
            for at in pc.indices_nonzero(breaks).to_pylist():
                if _swallowed([texts[at].as_py()], delimiter, batch.num_columns):
                    return int(at)
    return -1


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


def read_blocks(
    source: BinaryIO, out: BinaryIO, delimiter: str, encoding: str, skip: int, names: list[str], cells: int
) -> None:
    """Write the rows after `skip` as Arrow, columns of text; beside each batch its first row, and its rows of another width."""
    import pyarrow as pa
    import pyarrow.csv

    ragged: list[tuple[int, Row]] = []

    def keep(row: "pa.csv.InvalidRow") -> str:
        if len(ragged) >= _MOST_RAGGED:
            return "error"
        cells = next(csv.reader([row.text or ""], delimiter=delimiter), [])
        ragged.append((row.number or 0, [clean(cell) for cell in cells[:MOST_COLUMNS]]))
        return "skip"

    schema = pa.schema([(name, pa.string()) for name in names])
    left, row = cells, skip + 1
    said: list[object] | None = None
    with pa.ipc.new_stream(pa.PythonFile(out), schema) as writer:
        try:
            batches = pa.csv.open_csv(
                pa.PythonFile(source),
                read_options=pa.csv.ReadOptions(
                    skip_rows=skip, column_names=names, block_size=_BLOCK, encoding=encoding, use_threads=False
                ),
                parse_options=pa.csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
                ),
                convert_options=pa.csv.ConvertOptions(
                    column_types=schema, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
                ),
            )
            for batch in batches:
                end, odd = row + batch.num_rows, []
                for number, cells_there in sorted(
                    ragged, key=lambda one: one[0]
                ):  # it may know those of the next block already
                    if number < end + 1:
                        odd.append((number, cells_there))
                        end += 1
                ragged[:] = sorted(ragged, key=lambda one: one[0])[len(odd) :]
                left -= (end - row) * (len(names) + 1)
                if (at := _swallowed_in(batch, delimiter)) >= 0:
                    raise _unclosed(row + at)
                writer.write_batch(batch, custom_metadata={"row": str(row), "odd": json.dumps(odd)})
                row = end
                if left < 0:
                    raise Fault(Problem.FILE_STOPPED, reason=f"berisi lebih dari {cells} sel")
        except (pa.ArrowInvalid, UnicodeError):
            said = [Problem.FILE_UNREADABLE.name, {"reason": "CSV ini rusak di tengah, biasanya karena tanda kutip"}]
        except Fault as fault:
            said = [fault.problem.name, fault.fields]
        if said is not None:
            nothing = pa.RecordBatch.from_pylist([], schema)
            writer.write_batch(nothing, custom_metadata={"fault": json.dumps(said)})
