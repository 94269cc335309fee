"""Reads the sheets of a workbook of any kind, with what stands around their values. Runs in the reading process."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from data.intake.read import biff, excel_2003, ooxml, opendocument, web_tables
from data.intake.read.cells import MOST_COLUMNS, Row
from data.intake.read.found import Found, Range, unreadable
from data.intake.read.markup import Marks
from data.intake.read.saying import say, say_rows
from data.intake.read.sniff import kind_of_workbook
from data.model.errors import Fault, Problem

_MOST_UNPACKED = 600_000_000
_MOST_RATIO = 200
_MOST_PARTS = 5_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the part of a compound file that Office puts a file with a password in
# by a part that only this kind of archive has: what it is
_ARCHIVES = (
    ("xl/workbook.bin", "ini berkas .xlsb; buka di Excel, lalu simpan sebagai .xlsx"),
    ("word/document.xml", "ini dokumen Word; salin tabelnya ke Excel, lalu simpan sebagai .xlsx"),
    ("ppt/presentation.xml", "ini berkas PowerPoint, bukan lembar kerja"),
    ("Index/Document.iwa", "ini berkas Numbers (Apple); ekspor sebagai .xlsx"),
)


def read_workbook(source: BinaryIO, out: BinaryIO, cells: int) -> None:
    """Write the ``kind``, the ``rows`` and what is ``beside`` of each visible ``sheet``, and what is ``ignored``."""
    from python_calamine import CalamineError

    body = source.read()
    try:
        kind, sheets = _sheets(body, cells)
        say(out, "kind", kind)
        for found in sheets:
            if found.ignored:
                say(out, "ignored", [found.name, found.ignored])
            else:
                say(out, "sheet", found.name)
                say_rows(out, _filled(_counted(found.rows, cells), found.merged))
                say(out, "beside", _beside(found.marks, found.merged))
    except (zipfile.BadZipFile, CalamineError, ExpatError, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise unreadable("lembar kerja ini rusak atau berkata sandi") from None


def _sheets(body: bytes, cells: int) -> tuple[str, Iterator[Found]]:
    kind = kind_of_workbook(body[:4_000])
    readers: dict[str, Callable[[bytes], Iterator[Found]]] = {
        "xls": biff.sheets, "xml": excel_2003.sheets, "mht": web_tables.sheets_of_mail, "html": web_tables.sheets,
    }  # fmt: skip
    if kind != "zip":
        if kind == "xls" and _ENCRYPTED in body:
            raise unreadable("berkas ini berkata sandi; buka di Excel, hapus kata sandinya (Info > Proteksi), lalu simpan")
        return kind, readers[kind](body)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = _parts(archive, len(body))
    if "xl/workbook.xml" in parts:
        return "xlsx", ooxml.sheets(body, cells)
    if "content.xml" in parts:
        return "ods", opendocument.sheets(body)
    other = (said for part, said in (*_ARCHIVES, *_elsewhere(parts)) if part in parts)
    raise unreadable(next(other, "arsip ini bukan lembar kerja; ekstrak dahulu, lalu kirim berkas di dalamnya"))


def _parts(archive: zipfile.ZipFile, packed: int) -> set[str]:
    """The names of an archive's parts. Raises `Fault` for one that would grow too large."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * max(packed, 1_000_000) or len(parts) > _MOST_PARTS:
        raise Fault(Problem.FILE_TOO_LARGE, most=_MOST_UNPACKED // 1_000_000)
    return {part.filename for part in parts}


def _elsewhere(parts: set[str]) -> list[tuple[str, str]]:
    what = "bagian utamanya bukan xl/workbook.xml; buka di Excel, lalu simpan lagi sebagai .xlsx"
    return [(part, what) for part in parts if part.startswith("xl/")]


def _counted(rows: Iterable[Row], cells: int) -> Iterator[Row]:
    left = cells
    for row in rows:
        left -= max(1, len(row))
        if left < 0:
            raise Fault(Problem.FILE_STOPPED, reason=f"berisi lebih dari {cells} sel")
        yield row[:MOST_COLUMNS]


def _beside(marks: Marks, ranges: list[Range]) -> dict[str, object]:
    spread = [(top, bottom, left, right) for (top, left), (bottom, right) in ranges if (top, left) != (bottom, right)]
    return {
        "missing": sorted(marks.missing),
        "merged": spread,
        "hidden_rows": marks.hidden_rows,
        "hidden_columns": marks.hidden_columns,
    }


def _filled(rows: Iterable[Row], ranges: list[Range]) -> Iterator[Row]:
    """The rows with the value of a merged cell in all of its range. Ranges may be found while rows are read."""
    taken = 0
    begun: list[tuple[int, int, int, str]] = []  # last row, columns from and to, value
    waiting: list[Range] = []
    for number, row in enumerate(rows):
        if taken < len(ranges):
            waiting, taken = sorted([*waiting, *ranges[taken:]], reverse=True), len(ranges)
        while waiting and waiting[-1][0][0] <= number:
            (top, left), (bottom, right) = waiting.pop()
            if top == number and left < len(row) and (value := row[left]) is not None:
                begun.append((bottom, left, min(right + 1, MOST_COLUMNS), value))
        for _, left, end, value in begun:
            row += [None] * (end - len(row))
            for at in range(left, end):
                if row[at] is None:
                    row[at] = value
        begun = [one for one in begun if one[0] > number]
        yield row if any(cell is not None for cell in row) else []
