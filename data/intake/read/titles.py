"""What the lines above a table and the name of its sheet say of all its rows: a year, a month, a word of a code list."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.feeds import Column
from data.intake.read.cells import NATIVE, Row
from data.intake.read.dates import FULL_MONTHS, MONTHS

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_UNTIL = re.compile(r"(?:\bs\.?\s?/?\s?d\.?|\bsampai(?: dengan)?|\bhingga|\bkumulatif|-|–)\s*(?:bulan\s+)?$", re.I)
# a title that says that its numbers are something else than what was counted in each period
_ELSE = re.compile(r"\b(?:target|rencana(?! aksi)|sasaran|proyeksi|estimasi|perkiraan|kumulatif|akumulasi)\b", re.I)
_SHORTEST = 4  # letters of a word of a code list that is looked for in a title


@dataclass(frozen=True)
class Titles:
    """Lines above a table, and the name of its sheet. What they say is a set: two values are none."""

    lines: tuple[str, ...]
    sheet: str
    _words: tuple[str, ...] = field(default=())

    @classmethod
    def above(cls, sheet: str, rows: Sequence[Row], captions: Iterable[str] = ()) -> "Titles":
        """Of the rows above a header and of the words that stand over all of its columns."""
        lines = dict.fromkeys(cell.lstrip(NATIVE) for row in rows for cell in row if cell is not None)
        return cls((*lines, *captions), sheet)

    @property
    def says_else(self) -> str:
        """The line that speaks of targets, estimates or running totals; empty without one."""
        return next((line for line in (*self.lines, self.sheet) if _ELSE.search(line)), "")

    def years(self) -> set[str]:
        """The years that are named."""
        return {year for line in (*self.lines, self.sheet) for year in _YEAR.findall(line)}

    def months(self) -> set[str]:
        """The months that are named, as 01 to 12; a span of months is two or none."""
        found = {month for line in self.lines for month in _months_of(line)}
        parts = re.findall(r"[a-z]+|\d+", self.sheet.rsplit(".", 1)[0].lower())
        if parts and all(part in MONTHS or part.isdigit() for part in parts):
            return found | {f"{MONTHS[part]:02d}" for part in parts if part in MONTHS}
        return found | set(_months_of(self.sheet))

    def codes(self, column: Column) -> set[str]:
        """The codes of a list whose words are named."""
        found = set()
        for code in column.codes:
            for word in {code.code.replace("_", " "), *code.words["id"]}:
                if any(_holds(line, word) for line in (*self.lines, self.sheet)):
                    found.add(code.code)
        return found


def _holds(line: str, word: str) -> bool:
    if len(word) < _SHORTEST and not (word.isupper() and len(word) == _SHORTEST - 1):  # BNN, TAT
        return False
    as_it_is = 0 if len(word) < _SHORTEST else re.I
    return re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", line.replace("_", " "), as_it_is) is not None


def _months_of(line: str) -> list[str]:
    found = []
    for one in re.finditer(r"[a-z]+", line.lower()):
        if one[0] in FULL_MONTHS:
            before = line[: one.start()]
            found.append(f"{FULL_MONTHS[one[0]]:02d}")
            if _UNTIL.search(before):
                found.append("?")  # up to that month: how many they are is not said
    return found + re.findall(r"(?<!\d)(?:19|20)\d{2}-(\d{2})(?:-\d{2})?(?!\d)", line)
