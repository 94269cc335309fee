"""Files of senders: workbooks, CSV, rows of an API call. Untrusted files are opened in a process of their own.

Cells become text; a native number or date is marked, so that 1.234 in a text file and in a number cell stay different.
"""

import codecs
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.read.apart import LIMITS, Limits, Reading, raise_said
from data.intake.read.cells import MOST_COLUMNS, Row, cell_text
from data.intake.read.sniff import kind_of_workbook
from data.model.errors import Fault, Problem

MOST_BYTES = 500_000_000
MOST_STREAMED = 10 * MOST_BYTES
_STREAM_FROM = 4_000_000  # bytes of CSV from which rows are passed on in blocks; the same reader reads them
_HEAD = 262_144
_PIECE = 1 << 20
_MOST_MERGED = 2_000_000  # rows of merged areas, which cannot overlap in a real sheet
_NOTHING: Row = []  # one for all empty rows, of which a file may have millions


@dataclass(frozen=True)
class Merged:
    """An area of merged cells, rows and columns from 0, the last ones within."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass
class Sheet:
    """A visible sheet (or the only one of a CSV). `rows` are all its rows, or its head where `rest` reads the others.

    Row i of `rows` is row ``i + 1`` of the file. `missing` are formula cells without a computed value. `listed` where each row
    was filled in as one: none is a title, a total, a note or the continuation of the row above.
    """

    name: str
    rows: list[Row]
    rest: "CsvBody | None" = None
    merged: list[Merged] = field(default_factory=list)
    missing: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    listed: bool = False

    def merged_at(self, row: int) -> list[Merged]:
        """The areas of several columns that reach over a row, counted from 0."""
        return self._merged_by_row.get(row, [])

    @cached_property
    def _merged_by_row(self) -> dict[int, list[Merged]]:
        found: dict[int, list[Merged]] = {}
        left = _MOST_MERGED
        for area in self.merged:
            rows = range(area.top, min(area.bottom + 1, len(self.rows))) if area.left < area.right else range(0)
            left -= len(rows)
            if left < 0:
                raise Fault(Problem.FILE_STOPPED, reason="berisi terlalu banyak sel gabungan")
            for row in rows:
                found.setdefault(row, []).append(area)
        return found


@dataclass(frozen=True)
class Workbook:
    """An opened file. `ignored` names sheets that were skipped, with the reason."""

    kind: str
    sheets: list[Sheet]
    ignored: list[tuple[str, str]]


@dataclass(frozen=True)
class CsvBody:
    """The rest of a large CSV, read in blocks as columns of text."""

    body: bytes
    delimiter: str
    encoding: str
    limits: Limits = LIMITS

    def blocks(self, skip: int, width: int) -> Iterator[tuple[np.ndarray, pa.Table, dict[int, Row]]]:
        """``(numbers of the rows, columns of text, rows that use more by number)`` after `skip` rows. Raises `Fault`."""
        job = {"job": "blocks", "delimiter": self.delimiter, "encoding": self.encoding, "skip": skip, "width": width}
        passing = replace(self.limits, answer=MOST_STREAMED)  # it is never held in memory whole
        with Reading(job | {"cells": self.limits.streamed}, self.body, passing) as reading:
            batches = pa.ipc.open_stream(pa.PythonFile(io.BufferedReader(reading, _PIECE), mode="r"))
            for batch, beside in batches.iter_batches_with_custom_metadata():
                if beside.get("fault"):
                    raise_said(json.loads(beside["fault"]))
                row, odd = int(beside["row"]), {int(at): cells for at, cells in json.loads(beside["odd"])}
                numbers = np.arange(row, row + batch.num_rows + len(odd))
                if odd:
                    numbers = np.setdiff1d(numbers, np.array(list(odd)), assume_unique=True)
                yield numbers, pa.Table.from_batches([batch]), odd


def open_file(body: bytes, name: str = "", limits: Limits = LIMITS) -> Workbook:
    """Open a file by its content, whatever its name. Raises `Fault` for one that is neither a workbook nor text, too
    large or broken.
    """
    if len(body) > MOST_BYTES:
        raise Fault(Problem.FILE_TOO_LARGE, most=MOST_BYTES // 1_000_000)
    if not body or body.isspace():
        raise Fault(Problem.FILE_EMPTY)
    if kind_of_workbook(body[:4_000]):
        return _workbook(body, limits)
    if body[:4] == b"%PDF" or (b"\x00" in body[:4000] and not _encoding(body).startswith("utf-16")):
        what = "ini PDF" if body[:4] == b"%PDF" else "ini bukan lembar kerja atau CSV"
        raise Fault(Problem.FILE_UNREADABLE, reason=f"{what}; simpan tabelnya sebagai .xlsx dari program asalnya")
    if body.lstrip(codecs.BOM_UTF8)[:5] == b"<?xml":
        raise Fault(Problem.FILE_UNREADABLE, reason="ini berkas XML yang bukan lembar kerja; simpan tabelnya sebagai .xlsx")
    return _text(body, name, limits)


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


def _workbook(body: bytes, limits: Limits) -> Workbook:
    kind_said, sheets, ignored = "", list[Sheet](), list[tuple[str, str]]()
    for kind, what in _answers({"job": "workbook", "cells": limits.cells}, body, limits):
        match kind:
            case "kind":
                kind_said = what
            case "ignored":
                ignored.append((what[0], what[1]))
            case "sheet":
                sheets.append(Sheet(what, []))
            case "rows":
                sheets[-1].rows += [row or _NOTHING for row in what]
            case "beside":
                sheet = sheets[-1]
                sheet.missing = {(row, at) for row, at in what["missing"]}
                sheet.merged = [Merged(*area) for area in what["merged"]]
                sheet.hidden_rows, sheet.hidden_columns = set(what["hidden_rows"]), set(what["hidden_columns"])
    return Workbook(kind_said, sheets, ignored)


def _text(body: bytes, name: str, limits: Limits) -> Workbook:
    encoding, long = _encoding(body), len(body) >= _STREAM_FROM
    sheet, delimiter = Sheet(name.rsplit("/", 1)[-1] or "CSV", []), ""
    job = {"job": "text", "encoding": encoding, "cut": long, "cells": limits.cells}
    for kind, what in _answers(job, body[:_HEAD] if long else body, limits):
        if kind == "rows":
            sheet.rows += [row or _NOTHING for row in what]
        else:
            delimiter = what
    if long:
        sheet.rest = CsvBody(body, delimiter, encoding, limits)
    return Workbook("csv", [sheet], [])


def _answers(job: dict[str, object], body: bytes, limits: Limits) -> Iterator[tuple[str, Any]]:
    with Reading(job, body, limits) as reading:
        for line in io.BufferedReader(reading, _PIECE):
            kind, what = json.loads(line)
            if kind == "fault":
                raise_said(what)
            yield kind, what


def _encoding(body: bytes) -> str:
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    head = body[:4000]
    nulls = head[::2].count(0), head[1::2].count(0)
    if len(body) % 2 == 0 and max(nulls) >= 0.4 * len(head) / 2 and not min(nulls):  # without a mark of its order
        return "utf-16-be" if nulls[0] else "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(body), _PIECE):  # by pieces: as one text it may be four times as large as the file
            decoder.decode(body[at : at + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
