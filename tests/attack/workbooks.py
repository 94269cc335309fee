"""Small files, made by hand, that harm their reader."""

import io
import zipfile
from collections.abc import Callable, Sequence

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_LAUGHS = "<!DOCTYPE l [" + '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11)) + "]>"
LAST = "XFD1048576"


def sheet(cells: str, *, prefix: str = "", head: str = "", more: str = "") -> str:
    """A sheet of two rows: *Bulan* in its first cell, then `cells`."""
    p = f"{prefix}:" if prefix else ""
    name = f'xmlns:{prefix}="{_MAIN}"' if prefix else f'xmlns="{_MAIN}"'
    return (
        f'{head}<{p}worksheet {name}><{p}sheetData><{p}row r="1"><{p}c r="A1" t="str"><{p}v>Bulan</{p}v></{p}c></{p}row>'
        f"<{p}row>{cells}</{p}row></{p}sheetData>{more}</{p}worksheet>"
    )


def book(sheets: Sequence[str], *, strings: str = "", about: str = "") -> bytes:
    """A workbook of these sheets."""
    count = range(1, len(sheets) + 1)
    named = "".join(f'<sheet name="L{n}" sheetId="{n}" r:id="r{n}"/>' for n in count)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{about}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>' for n in count)
        + f'<Relationship Id="rs" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{_MAIN}"><si><t>a</t></si></sst>',
    }
    parts |= {f"xl/worksheets/s{n}.xml": text for n, text in zip(count, sheets, strict=True)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def far(cell: str = LAST, *, prefix: str = "", sheets: int = 1) -> bytes:
    """One more cell than the first, far away."""
    p = f"{prefix}:" if prefix else ""
    return book([sheet(f'<{p}c r="{cell}"><{p}v>1</{p}v></{p}c>', prefix=prefix)] * sheets)


def _strings() -> bytes:
    text = f'<sst xmlns="{_MAIN}"><si><t>{"a" * 12_000_000}</t></si></sst>'
    return book([sheet('<c t="s"><v>0</v></c>' * 1_000)], strings=text)


def _merged() -> bytes:
    merged = "".join(f'<mergeCell ref="A{n}:GR10000"/>' for n in range(1, 9_000))
    rows = '<c r="A2" t="str"><v>x</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>x</v></c></row>' for n in range(3, 10_001)
    )
    return book([sheet(f'{rows}<row r="10001"><c r="GR10001"><v>1</v></c>', more=f"<mergeCells>{merged}</mergeCells>")])


def _lying() -> bytes:
    """The list of parts says that a sheet of 300 MB has a thousand bytes."""
    large = sheet(" " * 300_000_000)
    body = book([large])
    return body.replace(len(large.encode()).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def _nested() -> bytes:
    inner = far()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inner)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, inner if part.filename.endswith("s1.xml") else old.read(part))
    return out.getvalue()


def _ods(row: str, many: str, head: str = "") -> bytes:
    office, table = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table"))
    cell = f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{many}"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "content.xml",
            f'{head}<office:document-content xmlns:office="{office}" xmlns:table="{table}"><office:body><office:spreadsheet>'
            f'<table:table table:name="L"><table:table-row {row}>{cell}</table:table-row></table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return out.getvalue()


def _xml_2003(row: str, head: str = "") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>{head}<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="L"><Table>'
        f'<Row {row}><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>'
    ).encode()


BOOKS: dict[str, Callable[[], bytes]] = {
    "a cell in the last corner": far,
    "its attributes the other way round": lambda: book([sheet(f'<c s="0" r="{LAST}"><v>1</v></c>')]),
    "its attributes in single quotes": lambda: book([sheet(f"<c r='{LAST}'><v>1</v></c>")]),
    "its names with a prefix": lambda: far(prefix="x"),
    "200 columns and 200,000 rows": lambda: far("GR200000"),
    "four sheets of them": lambda: far("GR200000", sheets=4),
    "40 columns and 200,000 rows four times": lambda: far("AN200000", sheets=4),
    "a text of 12 MB in a thousand cells": _strings,
    "entities in a sheet that laugh a billion times": lambda: book([sheet('<c t="str"><v>&a10;</v></c>', head=_LAUGHS)]),
    "entities in its texts": lambda: book(
        [sheet('<c t="s"><v>0</v></c>')], strings=f'{_LAUGHS}<sst xmlns="{_MAIN}"><si><t>&a10;</t></si></sst>'
    ),
    "ranges that are merged over each other": _merged,
    "a list of parts that lies about sizes": _lying,
    "a workbook in a workbook": _nested,
    "an .ods with a million rows that are repeated": lambda: _ods('table:number-rows-repeated="1048576"', "1024"),
    "an .ods of entities that laugh": lambda: _ods("", "1", _LAUGHS),
    "a web page whose cells all reach a thousand rows down": lambda: (
        b"<table>" + (b"<tr>" + b"<td rowspan=1000 colspan=200>x" * 200) * 20_000 + b"</table>"
    ),
    "XML of 2003 with a row far below": lambda: _xml_2003('ss:Index="99999999"'),
    "XML of 2003 with entities that laugh": lambda: _xml_2003("", _LAUGHS),
    "an .xls of nothing but its first bytes": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 100_000,
}

TEXTS: dict[str, bytes] = {
    "four million empty lines": b"Bulan;Orang\n" + b"\n" * 3_900_000,
    "a line of four million cells": b"Bulan;Orang\n" + b";" * 3_900_000,
    "a quote that never closes": b'Bulan;Orang\n"' + b"a" * 3_900_000,
    "a long file of empty cells": b"Bulan;Orang;" + b";" * 190 + b"\n" + (b";" * 192 + b"\n") * 100_000,
    "a long file without a line end": b"Bulan;Orang;" * 2_000_000,
}
