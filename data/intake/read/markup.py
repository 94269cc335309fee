"""What the XML of a workbook says beyond the values of its cells: errors, formulas nobody computed, per cent, hidden rows.

Runs in the reading process. A sheet without any of these is only searched for their signs, which costs a tenth of parsing it.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from data.intake.read.cells import MOST_COLUMNS
from data.intake.read.formats import PER_CENT, STRUCK, Shown, shown_by

_PIECE = 1 << 20
_KEPT = 128  # bytes of the last piece, so that no sign is missed between two
_MOST_SMALL = 20_000_000  # styles and the list of sheets
_MOST_SPREAD = 10_000  # cells of one array formula
# each begins with a sign of its own, which is searched for fast; they find too much rather than too little
_SIGNS = tuple(
    re.compile(one)
    for one in (
        rb"<f[\s/>]", rb":f[\s/>]", rb"=\s*[\"']e[\"']", rb"hidden", rb"width\s*=\s*[\"']0[\"'.]", rb"ht\s*=\s*[\"']0[\"'.]"
    )
)  # fmt: skip
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")

Place = tuple[int, int]


@dataclass
class Marks:
    """Of one sheet, rows and columns counted from 0."""

    missing: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    per_cent: set[Place] = field(default_factory=set)
    shown: dict[Place, Shown] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    def by_row(self) -> set[int]:
        """Rows with a marked cell."""
        return {row for places in (self.missing, self.errors, self.per_cent, self.shown) for row, _ in places}


@dataclass
class Book:
    """Where the parts of a workbook lie. `computes` is true where it asks to be computed when it is opened."""

    archive: zipfile.ZipFile
    parts: dict[str, str] = field(default_factory=dict)
    styles: dict[int, Shown] = field(default_factory=dict)
    computes: bool = False

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> "Book":
        """Read the list of sheets and the styles."""
        made = cls(archive)
        targets: dict[str, str] = {}
        sheets: dict[str, str] = {}

        def related(tag: str, said: dict[str, str]) -> None:
            if tag == "Relationship":
                targets[said.get("Id", "")] = said.get("Target", "")

        def listed(tag: str, said: dict[str, str]) -> None:
            if tag == "sheet":
                identifier = next((value for name, value in said.items() if name.endswith(":id")), "")
                sheets[said.get("name", "")] = identifier
            elif tag == "calcPr":
                made.computes = said.get("fullCalcOnLoad", "0") in ("1", "true")

        _walk(archive, "xl/_rels/workbook.xml.rels", related)
        _walk(archive, "xl/workbook.xml", listed)
        for name, identifier in sheets.items():
            target = targets.get(identifier, "")
            made.parts[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        made.styles = _styles(archive)
        return made

    def marks(self, sheet: str) -> Marks:
        """The marks of a sheet; none where its XML shows no sign of any."""
        named = {name.lower(): name for name in self.archive.namelist()}
        part = named.get(self.parts.get(sheet, "").lower())
        if part is None:
            raise ValueError(f"no part of sheet {sheet}")  # its errors would be taken for empty cells
        if not self._signs(part):
            return Marks()
        with self.archive.open(part) as source:
            return _Cells(self.styles, self.computes).read(source)

    def _signs(self, part: str) -> bool:
        numbers = b"|".join(str(number).encode() for number in self.styles)
        signs = (*_SIGNS, re.compile(rb"s\s*=\s*[\"'](?:%s)[\"']" % numbers)) if numbers else _SIGNS
        with self.archive.open(part) as source:
            end = b""
            while piece := source.read(_PIECE):
                here = end + piece
                if any(sign.search(here) for sign in signs):
                    return True
                end = piece[-_KEPT:]
        return False


def _walk(archive: zipfile.ZipFile, part: str, see: Callable[[str, dict[str, str]], None]) -> None:
    """Show the elements of a small part, names without prefix."""
    if part not in archive.namelist() or archive.getinfo(part).file_size > _MOST_SMALL:
        return
    parser = xml_parser()
    parser.StartElementHandler = lambda name, said: see(name.rpartition(":")[2], said)
    parser.Parse(archive.read(part), True)


def xml_parser() -> expat.XMLParserType:
    """A parser that refuses a document type, with a `ValueError`."""

    def refuse(*_: object) -> None:
        raise ValueError("a document type")  # no workbook has one, and entities grow

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _styles(archive: zipfile.ZipFile) -> dict[int, Shown]:
    """Cell styles that show a number as something else, by their number."""
    formats, found = {9: PER_CENT, 10: PER_CENT}, dict[int, Shown]()
    state = {"in": False, "at": 0, "fonts": False, "font": -1}
    struck: set[int] = set()

    def see(tag: str, said: dict[str, str]) -> None:
        if tag in ("fonts", "fills"):
            state["fonts"] = tag == "fonts"
        elif tag == "font" and state["fonts"]:
            state["font"] += 1
        elif tag == "strike" and state["fonts"] and said.get("val", "1") in ("1", "true"):
            struck.add(state["font"])
        elif tag == "numFmt" and (shown := shown_by(said.get("formatCode", ""))) is not None:
            formats[int(said.get("numFmtId", "-1"))] = shown
        elif tag in ("cellXfs", "cellStyles", "dxfs"):
            state["in"] = tag == "cellXfs"
        elif tag == "xf" and state["in"]:
            plain = formats.get(int(said.get("numFmtId", "0")))
            if (shown := STRUCK if int(said.get("fontId", "0")) in struck else plain) is not None:
                found[state["at"]] = shown
            state["at"] += 1

    _walk(archive, "xl/styles.xml", see)
    return found


class _Cells:
    """Walks the cells of a sheet; only those that may be marked are looked at more closely."""

    def __init__(self, styles: dict[int, Shown], computes: bool) -> None:
        self._styles = {str(number): shown for number, shown in styles.items()}
        self._computes = computes
        self._marks = Marks()
        self._columns: dict[str, int] = {}
        self._row = self._column = -1
        self._kind = self._style = self._spread = ""
        self._formula = self._valued = False
        self._text: list[str] = []
        self._parser = xml_parser()
        self._parser.StartElementHandler = self._start

    def read(self, source: IO[bytes]) -> Marks:
        """The marks of the sheet."""
        self._parser.ParseFile(source)
        return self._marks

    def _start(self, name: str, said: dict[str, str]) -> None:
        tag = name.rpartition(":")[2] if ":" in name else name
        if tag == "c":
            self._cell(said)
        elif tag == "f":
            self._formula, self._spread = True, said.get("ref", "") if said.get("t") == "array" else ""
            self._listen()
        elif tag == "v":
            self._valued = True
        elif tag == "row":
            self._row, self._column = int(said["r"]) - 1 if "r" in said else self._row + 1, -1
            if _true(said, "hidden") or _nothing(said.get("ht", "")):
                self._marks.hidden_rows.append(self._row)
        elif tag == "col" and (_true(said, "hidden") or _nothing(said.get("width", ""))):
            first, last = int(said.get("min", "1")), int(said.get("max", "0"))
            self._marks.hidden_columns += range(first - 1, min(last, MOST_COLUMNS))

    def _cell(self, said: dict[str, str]) -> None:
        reference = said.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            if letters not in self._columns:
                self._columns[letters] = column_number(letters)
            self._column = self._columns[letters]
        else:
            self._column += 1
        self._kind, self._style = said.get("t", "n"), said.get("s", "")
        self._formula = self._valued = False
        if self._kind == "e" or self._style in self._styles:
            self._listen()

    def _listen(self) -> None:
        self._text = []
        self._parser.CharacterDataHandler = self._text.append
        self._parser.EndElementHandler = self._end

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "f":
            self._text.clear()
        if tag != "c":
            return
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        if self._column >= MOST_COLUMNS:
            return
        here, text = (self._row, self._column), "".join(self._text).strip()
        if self._kind == "e":
            self._marks.errors[here] = text or "#ERROR!"
        elif self._formula and not self._computed(text):
            self._marks.missing.add(here)
            self._marks.missing.update(_places(self._spread))
        elif self._kind == "n" and text and self._style in self._styles:
            self._styled(here, self._styles[self._style])

    def _styled(self, here: Place, shown: Shown) -> None:
        if shown == PER_CENT:
            self._marks.per_cent.add(here)
        else:
            self._marks.shown[here] = shown

    def _computed(self, text: str) -> bool:
        """Whether a formula has its value. Programs write 0 where they cannot compute, and ask the spreadsheet to do it."""
        if self._kind == "str":
            return self._valued
        return bool(text) and not (self._computes and self._kind == "n" and not text.strip("0.,-"))


def _places(reference: str) -> list[Place]:
    found = _REFERENCE.fullmatch(reference)
    if not found or not found[3]:
        return []
    left, right, top, bottom = column_number(found[1]), column_number(found[3]), int(found[2]) - 1, int(found[4])
    right = min(right + 1, MOST_COLUMNS)
    bottom = min(bottom, top + _MOST_SPREAD // max(1, right - left))
    return [(row, column) for row in range(top, bottom) for column in range(left, right)]


def column_number(letters: str) -> int:
    """0 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _nothing(size: str) -> bool:
    """Whether a width in characters, or a height in points, shows nothing."""
    return bool(re.fullmatch(r"0(\.[0-4]\d*)?", size))


def _true(said: dict[str, str], name: str) -> bool:
    return said.get(name, "0") in ("1", "true")
