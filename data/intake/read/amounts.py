"""What a header, or a line above a table, says of its numbers or days besides their column: thousands, a target, one sex.

Headers are compared without text in brackets, so that *Orang (wajib)* is *Orang*; *Orang (ribu)* is not.
"""

import re
from collections.abc import Iterator, Sequence

from data.feeds import Column, Contract
from data.intake.read.cells import NATIVE, Row
from data.intake.read.heading import Heading, words_of_column
from data.intake.read.values import NUMBERS

_SCALE = r"ribu(?:an)?|rb|juta(?:an)?|jt|mil[iy]ar(?:an)?|triliun|thousands?|millions?|x\s?1[.,]?000|\b000"
_IN_SCALE = re.compile(rf"\b(?:{_SCALE})\b", re.I)
_LINE = re.compile(rf"\b(?:satuan|dalam|unit|in)\b\W*(?:(?:rp|rupiah|orang|jiwa)\W*)?(?:{_SCALE})\b", re.I)
_PLANNED = (re.compile(r"\b(?:target|rencana|sasaran|proyeksi|estimasi|perkiraan)\b", re.I), "target atau perkiraan")
_SEX, _SEXED = "satu jenis kelamin", re.compile(r"laki|pria|perempuan|wanita", re.I)
_OTHER = (
    _PLANNED,
    (re.compile(r"\busd\b|us\$|\bdoll?ar\b", re.I), "dolar"),
    (re.compile(r"%|\bpers(?:en|entase)\b|\bper ?cent\b", re.I), "persen"),
    (re.compile(r"\b(?:kumulatif|akumulasi|s\.?\s?d\.?|s/d|sampai dengan|ytd)(?=\W|$)", re.I), "angka kumulatif"),
    (re.compile(r"^\W*(?:l|p|lk|pr|laki-?\s?laki|pria|perempuan|wanita|male|female)\W*$", re.I), _SEX),
    (re.compile(r"^\W*(?:kk|kepala keluarga|keluarga|rumah tangga)\W*$", re.I), "keluarga"),
)
_BRACKETS = re.compile(r"\(([^)]*)\)|\[([^]]*)\]")


def other_amounts(heading: Heading, contract: Contract) -> Iterator[tuple[Column, int, str]]:
    """Columns of numbers and days whose header says in brackets that they hold something else: position, and what that is."""
    places = [(contract.column(name), at) for name, at in heading.columns.items()]
    if contract.wide is not None:
        places += [(contract.column(name), at) for ways in heading.wide.values() for name, at in ways.items()]
    places += [(contract.column(name), at) for at, name in heading.numbers.items()]
    for column, at in places:
        if column.type not in (*NUMBERS, "date"):
            continue
        header = heading.names[at]
        inside = [a or b for a, b in _BRACKETS.findall(header)]
        own = {word.lower() for word in words_of_column(column)}
        if header.lower() not in own and (what := next((one for text in inside if (one := _other(text, column))), "")):
            yield column, at, what


def says_other(text: str, contract: Contract) -> str:
    """What a word over a column of numbers says that they hold besides what was counted: a scale, a target, a running total."""
    if found := _IN_SCALE.search(text):
        return f"angka dalam {found[0].lower()}"
    own = [word for column in contract.columns for word in words_of_column(column)]
    return next((what for sign, what in _OTHER if sign.search(text) and text.lower() not in map(str.lower, own)), "")


def scaled_line(rows: Sequence[Row]) -> tuple[int, str] | None:
    """The first line above a table that says its numbers are in thousands or more: its position and text."""
    for at, row in enumerate(rows):
        for cell in row:
            if cell is not None and not cell.startswith(NATIVE) and _LINE.search(cell):
                return at, cell
    return None


def _other(text: str, column: Column) -> str:
    if column.type == "date":
        return _PLANNED[1] if _PLANNED[0].search(text) else ""
    if found := _IN_SCALE.search(text):
        return f"angka dalam {found[0].lower()}"
    unit = column.unit["id"] if column.unit else ""
    own = words_of_column(column)
    for sign, what in _OTHER:
        if not sign.search(text) or any(sign.search(word) for word in own):
            continue  # a column of targets is one, whatever else its header says
        if not (what == "persen" and (unit == "%" or column.unit_of)) and not (what == _SEX and any(map(_SEXED.search, own))):
            return what
    return ""
