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
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from data.intake.read.cells import MOST_COLUMNS, Row, cell_text, clean
from data.model.errors import Fault, Problem

_MOST_UNPACKED = 600_000_000
_MOST_RATIO = 200
_MOST_PARTS = 5_000
_BLOCK = 24 << 20
_ROWS_A_LINE = 2_000
_HEAD = 262_144
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")  # not for safety: only whether a second, slower pass may be needed

Range = tuple[tuple[int, int], tuple[int, int]]


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
        _say(out, "fault", [fault.problem.name, fault.fields])
    out.flush()


def _bound(seconds: int) -> None:
    """Disable core files, which would put the rows on a disk, and limit processor time, for when nobody watches any more."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds + 5, 2 * seconds + 5))


def _say(out: BinaryIO, kind: str, what: object) -> None:
    out.write(json.dumps([kind, what], ensure_ascii=False).encode(errors="replace") + b"\n")


def _say_rows(out: BinaryIO, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    while block := list(itertools.islice(rows, _ROWS_A_LINE)):
        _say(out, "rows", block)


# -- workbooks --------------------------------------------------------------------------------------------------------


def read_workbook(source: BinaryIO, out: BinaryIO, cells: int) -> None:
    """Write ``sheet``, ``rows`` and ``missing`` of each visible sheet, and which were ``ignored``. Raises `Fault`."""
    from python_calamine import CalamineError, CalamineWorkbook

    body = source.read()
    try:
        with_formulas = _looked_into(body)
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        left = cells
        for meta in book.sheets_metadata:
            if not str(meta.visible).endswith("Visible"):
                _say(out, "ignored", [meta.name, "tersembunyi"])
                continue
            if not str(meta.typ).endswith("WorkSheet"):
                continue
            sheet = book.get_sheet_by_name(meta.name)
            high, wide = (at + 1 for at in sheet.end or (-1, -1))
            left -= wide * high
            if left < 0:
                raise Fault(Problem.SHEET_TOO_WIDE, columns=wide, rows=high)
            if wide > MOST_COLUMNS:  # a stray cell far to the right, or a trick
                _say(out, "ignored", [meta.name, f"kolom sesudah yang ke-{MOST_COLUMNS} tidak dibaca"])
            _say(out, "sheet", meta.name)
            formulas = _formulas(body, meta.name) if with_formulas else {}
            before = [None] * (sheet.start[1] if sheet.start else 0)
            rows = (
                [*before, *(None if cell == "" else cell_text(cell) for cell in row)][:MOST_COLUMNS]
                for row in sheet.iter_rows()
            )
            _say_rows(out, _filled(_looked_up(rows, formulas), sheet.merged_cell_ranges or []))
            _say(out, "missing", [(row, at) for row, places in formulas.items() for at in places])
    except (zipfile.BadZipFile, CalamineError, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Fault(Problem.FILE_UNREADABLE, reason="lembar kerja ini rusak atau berkata sandi") from None


def _looked_into(body: bytes) -> bool:
    """Whether a sheet may hold formulas. Raises `Fault` for an archive that is no workbook, or that would grow too large."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * max(len(body), 1_000_000) or len(parts) > _MOST_PARTS:
            raise Fault(Problem.FILE_TOO_LARGE, most=_MOST_UNPACKED // 1_000_000)
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names:
            raise Fault(Problem.FILE_UNREADABLE, reason="arsip ini bukan lembar kerja XLSX")
        for name in names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    end = b""
                    while piece := part.read(1 << 20):
                        if _FORMULA.search(end + piece):
                            return True
                        end = piece[-64:]
    return False


def _formulas(body: bytes, name: str) -> dict[int, list[int]]:
    """Cells with formulas: columns by row."""
    from openpyxl import load_workbook  # takes half a second to import, and few files hold formulas

    book = load_workbook(io.BytesIO(body), read_only=True, data_only=False)
    found: dict[int, list[int]] = {}
    for number, row in enumerate(book[name].iter_rows(values_only=True, max_col=MOST_COLUMNS)):
        places = [at for at, value in enumerate(row) if isinstance(value, str) and value.startswith("=")]
        if places:
            found[number] = places
    book.close()
    return found


def _looked_up(rows: Iterable[Row], formulas: dict[int, list[int]]) -> Iterator[Row]:
    """The rows unchanged; `formulas` keeps only cells without a value: a program wrote them and no spreadsheet
    computed them.
    """
    for number, row in enumerate(rows):
        if number in formulas:
            formulas[number] = [at for at in formulas[number] if at >= len(row) or row[at] is None]
        yield row


def _filled(rows: Iterable[Row], ranges: Iterable[Range]) -> Iterator[Row]:
    """The rows with the value of a merged cell in all of its range. Merged titles over many columns stay as they are."""
    waiting = sorted(ranges, reverse=True)
    begun: list[tuple[int, int, int, str]] = []  # last row, columns from and to, value
    for number, row in enumerate(rows):
        while waiting and waiting[-1][0][0] <= number:
            (top, left), (bottom, right) = waiting.pop()
            if top == number and left < len(row) and (value := row[left]) is not None:
                begun.append((bottom, left, min(right + 1, len(row)), value))
        for _, left, end, value in begun:
            for at in range(left, end):
                if row[at] is None:
                    row[at] = value
        begun = [one for one in begun if one[0] > number]
        yield row if any(cell is not None for cell in row) else []


# -- CSV --------------------------------------------------------------------------------------------------------------


def read_text(source: BinaryIO, out: BinaryIO, encoding: str, cut: bool, cells: int) -> None:
    """Write the ``delimiter`` and the ``rows``; where the text is `cut`, without its last row. Raises `Fault`."""
    text = source.read().decode(encoding, errors="replace").lstrip("\ufeff")
    csv.field_size_limit(1_000_000)
    delimiter = _delimiter(text[:_HEAD])
    _say(out, "delimiter", delimiter)
    rows = _csv_rows(text, delimiter, cells)
    if cut:
        rows = (row for row, _ in itertools.pairwise(rows))
    _say_rows(out, rows)


def _delimiter(head: str) -> str:
    """The one of ``; , tab`` that gives the most even rows with more than one column."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(io.StringIO(head), delimiter=delimiter) if any(row)][:200]
        widths = [len(row) for row in rows] or [0]
        usual = max(set(widths), key=widths.count)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    try:
        return max((";", "\t", ","), key=score)
    except csv.Error:
        raise Fault(Problem.FILE_UNREADABLE, reason="satu sel berisi lebih dari sejuta huruf") from None


def _csv_rows(text: str, delimiter: str, cells: int) -> Iterator[Row]:
    left = cells
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            left -= len(row) + 1  # an empty line is one too
            if left < 0:
                raise Fault(Problem.FILE_STOPPED, reason=f"berisi lebih dari {cells} sel")
            yield [clean(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Fault(Problem.FILE_UNREADABLE, reason=f"CSV rusak ({error})") from None


def read_blocks(
    source: BinaryIO, out: BinaryIO, delimiter: str, encoding: str, skip: int, names: list[str], cells: int
) -> None:
    """Write the rows after `skip` as Arrow, columns of text; beside each batch its first row and which rows are ragged."""
    import pyarrow as pa
    import pyarrow.csv

    ragged: list[int] = []

    def keep(row: "pa.csv.InvalidRow") -> str:
        ragged.append(row.number or 0)
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
                end, broken = row + batch.num_rows, []
                for number in sorted(ragged):  # the reader may know ragged rows of the next block already
                    if number < end + 1:
                        broken.append(number)
                        end += 1
                ragged[:] = sorted(ragged)[len(broken) :]
                left -= (end - row) * (len(names) + 1)
                writer.write_batch(batch, custom_metadata={"row": str(row), "broken": json.dumps(broken)})
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
