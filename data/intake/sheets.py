"""Spreadsheets for senders: templates made from a contract, and a sender's own file with its faults marked.

No text of a sender can become a formula in them.
"""

import io
from collections.abc import Sequence

from openpyxl import Workbook as Book
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.feeds import Column, Contract
from data.intake.marking import finished
from data.intake.read.apart import answer_to
from data.intake.read.cells import NATIVE
from data.intake.read.faults import FAULTS_HEAD, CellFault
from data.intake.read.files import Workbook
from data.intake.read.heading import Heading
from data.model.spreadsheets import put

_HEAD, _NEED = PatternFill("solid", fgColor="0B6E6E"), PatternFill("solid", fgColor="084C4C")
_ROWS_WITH_CHOICES = 5_000
_MOST_COMMENTS = 3_000
_MOST_MARKED_BYTES = 10_000_000
EXAMPLE_SHEET = "Data"


def template(contract: Contract, language: str = "id") -> bytes:
    """An empty XLSX for a feed: header with help, drop-downs, one example row, a sheet *Kamus* that explains every column."""
    book = Book()
    sheet, lists = book.active, book.create_sheet("Pilihan")
    assert isinstance(sheet, Worksheet)
    sheet.title = EXAMPLE_SHEET
    for at, column in enumerate(contract.columns, start=1):
        head = put(sheet, 1, at, column.label[language] + (" *" if column.required else ""))
        head.fill, head.font = (_NEED if column.required else _HEAD), Font(bold=True, color="FFFFFF")
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.comment = Comment(_explained(column, language), "Dasbor Bersinar", width=320, height=140)
        example = put(sheet, 2, at, example_text(column) if column.in_example else None)
        example.font = Font(italic=True, color="808080")
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(14, min(38, len(column.label[language]) + 4))
        if column.type in ("region", "text", "token", "date", "month", "half_year"):
            for row in range(2, 500):  # text, so that Excel neither cuts a zero nor rounds a NIK
                sheet.cell(row, at).number_format = "@"
        _choices(sheet, lists, letter, at, column)
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 32
    lists.sheet_state = "hidden"
    _dictionary(book.create_sheet("Kamus"), contract, language)
    return _saved(book)


def example_text(column: Column) -> str:
    """The example of a column as the template shows it."""
    return str(column.example)


def _explained(column: Column, language: str) -> str:
    lines = [column.help[language]]
    if column.unit:
        lines.append(f"Satuan: {column.unit[language]}." if language == "id" else f"Unit: {column.unit[language]}.")
    if column.codes:
        lines += [f"{code.code} = {code.label(language)}" for code in column.codes]
    lines.append(
        ("Wajib diisi." if language == "id" else "Required.")
        if column.required
        else ("Boleh kosong." if language == "id" else "Optional.")
    )
    return "\n".join(lines)


def _choices(sheet: Worksheet, lists: Worksheet, letter: str, at: int, column: Column) -> None:
    words = (
        [code.code for code in column.codes] if column.type == "code" else ["ya", "tidak"] if column.type == "yes_no" else []
    )
    if not words:
        return
    for row, word in enumerate(words, start=1):
        put(lists, row, at, word)
    rule = DataValidation(
        type="list",
        formula1=f"Pilihan!${letter}$1:${letter}${len(words)}",
        allow_blank=not column.required,
        errorTitle="Dasbor Bersinar",
        error="Pilih dari daftar.",
        showErrorMessage=True,
    )
    rule.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES}")
    sheet.add_data_validation(rule)


def dictionary_rows(contract: Contract, language: str) -> list[list[str]]:
    """The data dictionary of a feed: name, label, type, required, unit, allowed, example, help."""
    rows = []
    for column in contract.columns:
        allowed = ", ".join(f"{code.code} ({code.label(language)})" for code in column.codes)
        if column.fields:
            allowed = "/".join(field.label[language] for field in column.fields)
        elif column.min is not None or column.max is not None:
            allowed = f"{_bound(column.min)} … {_bound(column.max)}".strip()
        rows.append(
            [
                column.name,
                column.label[language],
                column.type,
                "ya" if column.required else "",
                column.unit[language] if column.unit else "",
                allowed,
                example_text(column),
                column.help[language],
            ]
        )
    return rows


def _bound(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}" if abs(number) < 1e15 else f"{number:.0f}"


def _dictionary(sheet: Worksheet, contract: Contract, language: str) -> None:
    head = ["Nama", "Label", "Jenis", "Wajib", "Satuan", "Pilihan atau batas", "Contoh", "Keterangan"]
    put(sheet, 1, 1, contract.title[language]).font = Font(bold=True, size=14)
    put(sheet, 2, 1, contract.purpose[language])
    put(sheet, 3, 1, f"{contract.name}, edisi {contract.version}; pengirim: {', '.join(contract.senders)}")
    for at, word in enumerate(head, start=1):
        put(sheet, 5, at, word).font = Font(bold=True)
    for row, cells in enumerate(dictionary_rows(contract, language), start=6):
        for at, text in enumerate(cells, start=1):
            put(sheet, row, at, text).alignment = Alignment(wrap_text=True, vertical="top")
    for at, width in enumerate((18, 26, 11, 8, 14, 44, 24, 60), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def marked(body: bytes | None, book: Workbook, headings: dict[str, Heading], faults: Sequence[CellFault]) -> bytes:
    """The sender's file with faulty cells coloured and explained, and a sheet *Kesalahan* that lists them.

    A CSV, or a file too large to keep its formatting, is returned as plain rows. Raises `Fault` for a workbook that cannot be
    opened.
    """
    listed: list[tuple[object, ...]] = [
        FAULTS_HEAD,
        *((one.sheet, one.row or "", one.column, one.found, one.expected, one.todo) for one in faults),
    ]
    comments = [
        (one.sheet, one.row, _position(headings[one.sheet], one.column) + 1, f"{one.expected} {one.todo}")
        for one in faults[:_MOST_COMMENTS]
        if one.sheet in headings
    ]
    if body is not None and book.kind == "xlsx" and len(body) <= _MOST_MARKED_BYTES:
        return answer_to({"job": "mark", "comments": comments, "listed": listed}, body)
    copied = Book()
    copied.remove(copied.active)
    titles: dict[str, str] = {}
    for sheet_read in book.sheets:
        made = copied.create_sheet(sheet_read.name[:31].translate(str.maketrans("[]:*?/\\", "_______")) or "CSV")
        titles[sheet_read.name] = made.title
        for r, row_read in enumerate(sheet_read.rows[:50_000], start=1):
            for c, text in enumerate(row_read, start=1):
                if text is not None:
                    put(made, r, c, _back(text))
    return finished(copied, [(titles[name], row, column, words) for name, row, column, words in comments], listed)


def _back(text: str) -> object:
    if not text.startswith(NATIVE):
        return text
    try:
        number = float(text[1:])
    except ValueError:  # a date, or per cent
        return text[1:]
    return int(number) if number.is_integer() else number


def _position(heading: Heading, label: str) -> int:
    """The position of a fault's column; the first one for a fault of no single column."""
    for name, at in heading.columns.items():
        if heading.labels.get(name) == label:
            return at
    if label in heading.names:  # a column beside ours, of a region's name
        return heading.names.index(label)
    return min(heading.columns.values(), default=0)


def _saved(book: Book) -> bytes:
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()
