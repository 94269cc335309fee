"""Kinds of files for download, their names, and what every row of a CSV carries."""

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.documents.letter import letter_of
from dashboard.documents.paper import Paper
from dashboard.documents.pdf import pdf_of
from dashboard.documents.slides import slides_of
from dashboard.words.marks import marks
from dashboard.words.texts import pick, text
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


def csv_of(frame: pd.DataFrame, item: Indicator, period: str, state: Freshness, stamp: Sequence[str], url: str) -> bytes:
    """CSV (UTF-8 with BOM, so that Excel reads it) of a table, with indicator, period, source and marks in every row.

    The stamp and the address that reopens the view are long, so only the first row has them. No text can become a formula.
    """
    out = frame.copy()
    out[text("export.indicator")] = pick(item.name)
    out[text("export.period")] = period
    out[text("export.source")] = pick(item.source)
    out[text("export.mark")] = marks(state, item)
    for name, said in (("paper.about", " · ".join(stamp)), ("export.address", url)):
        out[text(name)] = [said, *[""] * (len(out) - 1)][: len(out)]
    return csv_bytes(out)


def plain_csv(frame: pd.DataFrame, mark: str) -> bytes:
    """CSV (UTF-8 with BOM) of rows that are no indicator, `mark` in every row. No text can become a formula."""
    return csv_bytes(frame.assign(**{text("export.mark"): mark}) if mark else frame)


def file_name(item: Indicator, region: str, period: str, state: Freshness, suffix: str = "csv") -> str:
    """A name that says what is inside, SIMULASI first where it is."""
    mark = "SIMULASI_" if state.simulated and not item.published else ""
    return f"{mark}{item.code}_{region}_{period}.{suffix}"
