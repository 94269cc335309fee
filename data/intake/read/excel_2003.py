"""Sheets of an XML workbook of Excel 2003 (SpreadsheetML), which many systems write and call .xls. In the reading process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from data.intake.read.cells import MOST_COLUMNS, Row, cell_text
from data.intake.read.formats import PER_CENT, STRUCK, Shown, shown_by
from data.intake.read.found import HIDDEN, Found, as_shown
from data.intake.read.markup import Marks, xml_parser

_NAMED = {"Percent": PER_CENT}  # formats that have a name instead of a code; the others show the number itself
_MOST_ROWS = 1_048_576
_PIECE = 1 << 20


@dataclass
class _Cell:
    said: dict[str, str]
    kind: str = ""
    text: list[str] = field(default_factory=list)


def sheets(body: bytes) -> Iterator[Found]:
    """All sheets. Raises what a broken file raises."""
    reader = _Reader()
    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.letters
    for begin in range(0, len(body), _PIECE):
        parser.Parse(body[begin : begin + _PIECE])
        yield from reader.done
        reader.done.clear()
    parser.Parse(b"", True)
    yield from reader.done


class _Reader:
    def __init__(self) -> None:
        self.done: list[Found] = []
        self._styles: dict[str, Shown] = {}
        self._style = ""
        self._found: Found | None = None
        self._rows: list[Row] = []
        self._column = self._span = 0  # columns that a MergeAcross covers are skipped by the next cell
        self._row: Row = []
        self._row_style = ""
        self._columns: dict[int, str] = {}
        self._cell: _Cell | None = None
        self._data = self._visible = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        match tag:
            case "Style":
                self._style = said.get("ID", "")
            case "NumberFormat":
                code = said.get("Format", "")
                if (shown := _NAMED.get(code) or shown_by(code)) is not None:
                    self._styles.setdefault(self._style, shown)
            case "Font" if said.get("StrikeThrough") == "1" and self._found is None:
                self._styles[self._style] = STRUCK
            case "Worksheet":
                self._found = Found(said.get("Name", ""), rows=[], marks=Marks())
                self._rows, self._column, self._columns = [], 0, {}
            case "Visible":
                self._visible = True
            case "Column" if self._found is not None:
                self._begin_column(self._found, said)
            case "Row" if self._found is not None:
                self._begin_row(self._found, said)
            case "Cell" if self._found is not None:
                at = int(said["Index"]) - 1 if "Index" in said else len(self._row)
                self._row += [None] * (min(at, MOST_COLUMNS) - len(self._row))
                self._cell = _Cell(said)
            case "Data" if self._cell is not None:
                self._cell.kind, self._data = said.get("Type", "String"), True

    def letters(self, letters: str) -> None:
        """Letters inside an element."""
        if self._data and self._cell is not None:
            self._cell.text.append(letters)
        elif self._visible and self._found is not None and letters.strip() in ("SheetHidden", "SheetVeryHidden"):
            self._found.ignored = HIDDEN

    def end(self, name: str) -> None:
        """An element ends."""
        match name.rpartition(":")[2]:
            case "Data":
                self._data = False
            case "Visible":
                self._visible = False
            case "Cell" if self._cell is not None and self._found is not None:
                self._add(self._found, self._cell)
                self._cell = None
            case "Row":
                self._rows.append(self._row)
            case "Worksheet" if self._found is not None:
                self._found.rows = self._rows
                self.done.append(self._found)
                self._found = None

    def _begin_column(self, found: Found, said: dict[str, str]) -> None:
        first = int(said["Index"]) - 1 if "Index" in said else self._column
        self._column = first + 1 + int(said.get("Span", "0"))
        there = range(first, min(self._column, MOST_COLUMNS))
        self._columns |= dict.fromkeys(there, said.get("StyleID", ""))
        if said.get("Hidden") == "1" or _nothing(said.get("Width")):
            found.marks.hidden_columns += there

    def _begin_row(self, found: Found, said: dict[str, str]) -> None:
        at = int(said["Index"]) - 1 if "Index" in said else len(self._rows)
        if at >= _MOST_ROWS:
            raise ValueError("more rows than a sheet has")
        self._rows += [[] for _ in range(at - len(self._rows))]
        if said.get("Hidden") == "1" or _nothing(said.get("Height")):
            found.marks.hidden_rows += range(at, min(at + 1 + int(said.get("Span", "0")), _MOST_ROWS))
        self._row, self._row_style = [], said.get("StyleID", "")

    def _add(self, found: Found, cell: _Cell) -> None:
        here = (len(self._rows), len(self._row))
        if here[1] >= MOST_COLUMNS:
            return
        style = cell.said.get("StyleID") or self._row_style or self._columns.get(here[1], "")
        text = _value(cell)
        if text is None and "Formula" in cell.said and not cell.kind:
            found.marks.missing.add(here)
        across, down = int(cell.said.get("MergeAcross", "0")), int(cell.said.get("MergeDown", "0"))
        if across > 0 or down > 0:
            found.merged.append((here, (here[0] + down, here[1] + across)))
        self._row.append(as_shown(text, self._styles.get(style)) if text is not None else None)
        self._row += [None] * min(across, MOST_COLUMNS - len(self._row))


def _value(cell: _Cell) -> str | None:
    text = "".join(cell.text)
    match cell.kind:
        case "Number":
            return cell_text(float(text))
        case "DateTime":
            return cell_text(datetime.fromisoformat(text))
        case "Boolean":
            return cell_text(text.strip() == "1")
    return cell_text(text) if cell.kind else None


def _nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0
