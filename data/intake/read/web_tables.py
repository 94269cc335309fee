"""Tables of a web page, which many systems write and call .xls, alone or as one part of a mail (MHTML). In the reading process.

Their cells are texts: a number is read as strictly as one of a CSV.
"""

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from data.intake.read.cells import MOST_COLUMNS, Row, clean
from data.intake.read.found import STRUCK, Found, unreadable
from data.intake.read.markup import Marks

_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?([\w-]+)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CLASS = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}", re.S)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.I)
_LINE_THROUGH = re.compile(r"line-through", re.I)
_LEAST_ROWS = 2
_MOST_SPAN = 1_000
_FIELDS = ("input", "select", "textarea")


def sheets(body: bytes, charset: str = "") -> Iterator[Found]:
    """The tables of a page, those inside another one by themselves. Raises `Fault` for a page without one."""
    import lxml.html

    text = _decoded(body, charset)
    page = lxml.html.document_fromstring(_DECLARATION.sub("", text) or "<html></html>", parser=lxml.html.HTMLParser())
    looks = {name: said for style in page.iter("style") for name, said in _CLASS.findall(style.text_content())}
    tables = list(page.iter("table"))
    kept = [table for table in tables if next(table.iterdescendants("table"), None) is None]
    kept = [table for table in kept if len(table.xpath(".//tr")) >= _LEAST_ROWS]
    if not kept:
        raise unreadable("halaman HTML ini tidak berisi tabel (mungkin halaman masuk atau pesan galat); unduh lagi berkasnya")
    for at, table in enumerate(kept, start=1):
        caption = table.find("caption")
        name = clean(caption.text_content()) if caption is not None else None
        yield _sheet(table, name or ("Tabel" if len(kept) == 1 else f"Tabel {at}"), looks)


def sheets_of_mail(body: bytes) -> Iterator[Found]:
    """The tables of the one page of an MHTML file. Raises `Fault` where several hold sheets: which are hidden is not said."""
    parsed = email.message_from_bytes(body, policy=email.policy.default)
    pages = [part for part in parsed.walk() if part.get_content_type() == "text/html" and isinstance(part, EmailMessage)]
    found = [(page.get_payload(decode=True), str(page.get_content_charset() or "")) for page in pages]
    tables = [(html, charset) for html, charset in found if isinstance(html, bytes) and re.search(rb"(?i)<table\b", html)]
    if len(tables) != 1:
        what = "berisi beberapa lembar" if tables else "tidak berisi tabel"
        raise unreadable(f"berkas MHTML ini {what}; buka di Excel, lalu simpan sebagai .xlsx")
    yield from sheets(*tables[0])


def _decoded(body: bytes, charset: str) -> str:
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return body.decode("utf-16", errors="replace")
    said = _CHARSET.search(body[:4_000])
    for name in (charset, said[1].decode() if said else "", "utf-8-sig"):
        try:
            return body.decode(name).lstrip("\ufeff") if name else body.decode("utf-8-sig")
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("cp1252", errors="replace")


def _sheet(table: Any, name: str, looks: dict[str, str]) -> Found:
    found = Found(name, marks=Marks())
    rows: list[Row] = []
    taken: dict[tuple[int, int], None] = {}  # places that a cell above or beside covers
    at_column = 0
    for column in table.iter("col"):
        many = _span(column, "span")
        if _HIDDEN.search(_look(column, looks)):
            found.marks.hidden_columns += range(at_column, min(at_column + many, MOST_COLUMNS))
        at_column += many
    for number, line in enumerate(table.iter("tr")):
        if _HIDDEN.search(_look(line, looks)):
            found.marks.hidden_rows.append(number)
        row: Row = []
        for cell in line.iterchildren("td", "th"):
            while (number, len(row)) in taken:
                row.append(None)
            if len(row) >= MOST_COLUMNS:
                break
            wide, high = min(_span(cell, "colspan"), MOST_COLUMNS - len(row)), _span(cell, "rowspan")
            if wide > 1 or high > 1:
                found.merged.append(((number, len(row)), (number + high - 1, len(row) + wide - 1)))
                taken |= dict.fromkeys((number + down, len(row) + right) for down in range(high) for right in range(wide))
            row += [_text(cell, looks), *[None] * (wide - 1)]
        rows.append(row)
    found.rows = rows
    return found


def _text(cell: Any, looks: dict[str, str]) -> str | None:
    """What is seen of a cell."""
    parts: list[str] = []
    struck = bool(_LINE_THROUGH.search(_look(cell, looks)))

    def walk(one: Any) -> None:
        nonlocal struck
        if not isinstance(one.tag, str) or one.tag in ("script", "style") or _HIDDEN.search(_look(one, looks)):
            return
        struck = struck or one.tag in ("s", "strike", "del") or bool(_LINE_THROUGH.search(_look(one, looks)))
        parts.append(" " if one.tag in ("br", "p", "div", "li") else "")
        parts.append(one.text or "")
        if one.tag in _FIELDS:
            parts.append("(isian formulir)")  # what stands in it is not in the page's text
        for inner in one:
            walk(inner)
            parts.append(inner.tail or "")

    walk(cell)
    text = clean(re.sub(r"\s+", " ", "".join(parts)))
    return f"{STRUCK}{text}" if struck and text else text


def _look(element: Any, looks: dict[str, str]) -> str:
    """What its own style and those of its classes say; `hidden` is an attribute too."""
    said = [looks.get(name, "") for name in (element.get("class") or "").split()]
    hidden = "display:none" if element.get("hidden") is not None else ""
    return ";".join([element.get("style") or "", hidden, *said])


def _span(element: Any, name: str) -> int:
    said = (element.get(name) or "1").strip()
    return min(max(1, int(said)), _MOST_SPAN) if said.isdecimal() else 1
