"""Sheets of an .ods file, from its content.xml alone: values, what is displayed, hidden parts, merges. In the reading process.

The file keeps beside each number the text that its reader saw, so that a format which changes it (12 ribu) is seen in the text.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from data.intake.read.cells import MOST_COLUMNS, NATIVE, Row, cell_text
from data.intake.read.formats import PER_CENT, STRUCK, changes
from data.intake.read.found import HIDDEN, Found, as_shown, shows_its_value, unreadable
from data.intake.read.markup import Marks, xml_parser

_PIECE = 1 << 18
_MOST_REPEATED = 1_048_576
_OTHER_TEXT = {"annotation", "frame", "custom-shape", "line", "rect", "shapes", "tracked-changes", "control", "forms"}
_LINES = {"p", "h"}
_ERROR = re.compile(r"#|Err:\d")
_YES_OR_NO = {"TRUE": True, "FALSE": False, "BENAR": True, "SALAH": False}
_NOTHING = re.compile(r"0(?:\.0*)?[a-z%]*$")


@dataclass
class _Styles:
    hidden_sheets: set[str] = field(default_factory=set)
    nothing: set[str] = field(default_factory=set)  # rows and columns of no height or width
    struck: set[str] = field(default_factory=set)


@dataclass
class _Cell:
    said: dict[str, str]
    covered: bool
    lines: list[str] = field(default_factory=list)


def sheets(body: bytes) -> Iterator[Found]:
    """All sheets. Raises `Fault` for a file with a password or of another program of the office."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = set(archive.namelist())
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise unreadable("berkas .ods ini berkata sandi; buka di LibreOffice, simpan tanpa kata sandi sebagai .xlsx")
        yield from _Reader().read(archive)


class _Reader:
    """Walks content.xml; a sheet is given on when it ends."""

    def __init__(self) -> None:
        self._styles = _Styles()
        self._done: list[Found] = []
        self._style, self._family = "", ""
        self._spreadsheet = False
        self._depth = self._other = 0  # tables inside each other; elements inside something that is no cell's text
        self._found: Found | None = None
        self._rows: list[Row] = []
        self._number = self._column = 0
        self._empty = 0
        self._defaults: list[str] = []
        self._row: Row = []
        self._repeat, self._hidden = 1, False
        self._cell: _Cell | None = None
        self._text: list[str] | None = None

    def read(self, archive: zipfile.ZipFile) -> Iterator[Found]:
        """The sheets. Raises `Fault` where the document is no spreadsheet."""
        parser = xml_parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._letters
        with archive.open("content.xml") as source:
            while piece := source.read(_PIECE):
                parser.Parse(piece)
                yield from self._done
                self._done.clear()
            parser.Parse(b"", True)
        yield from self._done
        if not self._spreadsheet:
            raise unreadable("ini dokumen LibreOffice yang bukan lembar kerja; salin tabelnya ke lembar kerja")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if self._other or tag in _OTHER_TEXT:
            self._other += 1
            return
        said = {key.rpartition(":")[2] if not key.startswith("calcext:") else key: value for key, value in attributes.items()}
        match tag:
            case "spreadsheet":
                self._spreadsheet = True
            case "style":
                self._style, self._family = said.get("name", ""), said.get("family", "")
            case "table-properties" if said.get("display") == "false":
                self._styles.hidden_sheets.add(self._style)
            case "table-row-properties" if _NOTHING.match(said.get("row-height", "1")):
                self._styles.nothing.add(self._style)
            case "table-column-properties" if _NOTHING.match(said.get("column-width", "1")):
                self._styles.nothing.add(self._style)
            case "text-properties" if self._family == "table-cell":
                if (
                    said.get("text-line-through-style", "none") != "none"
                    or said.get("text-line-through-type", "none") != "none"
                ):
                    self._styles.struck.add(self._style)
            case "table":
                self._depth += 1
                if self._depth == 1:
                    self._begin(said)
            case _ if self._found is not None and self._depth == 1:
                self._part(tag, said)

    def _begin(self, said: dict[str, str]) -> None:
        self._found = Found(said.get("name", ""), rows=[], marks=Marks())
        if said.get("style-name", "") in self._styles.hidden_sheets:
            self._found.ignored = HIDDEN
        self._rows, self._number, self._column, self._empty, self._defaults = [], 0, 0, 0, []

    def _part(self, tag: str, said: dict[str, str]) -> None:
        match tag:
            case "table-column":
                many = min(_whole(said, "number-columns-repeated"), MOST_COLUMNS)
                if self._is_hidden(said):
                    last = min(self._column + many, MOST_COLUMNS)
                    self._sheet.marks.hidden_columns += range(self._column, last)
                self._defaults += [said.get("default-cell-style-name", "")] * min(many, MOST_COLUMNS - len(self._defaults))
                self._column = min(self._column + many, MOST_COLUMNS)
            case "table-row":
                self._row, self._repeat = [], min(_whole(said, "number-rows-repeated"), _MOST_REPEATED)
                self._hidden = self._is_hidden(said)
            case "table-cell" | "covered-table-cell":
                self._cell = _Cell(said, tag.startswith("covered"))
            case "p" | "h" if self._cell is not None:
                self._text = []
            case "s" if self._text is not None:
                self._text.append(" " * min(_whole(said, "c"), 1_000))
            case "tab" | "line-break" if self._text is not None:
                self._text.append("\t" if tag == "tab" else "\n")

    def _letters(self, letters: str) -> None:
        if self._text is not None and not self._other:
            self._text.append(letters)

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if self._other:
            self._other -= 1
        elif tag == "table":
            self._depth -= 1
            if self._depth == 0 and self._found is not None:
                self._sheet.rows = self._rows
                self._done.append(self._found)
                self._found = None
        elif self._depth != 1:
            return
        elif tag in _LINES and self._cell is not None and self._text is not None:
            self._cell.lines.append("".join(self._text))
            self._text = None
        elif tag in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._add(self._cell)
            self._cell = None
        elif tag == "table-row":
            self._add_row()

    def _add(self, cell: _Cell) -> None:
        at = len(self._row)
        many = min(_whole(cell.said, "number-columns-repeated"), MOST_COLUMNS - at)
        style = cell.said.get("style-name") or (self._defaults[at] if at < len(self._defaults) else "")
        text = None if cell.covered else _value(cell, struck=style in self._styles.struck)
        if text is None and not cell.covered and "formula" in cell.said and "value-type" not in cell.said:
            self._sheet.marks.missing.update((self._number, at + more) for more in range(many))
        wide, high = _whole(cell.said, "number-columns-spanned"), _whole(cell.said, "number-rows-spanned")
        if (wide > 1 or high > 1) and at < MOST_COLUMNS:
            self._sheet.merged.append(((self._number, at), (self._number + high - 1, at + wide - 1)))
        self._row += [text] * many

    def _add_row(self) -> None:
        while self._row and self._row[-1] is None:
            self._row.pop()
        if self._hidden:  # rows after the last one in use are hidden by many programs, a million of them
            last = self._number + (self._repeat if self._row else min(self._repeat, 10_000))
            self._sheet.marks.hidden_rows += range(self._number, last)
        if self._sheet.ignored:
            pass
        elif not self._row:
            self._empty += self._repeat
        else:
            self._rows += [[] for _ in range(self._empty)]
            self._rows += [list(self._row) for _ in range(self._repeat)]
            self._empty = 0
        self._number += self._repeat

    def _is_hidden(self, said: dict[str, str]) -> bool:
        return said.get("visibility") in ("collapse", "filter") or said.get("style-name", "") in self._styles.nothing

    @property
    def _sheet(self) -> Found:
        assert self._found is not None
        return self._found


def _whole(said: dict[str, str], name: str) -> int:
    return max(1, int(said.get(name, "1")))


def _value(cell: _Cell, *, struck: bool) -> str | None:
    """The value of a cell as text; a number as it is displayed where that is another one."""
    said, shown = cell.said, "\n".join(cell.lines)
    kind = said.get("value-type", "string" if shown else "")
    if said.get("calcext:value-type") == "error" or (_ERROR.match(shown) and kind in ("float", "percentage")):
        return cell_text(shown or "#ERROR!")
    match kind:
        case "float" | "currency" | "percentage":
            text = _number(kind, said, shown)
        case "date":
            text = cell_text(_moment(said["date-value"]))
        case "boolean":
            text = cell_text(said.get("boolean-value") == "true")
        case "time":
            text = cell_text(shown or said.get("time-value", ""))
        case _:
            text = cell_text(said.get("string-value", shown))
    return as_shown(text, STRUCK) if struck and text is not None else text


def _number(kind: str, said: dict[str, str], shown: str) -> str | None:
    value = float(said["value"])
    text = cell_text(value)
    if text is None or not text.startswith(NATIVE):
        return text
    if kind == "percentage":
        return as_shown(text, PER_CENT)
    if not shown.strip():
        return text
    if _YES_OR_NO.get(shown.strip().upper()) == value:  # LibreOffice keeps what came from another program as 1 and 0
        return cell_text(bool(value))
    if not shows_its_value(value, shown):
        return f'{shown} (nilai sel: "{text[1:]}")'
    return as_shown(text, changes(shown))


def _moment(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
