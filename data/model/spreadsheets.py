"""One guard for every file that a spreadsheet may open: no text in it can become a formula."""

import re
import unicodedata
from collections.abc import Sequence

import pandas as pd
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

_SIGNS = "=+-@"
_AT_ONCE = ("\t", "\r")
# an Excel that separates by semicolons opens a file with commas too, and does not heed the quotes in the middle of a line
_RUNS = r"\s*)(?=[=+\-@\uff0b\uff0d\uff1d\uff20])"
_INSIDE, _INSIDE_LOCAL = re.compile(r"([;\t\n]" + _RUNS), re.compile(r"([,\t\n]" + _RUNS)


def harmless(value: object) -> object:
    """The text, with an apostrophe before it where a spreadsheet would run it; numbers stay.

    Invisible characters before the sign (spaces, line ends, marks without width) are ignored, and full-width signs count too:
    some programs drop the former and read the latter.
    """
    return f"'{value}" if isinstance(value, str) and _runs(value) else value


def _runs(text: str) -> bool:
    seen = next((letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf")), "")
    return text.startswith(_AT_ONCE) or (seen != "" and unicodedata.normalize("NFKC", seen)[0] in _SIGNS)


def in_sheet(value: object) -> object:
    """The text as a cell of a workbook may hold it: harmless, and without characters that no workbook can hold."""
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Write a cell whose text stays text."""
    cell = sheet.cell(row, column)
    cell.value = in_sheet(value)
    if isinstance(value, str):
        cell.data_type = "s"
    assert isinstance(cell, Cell)
    return cell


def csv_bytes(frame: pd.DataFrame, float_format: str | None = None, *, local: bool = False, notes: Sequence[str] = ()) -> bytes:
    """CSV with headings and texts made harmless: commas, a decimal point and UTF-8.

    With `local` as an Indonesian Excel opens it: semicolons, a decimal comma, and a mark of UTF-8. `notes` follow below
    the rows, each in the first column.
    """
    columns = [frame.iloc[:, at] for at in range(frame.shape[1])]
    write = _in_local_csv if local else _in_csv
    out = pd.DataFrame(
        {
            at: one if pd.api.types.is_numeric_dtype(one) else pd.Series([write(cell) for cell in one], one.index, object)
            for at, one in enumerate(columns)
        },
        index=frame.index,
    )
    out.columns = [write(str(name)) for name in frame.columns]
    shape = {"index": False, "sep": ";", "decimal": ","} if local else {"index": False}
    said = out.to_csv(float_format=float_format, **shape)
    if notes:
        said += "\n" + pd.DataFrame({"": [write(one) for one in notes]}).to_csv(header=False, **shape)
    return bytes(said.encode("utf-8-sig" if local else "utf-8"))


def _in_csv(value: object, inside: re.Pattern[str] = _INSIDE) -> object:
    if not isinstance(value, str):
        return value
    lines = re.sub("\r\n?", "\n", value)  # a carriage return alone ends a row of a CSV, and is not quoted
    return inside.sub(r"\1'", str(harmless(ILLEGAL_CHARACTERS_RE.sub("", lines))))


def _in_local_csv(value: object) -> object:
    if isinstance(value, float):  # in a column of mixed values: pandas writes these by itself
        return str(value).replace(".", ",") if value == value else None
    return _in_csv(value, _INSIDE_LOCAL)
