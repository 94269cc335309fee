"""One guard for every file that a spreadsheet may open: no text in it can become a formula."""

import re
from collections.abc import Sequence

import pandas as pd
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from data.model.formulas import INSIDE, INSIDE_LOCAL, harmless


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


def _in_csv(value: object, inside: re.Pattern[str] = INSIDE) -> object:
    if not isinstance(value, str):
        return value
    lines = re.sub("\r\n?", "\n", value)  # a carriage return alone ends a row of a CSV, and is not quoted
    return inside.sub(r"\1'", str(harmless(ILLEGAL_CHARACTERS_RE.sub("", lines))))


def _in_local_csv(value: object) -> object:
    if isinstance(value, float):  # in a column of mixed values: pandas writes these by itself
        return str(value).replace(".", ",") if value == value else None
    return _in_csv(value, INSIDE_LOCAL)
