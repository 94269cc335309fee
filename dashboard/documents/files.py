"""Kinds of files for download, their names, and how a CSV is written."""

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.documents.letter import letter_of
from dashboard.documents.paper import Paper
from dashboard.documents.pdf import pdf_of
from dashboard.documents.slides import slides_of
from dashboard.words.texts import text
from data.facts.indicators import Indicator
from data.model.spreadsheets import csv_bytes
from data.queries import Freshness

_OFFICE = "application/vnd.openxmlformats-officedocument."


# documents of an area and of a view of the map: icon, function, and kind of file
WAYS: dict[str, tuple[str, Callable[[Paper], bytes], str]] = {
    "pdf": ("picture_as_pdf", pdf_of, "application/pdf"),
    "pptx": ("slideshow", slides_of, _OFFICE + "presentationml.presentation"),
    "docx": ("description", letter_of, _OFFICE + "wordprocessingml.document"),
}


XLSX = _OFFICE + "spreadsheetml.sheet"


def csv_of(frame: pd.DataFrame, notes: Sequence[str], *, local: bool) -> bytes:
    """CSV of rows that name their own source and marks. No text can become a formula.

    `local`: as an Indonesian Excel opens it, `notes` below the rows; else for programs, which find the notes in a file of
    their own (`notes_of`).
    """
    return csv_bytes(frame, local=local, notes=[text("paper.about"), *notes] if local else ())


def notes_of(title: str, notes: Sequence[str]) -> bytes:
    """What a CSV for programs does not hold: meaning, source, marks and the address that reopens the view, as plain text."""
    return "\r\n".join([title, "", *notes, ""]).encode("utf-8-sig")


def plain_csv(frame: pd.DataFrame, mark: str) -> bytes:
    """A list for an Indonesian Excel of rows that are no indicator, `mark` in every row. No text can become a formula."""
    return csv_bytes(frame.assign(**{text("export.mark"): mark}) if mark else frame, local=True)


def file_name(item: Indicator, region: str, period: str, state: Freshness, suffix: str = "csv", part: str = "") -> str:
    """A name that says what is inside, SIMULASI first where it is."""
    mark = "SIMULASI_" if state.simulated and not item.published else ""
    return f"{mark}{item.code}_{region}_{period}{part}.{suffix}"
