"""Days that an American spreadsheet turned: 03/05/2024 became 5 March as a date, 17/03/2024 stayed a text."""

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data.intake.read.cells import NATIVE

_NATIVE_DAY = rf"^{NATIVE}\d{{4}}-\d{{2}}-\d{{2}}"
_TEXT_DAY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*\d{2,4}")


@dataclass(frozen=True)
class Turned:
    """How many dates of a column were perhaps turned, the first of them (position and text), and a text that stayed."""

    count: int
    at: int
    text: str
    beside: str


def find_turned(texts: pa.ChunkedArray) -> Turned | None:
    """What speaks for it: no date cell has a day after the 12th, and every date that is text has one.

    Dates of a real column fall on both sides in both kinds, so this is rarely chance, and never harmless.
    """
    native = pc.fill_null(pc.match_substring_regex(texts, _NATIVE_DAY), False)
    days = texts.filter(native).unique().to_pylist()
    if not days or any(int(day[9:11]) > 12 for day in days):
        return None
    written = [
        found for text in texts.filter(pc.invert(native)).unique().to_pylist() if text and (found := _TEXT_DAY.fullmatch(text))
    ]
    if not written or any(int(found[1]) <= 12 for found in written):
        return None
    at = int(pc.index(native, True).as_py())
    return Turned(int(pc.sum(native).as_py()), at, str(texts[at].as_py())[1:11], written[0][0])


def turn(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with day and month of its date cells exchanged."""
    return pc.replace_substring_regex(texts, rf"^{NATIVE}(\d{{4}})-(\d{{2}})-(\d{{2}})", rf"{NATIVE}\1-\3-\2")


def turned_day(text: str) -> str:
    """2024-05-03 as 2024-03-05."""
    return f"{text[:4]}-{text[8:10]}-{text[5:7]}"
