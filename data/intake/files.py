"""Files as senders have them: XLSX, CSV, rows of an API call.

Cells become text; a native number is marked, so that 1.234 in a text file and in a number cell stay two things.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.csv
from python_calamine import CalamineError, CalamineWorkbook

from data.errors import Fault, Problem

NATIVE = "\x01"  # before the text of a cell that is a number in its file
MOST_BYTES = 500_000_000
_MOST_UNPACKED = 600_000_000
_MOST_RATIO = 200
MOST_COLUMNS = 200
_MOST_CELLS = 40_000_000
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_STREAM_FROM = 4_000_000  # bytes of CSV from which rows are read by Arrow, which cannot mend ragged rows
_BLOCK = 24 << 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\ufeff]")

Row = list[str | None]


@dataclass
class Sheet:
    """A visible sheet (or the only one of a CSV). `rows` are all its rows, or its head where `rest` reads the others.

    Row i of `rows` is row ``i + 1`` of the file. `missing` are formula cells without a computed value.
    """

    name: str
    rows: list[Row]
    rest: "CsvBody | None" = None
    merged: tuple[str, ...] = ()
    missing: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Workbook:
    """What was opened. `ignored` names sheets that were passed over, with the reason."""

    kind: str
    sheets: list[Sheet]
    ignored: list[tuple[str, str]]


@dataclass(frozen=True)
class CsvBody:
    """The rest of a large CSV, read in blocks by Arrow as columns of text."""

    body: bytes
    delimiter: str
    encoding: str

    def blocks(self, skip: int, names: Sequence[str]) -> Iterator[tuple[np.ndarray, pa.Table, list[tuple[int, str]]]]:
        """``(numbers of the lines, columns of text, ragged lines)`` after `skip` lines. Empty text is null."""
        ragged: list[tuple[int, str]] = []

        def keep(row: "pa.csv.InvalidRow") -> str:
            ragged.append((row.number or 0, row.text))
            return "skip"

        reader = pa.csv.open_csv(
            io.BytesIO(self.body),
            read_options=pa.csv.ReadOptions(
                skip_rows=skip, column_names=list(names), block_size=_BLOCK, encoding=self.encoding, use_threads=False
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=True, null_values=[""],
                quoted_strings_can_be_null=True,
            ),
        )  # fmt: skip
        row = skip + 1
        for batch in reader:
            end, broken = row + batch.num_rows, []
            for number, text in sorted(ragged):  # the reader may know ragged rows of the next block already
                if number < end + 1:
                    broken.append((number, text))
                    end += 1
            ragged[:] = [one for one in ragged if one not in broken]
            numbers = np.setdiff1d(np.arange(row, end), [number for number, _ in broken])
            yield numbers[: batch.num_rows], pa.Table.from_batches([batch]), broken
            row = end


def open_file(body: bytes, name: str = "") -> Workbook:
    """Open by content, whatever the name says. Raises `Fault` for what is neither XLSX nor text, too large or broken."""
    if len(body) > MOST_BYTES:
        raise Fault(Problem.FILE_TOO_LARGE, most=MOST_BYTES // 1_000_000)
    if not body.strip():
        raise Fault(Problem.FILE_EMPTY)
    if body[:4] == b"PK\x03\x04":
        return _workbook(body)
    if body[:4] == b"\xd0\xcf\x11\xe0":
        raise Fault(Problem.FILE_UNREADABLE, reason="ini berkas .xls lama atau berkata sandi")
    if body[:4] == b"%PDF" or (b"\x00" in body[:4000] and body[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise Fault(Problem.FILE_UNREADABLE, reason="ini bukan lembar kerja atau CSV")
    return _text(body, name)


def rows_of(records: Sequence[dict[str, object]]) -> Workbook:
    """Rows of an API call as a sheet. Raises `Fault` for one that is not an object."""
    names: dict[str, None] = {}
    for record in records:
        names.update(dict.fromkeys(record))
    if len(names) > MOST_COLUMNS:
        raise Fault(Problem.FILE_UNREADABLE, reason=f"lebih dari {MOST_COLUMNS} kolom")
    rows: list[Row] = [list(names)]
    rows += [[cell_text(record.get(name)) for name in names] for record in records]
    return Workbook("json", [Sheet("JSON", rows)], [])


def cell_text(value: object) -> str | None:
    """A cell as text; ``None`` when nothing is in it."""
    match value:
        case None:
            return None
        case bool():
            return "ya" if value else "tidak"
        case int():
            return f"{NATIVE}{value}" if abs(value) < 10**300 else str(value)[:60]
        case float():
            if value != value or value in (float("inf"), float("-inf")):
                return "bukan angka"
            return f"{NATIVE}{int(value)}" if value.is_integer() and abs(value) < 1e17 else f"{NATIVE}{value!r}"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
        case str():
            return clean(value)
        case _:  # objects and lists of an API call keep their own notation
            import json

            return clean(json.dumps(value, ensure_ascii=False))


def clean(text: str) -> str | None:
    """Without control characters and outer spaces, inner runs of spaces as one; ``None`` when nothing is left."""
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    text = text.replace("\u00a0", " ")
    if text[:1].isspace() or text[-1:].isspace():
        text = text.strip()
    return text or None


def _workbook(body: bytes) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * max(len(body), 1_000_000) or len(parts) > 5_000:
                raise Fault(Problem.FILE_TOO_LARGE, most=_MOST_UNPACKED // 1_000_000)
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise Fault(Problem.FILE_UNREADABLE, reason="arsip ini bukan lembar kerja XLSX")
            formulas = False
            for name in names:
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    xml = archive.read(name)
                    _refuse_far_cells(xml)
                    formulas = formulas or b"<f" in xml
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        sheets, ignored = [], []
        for meta in book.sheets_metadata:
            if not str(meta.visible).endswith("Visible"):
                ignored.append((meta.name, "tersembunyi"))
                continue
            if not str(meta.typ).endswith("WorkSheet"):
                continue
            sheet = book.get_sheet_by_name(meta.name)
            cells = sheet.to_python(skip_empty_area=False)
            if cells and len(cells[0]) > MOST_COLUMNS:  # a stray cell far to the right, or a trick
                cells = [row[:MOST_COLUMNS] for row in cells]
                ignored.append((meta.name, f"kolom sesudah yang ke-{MOST_COLUMNS} tidak dibaca"))
            rows = [[cell_text(cell) for cell in row] for row in cells]
            missing = _without_values(body, meta.name, rows) if formulas else set()
            rows = _fill_merged(rows, sheet.merged_cell_ranges or [])
            sheets.append(Sheet(meta.name, rows, missing=missing))
    except (zipfile.BadZipFile, CalamineError, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Fault(Problem.FILE_UNREADABLE, reason="lembar kerja ini rusak atau berkata sandi") from None
    return Workbook("xlsx", sheets, ignored)


def _refuse_far_cells(xml: bytes) -> None:
    """One cell in the last corner of a sheet would make its reader lay out every cell before it."""
    widest, lowest = 0, 0
    for found in _CELL.finditer(xml):
        letters, row = found[1], int(found[2])
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        widest, lowest = max(widest, column), max(lowest, row)
    if widest * lowest > _MOST_CELLS:
        raise Fault(Problem.SHEET_TOO_WIDE, columns=widest, rows=lowest)


def _fill_merged(rows: list[Row], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> list[Row]:
    """What stands in a merged cell holds for all of it. Merged titles over many columns stay where they are."""
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for at in range(left, min(right + 1, len(row))):
                if row[at] is None:
                    row[at] = value
    return rows


def _without_values(body: bytes, name: str, rows: list[Row]) -> set[tuple[int, int]]:
    """Formula cells that nobody computed: a program wrote them and no spreadsheet opened the file since."""
    from openpyxl import load_workbook  # half a second, and few files hold formulas

    book = load_workbook(io.BytesIO(body), read_only=True, data_only=False)
    found = set()
    for r, row in enumerate(book[name].iter_rows(values_only=True, max_col=MOST_COLUMNS)):
        for c, value in enumerate(row):
            if isinstance(value, str) and value.startswith("="):
                there = rows[r][c] if r < len(rows) and c < len(rows[r]) else None
                if there is None:
                    found.add((r, c))
    book.close()
    return found


def _text(body: bytes, name: str) -> Workbook:
    encoding = _encoding(body)
    head = body[:262_144].decode(encoding, errors="replace").lstrip("\ufeff")
    delimiter = _delimiter(head)
    title = name.rsplit("/", 1)[-1] or "CSV"
    if len(body) >= _STREAM_FROM:
        rows = _csv_rows(head, delimiter)[:-1]  # the last line may be cut
        for_arrow = "utf-8" if encoding == "utf-8-sig" else encoding
        plain = body[3:] if body[:3] == b"\xef\xbb\xbf" else body
        return Workbook("csv", [Sheet(title, rows, rest=CsvBody(plain, delimiter, for_arrow))], [])
    text = body.decode(encoding, errors="replace").lstrip("\ufeff")
    return Workbook("csv", [Sheet(title, _csv_rows(text, delimiter))], [])


def _encoding(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(head: str) -> str:
    """The one of ``; , tab`` that gives the most even rows with more than one column."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(io.StringIO(head), delimiter=delimiter) if any(row)][:200]
        widths = [len(row) for row in rows] or [0]
        usual = max(set(widths), key=widths.count)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    csv.field_size_limit(1_000_000)
    try:
        return max((";", "\t", ","), key=score)
    except csv.Error:
        raise Fault(Problem.FILE_UNREADABLE, reason="satu sel berisi lebih dari sejuta huruf") from None


def _csv_rows(text: str, delimiter: str) -> list[Row]:
    try:
        return [
            [clean(cell) for cell in row[:MOST_COLUMNS]]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Fault(Problem.FILE_UNREADABLE, reason=f"CSV rusak ({error})") from None
