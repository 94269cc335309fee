"""A workbook of openpyxl as other programs would write it: .ods, .xls, XML of Excel 2003, a web page.

Formats, errors, hidden rows and columns, merges and formulas that nobody computed go along.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import xlwt
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.intake.read.formats import shown_by

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text", "style"))
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
_STYLES = (
    '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style><style:style style:name="ce9" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
)
_BELOW = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
    "</table:table-row>"
)


@dataclass(frozen=True)
class Cell:
    """A cell as its program knows it. `missing` is a formula without a value."""

    value: object
    code: str
    struck: bool
    missing: bool
    wide: int = 1
    high: int = 1
    covered: bool = False

    @property
    def error(self) -> bool:
        """Whether it is an error."""
        return isinstance(self.value, str) and self.value in (
            "#N/A",
            "#REF!",
            "#VALUE!",
            "#DIV/0!",
            "#NAME?",
            "#NUM!",
            "#NULL!",
        )

    @property
    def merged(self) -> bool:
        """Whether it is larger than one place."""
        return self.wide * self.high > 1

    @property
    def nothing(self) -> bool:
        """Whether it is not written at all."""
        return self.covered or (self.value is None and not self.missing)

    @property
    def displayed(self) -> str:
        """What is seen of it, with a decimal comma."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        if isinstance(value, datetime | date):
            return value.strftime("%d/%m/%Y")
        if not isinstance(value, int | float):
            return str(value)
        shown = shown_by(self.code)
        if shown is not None and shown.per_cent:
            return f"{value * 100:.10g}%".replace(".", ",")
        plain = f"{value:.15g}".replace(".", ",")
        return f"{shown.before}{plain}{shown.after}" if shown is not None else plain


@dataclass(frozen=True)
class Table:
    """A sheet: its cells by row, and what of it is hidden, counted from 0."""

    name: str
    rows: list[list[Cell]]
    hidden_rows: set[int]
    hidden_columns: set[int]
    hidden: bool


def tables(body: bytes) -> Iterator[Table]:
    """The sheets of an XLSX."""
    values, formulas = load_workbook(io.BytesIO(body), data_only=True), load_workbook(io.BytesIO(body))
    for sheet in values.worksheets:
        written, rows = formulas[sheet.title], []
        areas = [(a.min_row, a.min_col, a.max_row, a.max_col) for a in sheet.merged_cells.ranges]
        spans = {(top, left): (right - left + 1, bottom - top + 1) for top, left, bottom, right in areas}
        for row in sheet.iter_rows():
            line = []
            for cell in row:
                at = (cell.row, cell.column)
                inside = any(top <= at[0] <= bottom and left <= at[1] <= right for top, left, bottom, right in areas)
                missing = written.cell(*at).data_type == "f" and cell.value is None
                made = Cell(
                    cell.value, cell.number_format or "General", bool(cell.font.strike), missing, *spans.get(at, (1, 1))
                )
                line.append(Cell(None, "General", False, False, covered=True) if inside and at not in spans else made)
            rows.append(line)
        hidden = {at - 1 for at, said in sheet.row_dimensions.items() if said.hidden or said.height == 0}
        columns = {at for at in range(sheet.max_column) if _hides(sheet, at)}
        yield Table(sheet.title, rows, hidden, columns, sheet.sheet_state != "visible")


def _hides(sheet: Worksheet, at: int) -> bool:
    said = sheet.column_dimensions
    letter = get_column_letter(at + 1)
    group = [one for one in said.values() if one.min and one.max and one.min <= at + 1 <= one.max]
    return any(one.hidden or one.width == 0 for one in ([said[letter]] if letter in said else group))


def to_ods(body: bytes) -> bytes:
    """As LibreOffice writes it: cells that are alike are one that is repeated, and a million rows stand below the last one."""
    sheets = []
    for table in tables(body):
        wide = max((len(row) for row in table.rows), default=1)
        columns = "".join(
            f"<table:table-column{_said(at in table.hidden_columns, 'table:visibility', 'collapse')}/>" for at in range(wide)
        )
        filtered = [_said(at in table.hidden_rows, "table:visibility", "filter") for at in range(len(table.rows))]
        rows = "".join(
            f"<table:table-row{said}>{_ods_cells(row)}</table:table-row>"
            for said, row in zip(filtered, table.rows, strict=True)
        )
        style = _if(table.hidden, ' table:style-name="ta2"')
        sheets.append(f'<table:table table:name="{escape(table.name)}"{style}>{columns}{rows}{_BELOW}</table:table>')
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} {_CALC} office:version="1.3">{_STYLES}'
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _if(true: bool, text: str) -> str:
    return text if true else ""


def _said(true: bool, name: str, value: str) -> str:
    return _if(true, f' {name}="{value}"')


def _ods_cells(row: list[Cell]) -> str:
    made: list[tuple[str, int]] = []
    for cell in row:
        text = _ods_cell(cell)
        if made and made[-1][0] == text and "spanned" not in text:
            made[-1] = (text, made[-1][1] + 1)
        else:
            made.append((text, 1))
    return "".join(text.replace(" @", _if(many > 1, f' table:number-columns-repeated="{many}"')) for text, many in made)


def _ods_cell(cell: Cell) -> str:
    if cell.covered:
        return "<table:covered-table-cell @/>"
    style = _if(cell.struck, ' table:style-name="ce9"')
    span = _if(cell.merged, f' table:number-columns-spanned="{cell.wide}" table:number-rows-spanned="{cell.high}"')
    text = f"<text:p>{escape(cell.displayed)}</text:p>"
    if cell.missing:
        kind, text = ' table:formula="of:=1+1"', ""
    elif cell.value is None:
        return f"<table:table-cell{style}{span} @/>"
    elif cell.error:
        kind = ' table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(cell.value, bool):
        kind = f' office:value-type="boolean" office:boolean-value="{str(cell.value).lower()}"'
    elif isinstance(cell.value, datetime):
        kind = f' office:value-type="date" office:date-value="{cell.value.isoformat()}"'
    elif isinstance(cell.value, int | float):
        shown = shown_by(cell.code)
        per_cent = shown is not None and shown.per_cent
        kind = f' office:value-type="{"percentage" if per_cent else "float"}" office:value="{cell.value!r}"'
    else:
        kind = ' office:value-type="string"'
        text = "".join(f"<text:p>{escape(line).replace('  ', ' <text:s/>')}</text:p>" for line in str(cell.value).split("\n"))
    return f"<table:table-cell{style}{span}{kind} @>{text}</table:table-cell>"


def to_xls(body: bytes) -> bytes:
    """As a program that writes .xls."""
    book = xlwt.Workbook()
    styles: dict[tuple[str, bool], xlwt.XFStyle] = {}
    for table in tables(body):
        sheet = book.add_sheet(table.name[:31], cell_overwrite_ok=True)
        sheet.visibility = int(table.hidden)
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if cell.nothing:
                    continue
                code = "dd/mm/yyyy" if isinstance(cell.value, datetime) and cell.code == "General" else cell.code
                if (code, cell.struck) not in styles:
                    style = styles[code, cell.struck] = xlwt.XFStyle()
                    style.num_format_str, style.font.struck_out = code, cell.struck
                style = styles[code, cell.struck]
                if cell.error:
                    sheet.row(r).set_cell_error(c, _ERRORS[str(cell.value)], style)
                elif cell.merged:
                    sheet.write_merge(r, r + cell.high - 1, c, c + cell.wide - 1, cell.value, style)
                else:
                    sheet.write(r, c, xlwt.Formula("1+1") if cell.missing else cell.value, style)
        for at in table.hidden_rows:
            sheet.row(at).hidden = True
        for at in table.hidden_columns:
            sheet.col(at).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_xml_2003(body: bytes) -> bytes:
    """As Excel writes an XML workbook of 2003."""
    styles: dict[tuple[str, bool], str] = {}
    sheets = []
    for table in tables(body):
        columns = "".join(f'<Column ss:Index="{at + 1}" ss:Hidden="1"/>' for at in sorted(table.hidden_columns))
        rows = []
        for at, row in enumerate(table.rows):
            cells = []
            for c, cell in enumerate(row):
                if cell.nothing:
                    continue
                key = styles.setdefault((cell.code, cell.struck), f"s{len(styles)}")
                merge = _if(cell.merged, f' ss:MergeAcross="{cell.wide - 1}" ss:MergeDown="{cell.high - 1}"')
                formula = _if(cell.missing, ' ss:Formula="=1+1"')
                cells.append(f'<Cell ss:Index="{c + 1}" ss:StyleID="{key}"{merge}{formula}>{_data(cell)}</Cell>')
            hidden = _said(at in table.hidden_rows, "ss:Hidden", "1")
            rows.append(f'<Row ss:Index="{at + 1}"{hidden}>{"".join(cells)}</Row>')
        visible = _if(table.hidden, "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>")
        inside = f"<Table>{columns}{''.join(rows)}</Table>{visible}"
        sheets.append(f'<Worksheet ss:Name="{escape(table.name)}">{inside}</Worksheet>')
    made = "".join(
        f'<Style ss:ID="{key}"><Font{_said(struck, "ss:StrikeThrough", "1")}/>'
        f'<NumberFormat ss:Format="{escape("Percent" if code == "0.00%" else code)}"/></Style>'
        for (code, struck), key in styles.items()
    )
    return (
        f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{_EXCEL}" xmlns:ss="{_EXCEL}">'
        f"<Styles>{made}</Styles>{''.join(sheets)}</Workbook>"
    ).encode()


def _data(cell: Cell) -> str:
    if cell.missing:
        return ""
    value: object = cell.value
    kind = "Error" if cell.error else "String"
    if isinstance(value, bool):
        kind, value = "Boolean", int(value)
    elif isinstance(value, datetime):
        kind, value = "DateTime", value.isoformat(timespec="milliseconds")
    elif isinstance(value, int | float):
        kind, value = "Number", repr(value)
    return f'<Data ss:Type="{kind}">{escape(str(value))}</Data>'


def to_html(body: bytes) -> bytes:
    """As a web system exports it, under the name of a workbook."""
    made = []
    for table in tables(body):
        hide = ' style="display:none"'
        wide = range(max((len(row) for row in table.rows), default=0))
        columns = "".join(f"<col{_if(at in table.hidden_columns, hide)}>" for at in wide)
        rows = "".join(
            f"<tr{_if(at in table.hidden_rows, hide)}>{''.join(_seen(cell) for cell in row if not cell.covered)}</tr>"
            for at, row in enumerate(table.rows)
        )
        made.append(f"<table border=1><caption>{escape(table.name)}</caption><colgroup>{columns}</colgroup>{rows}</table>")
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>{"".join(made)}</html>'.encode()
    )


def _seen(cell: Cell) -> str:
    text = f"<s>{escape(cell.displayed)}</s>" if cell.struck else escape(cell.displayed)
    return f'<td colspan="{cell.wide}" rowspan={cell.high}>{text}</td>'


PROGRAMS: dict[str, Callable[[bytes], bytes]] = {"ods": to_ods, "xls": to_xls, "xml": to_xml_2003}
