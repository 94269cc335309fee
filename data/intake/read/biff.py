"""Sheets of an .xls file (Excel 5 to 2003) by xlrd: values, formats, hidden parts, merges. Runs in the reading process."""

import io
import struct
from collections.abc import Iterator
from typing import Any

from data.intake.read.cells import MOST_COLUMNS, Row, cell_text
from data.intake.read.formats import STRUCK, Shown, shown_by
from data.intake.read.found import HIDDEN, Found, as_shown, unreadable
from data.intake.read.markup import Marks, Place

_FORMULA, _EOF, _BOF = 0x0006, 0x000A, 0x0809
_EMPTY, _RECOMPUTE = 3, 3  # a text without letters; flags of a cell that is to be computed when it is opened
_OLDEST = 50


def sheets(body: bytes) -> Iterator[Found]:
    """All sheets. Raises `Fault` for a file with a password, of another program or older than Excel 5."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=body, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, IndexError, AssertionError, TypeError) as error:
        if "encrypted" in str(error):
            raise unreadable("berkas .xls ini berkata sandi; buka di Excel, hapus kata sandinya, lalu simpan") from None
        if "find workbook" in str(error):
            raise unreadable(
                "ini bukan lembar kerja Excel (mungkin dokumen Word lama); simpan tabelnya sebagai .xlsx"
            ) from None
        raise unreadable("berkas .xls ini rusak; buka di Excel, lalu simpan sebagai .xlsx") from None
    if book.biff_version < _OLDEST:
        raise unreadable("berkas .xls ini dari Excel 4 atau lebih lama; buka di Excel, lalu simpan sebagai .xlsx")
    formulas = _formulas(book)
    for at, name in enumerate(book.sheet_names()):
        if book._sheet_visibility[at]:  # xlrd says it of a loaded sheet only, and a hidden one may be large
            yield Found(name, ignored=HIDDEN)
            continue
        try:
            sheet = book.sheet_by_index(at)
        except (xlrd.XLRDError, struct.error, IndexError, AssertionError, TypeError):
            raise unreadable("berkas .xls ini rusak; buka di Excel, lalu simpan sebagai .xlsx") from None
        if sheet.ncols > MOST_COLUMNS:
            yield Found(name, ignored=f"kolom sesudah yang ke-{MOST_COLUMNS} tidak dibaca")
        marks = Marks(missing=formulas[at])
        marks.hidden_rows = sorted(row for row, said in sheet.rowinfo_map.items() if said.hidden or said.height == 0)
        hidden = (column for column, said in sheet.colinfo_map.items() if said.hidden or said.width == 0)
        marks.hidden_columns = sorted(column for column in hidden if column < MOST_COLUMNS)
        merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
        yield Found(name, _rows(book, sheet, marks), marks, merged)
        book.unload_sheet(at)


def _rows(book: Any, sheet: Any, marks: Marks) -> Iterator[Row]:
    shown: dict[int, Shown | None] = {}
    for number in range(sheet.nrows):
        row: Row = []
        for at, cell in enumerate(sheet.row(number)[:MOST_COLUMNS]):
            if cell.xf_index not in shown:
                shown[cell.xf_index] = _shown(book, cell.xf_index)
            text = None if (number, at) in marks.missing else _text(book, cell)
            row.append(as_shown(text, shown[cell.xf_index]) if text is not None else None)
        yield row


def _text(book: Any, cell: Any) -> str | None:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_TEXT | xlrd.XL_CELL_NUMBER:
            return cell_text(cell.value)
        case xlrd.XL_CELL_BOOLEAN:
            return cell_text(bool(cell.value))
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
        case xlrd.XL_CELL_DATE:
            try:
                moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
            except (OverflowError, ValueError):
                return cell_text(cell.value)
            return cell_text(moment.time() if 0 <= cell.value < 1 else moment)
    return None


def _shown(book: Any, xf_index: int) -> Shown | None:
    style = book.xf_list[xf_index]
    if book.font_list[style.font_index].struck_out:
        return STRUCK
    code = book.format_map.get(style.format_key)
    return shown_by(code.format_str) if code is not None else None


def _formulas(book: Any) -> list[set[Place]]:
    """By sheet, the cells with a formula that nobody computed: 0 or nothing, to be computed when the file is opened.

    Where no formula of the file has a value at all, its writer could not compute.
    """
    asked, empty, valued = list[set[Place]](), list[set[Place]](), 0
    for begin in book._sh_abs_posn:
        asked.append(set())
        empty.append(set())
        at, depth = begin, 0
        while at + 4 <= len(book.mem):
            code, size = struct.unpack_from("<HH", book.mem, at)
            depth += (code == _BOF) - (code == _EOF)
            if depth <= 0:
                break
            if code == _FORMULA and size >= 16:
                row, column, _, result, flags = struct.unpack_from("<HHH8sH", book.mem, at + 4)
                nothing = result[6:] == b"\xff\xff" and result[0] == _EMPTY
                if nothing:
                    empty[-1].add((row, column))
                else:
                    valued += 1
                if flags & _RECOMPUTE and (nothing or not any(result)):
                    asked[-1].add((row, column))
            at += 4 + size
    return asked if valued else empty
