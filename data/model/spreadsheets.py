"""One guard for every file that a spreadsheet may open: no text in it can become a formula."""

import re
import unicodedata

import pandas as pd
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

_SIGNS = "=+-@"
_AT_ONCE = ("\t", "\r")
# an Excel that separates by semicolons opens a file with commas too, and does not heed the quotes in the middle of a line
_INSIDE = re.compile(r"([;\t\n]\s*)(?=[=+\-@\uff0b\uff0d\uff1d\uff20])")


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


def csv_bytes(frame: pd.DataFrame, float_format: str | None = None) -> bytes:
    """CSV (UTF-8 with BOM, so that Excel reads it), with headings and texts made harmless."""
    columns = [frame.iloc[:, at] for at in range(frame.shape[1])]
    out = pd.DataFrame(
        {at: one if pd.api.types.is_numeric_dtype(one) else one.map(_in_csv) for at, one in enumerate(columns)},
        index=frame.index,
    )
    out.columns = [_in_csv(str(name)) for name in frame.columns]
    return out.to_csv(index=False, float_format=float_format).encode("utf-8-sig")


def _in_csv(value: object) -> object:
    if not isinstance(value, str):
        return value
    lines = re.sub("\r\n?", "\n", value)  # a carriage return alone ends a row of a CSV, and is not quoted
    return _INSIDE.sub(r"\1'", str(harmless(ILLEGAL_CHARACTERS_RE.sub("", lines))))
