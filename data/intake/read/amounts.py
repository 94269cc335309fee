"""What a header, or a line above a table, says of its numbers besides their column: thousands, per cent, a target, one sex.

Headers are compared without text in brackets, so that *Orang (wajib)* is *Orang*; *Orang (ribu)* is not.
"""

import re
from collections.abc import Iterator, Sequence

from data.feeds import Column
from data.intake.read.cells import NATIVE, Row
from data.intake.read.heading import Heading, words_of_column
from data.intake.read.values import NUMBERS

_SCALE = r"ribu(?:an)?|rb|juta(?:an)?|jt|mil[iy]ar(?:an)?|triliun|thousands?|millions?|x\s?1[.,]?000|\b000"
_IN_SCALE = re.compile(rf"\b(?:{_SCALE})\b", re.I)
_LINE = re.compile(rf"\b(?:satuan|dalam|unit|in)\b\W*(?:(?:rp|rupiah|orang|jiwa)\W*)?(?:{_SCALE})\b", re.I)
_OTHER = (
    (re.compile(r"%|\bpers(?:en|entase)\b|\bper ?cent\b", re.I), "persen"),
    (re.compile(r"\b(?:target|rencana|sasaran|proyeksi|estimasi|perkiraan)\b", re.I), "target atau perkiraan"),
    (re.compile(r"\b(?:kumulatif|akumulasi|s\.?\s?d\.?|s/d|sampai dengan|ytd)(?=\W|$)", re.I), "angka kumulatif"),
    (re.compile(r"^\W*(?:l|p|lk|pr|laki-?\s?laki|pria|perempuan|wanita|male|female)\W*$", re.I), "satu jenis kelamin"),
    (re.compile(r"^\W*(?:kk|kepala keluarga|keluarga|rumah tangga)\W*$", re.I), "keluarga"),
)
_BRACKETS = re.compile(r"\(([^)]*)\)|\[([^]]*)\]")


def other_amounts(heading: Heading, columns: Sequence[Column]) -> Iterator[tuple[Column, str]]:
    """Columns of numbers whose header says in brackets that they hold something else, with what that is."""
    for column in columns:
        at = heading.columns.get(column.name)
        if at is None or column.type not in NUMBERS:
            continue
        own = {word.lower() for word in words_of_column(column)}
        header = heading.names[at]
        inside = [a or b for a, b in _BRACKETS.findall(header)]
        if header.lower() not in own and (what := next((one for text in inside if (one := _other(text, column))), "")):
            yield column, what


def scaled_line(rows: Sequence[Row]) -> tuple[int, str] | None:
    """The first line above a table that says its numbers are in thousands or more: its position and text."""
    for at, row in enumerate(rows):
        for cell in row:
            if cell is not None and not cell.startswith(NATIVE) and _LINE.search(cell):
                return at, cell
    return None


def _other(text: str, column: Column) -> str:
    if found := _IN_SCALE.search(text):
        return f"angka dalam {found[0].lower()}"
    unit = column.unit["id"] if column.unit else ""
    for sign, what in _OTHER:
        if sign.search(text) and not (what == "persen" and (unit == "%" or column.unit_of)):
            return what
    return ""
