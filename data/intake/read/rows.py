"""What one row of a sheet is: data, a total, a header once more, numbers of columns, an example, a section or a note."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from data.feeds import Contract, Mapping
from data.intake.read.cells import NATIVE, Row
from data.intake.read.chunks import TOTAL_WORDS
from data.intake.read.files import Sheet
from data.intake.read.heading import SERIAL, Heading, key, read_heading, words_of
from data.intake.read.values import NUMBERS

_TOTAL = re.compile(rf"^\W*((grand|sub)[\s-]*)?({TOTAL_WORDS})\b|\b(sub\s?-?total|total|jumlah)\s*[:=]?\s*$", re.I)
_MEAN = re.compile(r"\b(rata-?\s?rata|rerata|rataan|average|mean)\b", re.I)
_SPACED = re.compile(r"(?:\S )+\S")
_NUMBERING = re.compile(r"\(?(\d{1,2})\)?(?:\s*=.*)?")
_NUMBER = re.compile(r"\s*\"?-?\d[\d.,]*\"?\s*")
_ENUMERATION = re.compile(r"^(?:[A-Z]|[IVX]{1,5}|\d{1,2})[.)]\s+", re.I)
_KINDS = {
    1: ("provinsi", "prov"),
    2: ("kabupaten", "kab", "kota"),
    3: ("kecamatan", "kec", "distrik"),
}
_KIND = re.compile(rf"^({'|'.join(word for words in _KINDS.values() for word in words)})[.\s:]", re.I)


class Is(Enum):
    """What a row is."""

    DATA = 0
    NOTHING = 1
    TOTAL = 2
    MEAN = 3
    HEADER_AGAIN = 4
    HEADER = 5
    NUMBERING = 6
    EXAMPLE = 7
    SECTION = 8
    NOTE = 9
    NAME = 10


@dataclass(frozen=True)
class Verdict:
    """What a row is; with the header that it is, or the level and the text of the section that it begins."""

    what: Is
    text: str = ""
    heading: Heading | None = None
    level: int = 0


def is_total(text: str) -> bool:
    """Whether a text names a total, a subtotal or a mean."""
    bare = text.lstrip(NATIVE).strip()
    return bool(_TOTAL.search(bare.replace(" ", "") if _SPACED.fullmatch(bare) else bare))


@dataclass(frozen=True)
class Rows:
    """Judges rows of one table. `levels_of` returns the levels of regions with a name or code."""

    sheet: Sheet
    heading: Heading
    contract: Contract
    mapping: Mapping | None
    levels_of: Callable[[str], Collection[int]]

    @cached_property
    def _words(self) -> set[str]:
        return words_of(self.contract)

    def judge(self, number: int, row: Row, *, fresh: bool) -> Verdict:
        """The verdict on row `number`, counted from 1; `fresh` while no data has come since the header."""
        own = self._own(number, row)
        filled = {at: cell.lstrip(NATIVE) for at, cell in enumerate(own) if cell is not None}
        if not filled:
            return Verdict(Is.NOTHING)
        if self._repeats(filled):
            return Verdict(Is.HEADER_AGAIN)
        if (other := self._another(number, own, filled)) is not None:
            return Verdict(Is.HEADER, heading=other)
        first = min(filled)
        if (what := self._total(own, filled, first)) is not None:
            return Verdict(what, filled[first])
        if fresh and self._numbering(list(filled.values())):
            return Verdict(Is.NUMBERING)
        if self._is_example(own):
            return Verdict(Is.EXAMPLE)
        return self._apart(own, filled)

    def _own(self, number: int, row: Row) -> Row:
        """The row without what a merged cell to its left or above it spreads over it."""
        own = list(row)
        for area in self.sheet.merged_at(number - 1):
            for at in range(area.left, min(area.right + 1, len(own))):
                if at > area.left:
                    own[at] = None
        return own

    def _repeats(self, filled: dict[int, str]) -> bool:
        """Whether the row is the header, or the upper one of two, once more."""
        here = {at: key(text) for at, text in filled.items()}
        for at in (self.heading.row, self.heading.row - 1):
            line = self.sheet.rows[at] if 0 <= at < len(self.sheet.rows) else []
            same = sum(
                bool(word) and i < len(line) and line[i] is not None and key(str(line[i]).lstrip(NATIVE)) == word
                for i, word in here.items()
            )
            if same >= 2 and same >= 0.8 * len(here):
                return True
        return False

    def _another(self, number: int, own: Row, filled: dict[int, str]) -> Heading | None:
        """The header of another table that begins here."""
        if sum(text.lower() in self._words for text in filled.values()) < 2:
            return None
        found = read_heading(number - 1, own, None, self.contract, self.mapping)
        return found if found.score >= max(2, self.heading.score // 2) else None

    def _total(self, own: Row, filled: dict[int, str], first: int) -> Is | None:
        where = next((at for at, text in filled.items() if is_total(text)), None)
        if where is None:
            return None
        leading = where == first or all(self._serial(at) for at in filled if at < where)
        if leading and (self._serial(where) or self._keyless(own)):
            return Is.MEAN if _MEAN.search(filled[where]) else Is.TOTAL
        return None

    def _serial(self, at: int) -> bool:
        """Whether a column holds no more than numbers of rows."""
        name = key(self.heading.names[at]) if at < len(self.heading.names) else ""
        return not name or name in SERIAL

    def _numbering(self, texts: list[str]) -> bool:
        found = [_NUMBERING.fullmatch(text) for text in texts]
        values = [int(one[1]) for one in found if one]
        return len(values) == len(texts) > 2 and values == list(range(values[0], values[0] + len(values)))

    def _is_example(self, row: Row) -> bool:
        """Whether a row is the template's example."""
        shown = {at: self.contract.column(name) for name, at in self.heading.columns.items()}
        cells = {at: (row[at] or "").lstrip(NATIVE) if at < len(row) else "" for at in shown}
        # a template made before an example was left out of its row shows that example too
        return len(shown) > 2 and all(
            cells[at] == str(column.example) or not (cells[at] or column.in_example) for at, column in shown.items()
        )

    def _keyless(self, row: Row) -> bool:
        """Whether a key column is empty or holds only the word for a total."""
        at = [self.heading.columns[name] for name in self.contract.key if name in self.heading.columns]
        held = [row[i] for i in at if i < len(row) and row[i] is not None and not is_total(str(row[i]))]
        return len(held) < len(at) or not at

    def _apart(self, own: Row, filled: dict[int, str]) -> Verdict:
        """Data, or a row beside it: a section of the table, or a note."""
        serial = {at for at in filled if self._serial(at) and at not in self.heading.used}
        said = {at: text for at, text in filled.items() if at not in serial} or filled
        listed = not serial or all(re.fullmatch(r"[A-Z]|[IVX]{1,5}", filled[at], re.I) for at in serial)
        at, text = next(iter(said.items()))
        if len(said) == 1 and self._unsplit(text):
            return Verdict(Is.DATA)
        if len(said) == 1 and self._keyless(own) and (listed or _KIND.match(text)) and not self._goes_on(at, text):
            bare = _ENUMERATION.sub("", text)
            if (level := self._level(bare, at)) > 0:
                return Verdict(Is.SECTION, bare, level=level)
            if listed:
                return Verdict(Is.NAME if self._type(at) == "region" else Is.NOTE, text)
        if not any(at in self.heading.used for at in filled):
            return Verdict(Is.NOTE, text)
        return Verdict(Is.DATA)

    def _unsplit(self, text: str) -> bool:
        """Whether a lone cell is a whole row with another separator: numbers stand in it where the columns of numbers are."""
        numbers = [at for at in range(len(self.heading.names)) if self._type(at) in NUMBERS]
        for sign in ";,\t|":
            pieces = text.split(sign)
            if len(pieces) == len(self.heading.names) > 2 and numbers and all(_NUMBER.fullmatch(pieces[at]) for at in numbers):
                return True
        return False

    def _goes_on(self, at: int, text: str) -> bool:
        """Whether a lone cell may share the other values of the row above: a number, or a region further right."""
        if self._type(at) in NUMBERS:
            return bool(re.fullmatch(r"[-\d.,\s%]+", text))
        return self._type(at) == "region" and at > min(self.heading.used) and bool(self.levels_of(text))

    def _type(self, at: int) -> str:
        """The type of our column at a position, empty for none."""
        return next((self.contract.column(name).type for name, place in self.heading.columns.items() if place == at), "")

    def _level(self, text: str, at: int) -> int:
        """The level of a section; 0 where its name is of the regions that the rows themselves are about."""
        found = _KIND.match(text)
        level = next((n for n, words in _KINDS.items() if found and found[1].lower() in words), 0)
        known = [one for one in self.levels_of(text) if one in _KINDS and one != 1]
        level = level or (known[0] if len(known) == 1 else 0)
        own = [one for one in self.contract.columns if self.heading.columns.get(one.name) == at and one.type == "region"]
        return 0 if own and level in own[0].levels else level
