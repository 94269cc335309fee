"""Small workbooks, and what a check says of them."""

import io
from collections.abc import Callable

from openpyxl import Workbook

from data.intake.submit.report import Report

Check = Callable[..., Report]
HEAD = ["Wilayah", "Bulan", "Layanan", "Jumlah kegiatan", "Orang"]


def workbook(*rows: list[object], touch: Callable[..., None] = lambda sheet: None) -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    touch(book.active)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def notes(report: Report) -> dict[str, int]:
    """How often each thing was resolved."""
    counts: dict[str, int] = {}
    for _, what, count, _ in report.remarks.noted():
        counts[what] = counts.get(what, 0) + count
    return counts


def faults(report: Report) -> set[tuple[int, str]]:
    """Row and column of each fault."""
    return {(one.row, one.column) for one in report.remarks.faults}


def offers(report: Report) -> set[tuple[str, str]]:
    """Question and answer of each offer."""
    return {(one.question, one.answer) for one in report.remarks.offers.values()}


def service(
    place: str, held: object = 5, people: object = 50, month: str = "2025-03", kind: str = "Penyuluhan"
) -> list[object]:
    """A row of services."""
    return [place, month, kind, held, people]
