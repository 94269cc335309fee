"""Faults that stop a file, and notes of what was resolved in it. In Indonesian, like every answer to a user."""

from collections import Counter
from dataclasses import dataclass, field

FAULTS_SHEET = "Kesalahan"  # of a marked copy; the sender corrects the other sheets and may leave it there
FAULTS_HEAD = ("Lembar", "Baris", "Kolom", "Tertulis", "Yang diharapkan", "Yang harus dilakukan")
MOST_FAULTS = 2_000  # as many as a person can work through; the rest is counted


@dataclass(frozen=True)
class CellFault:
    """One fault to correct. `row` is the row in the sheet, counted from 1; 0 means the whole file."""

    sheet: str
    row: int
    column: str
    found: str
    expected: str
    todo: str

    def sentence(self) -> str:
        """The fault in one line."""
        where = f"{self.sheet}, baris {self.row}" if self.row else "Berkas"
        at = f", kolom {self.column}" if self.column else ""
        found = f": tertulis '{self.found}'" if self.found else ""
        return f"{where}{at}{found}. {self.expected} {self.todo}"


@dataclass(frozen=True)
class Offer:
    """A reading that the sender may ask for: `question` and `answer` go into `Mapping.answers`; `says` is what is shown."""

    question: str
    answer: str
    says: str


@dataclass
class Remarks:
    """Faults, notes and offers of one file. Notes are counted by column and kind, with the first few places."""

    faults: list[CellFault] = field(default_factory=list)
    fault_count: int = 0
    rejected_rows: set[tuple[str, int]] = field(default_factory=set)
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)
    offers: dict[tuple[str, str], Offer] = field(default_factory=dict)
    _said: set[CellFault] = field(default_factory=set)

    def fault(self, one: CellFault) -> None:
        """Add a fault, once: a cell may give several of our rows. Past `MOST_FAULTS` it is only counted."""
        if one in self._said:
            return
        self.fault_count += 1
        if one.row:
            self.rejected_rows.add((one.sheet, one.row))
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(one)
            self._said.add(one)

    def note(self, column: str, what: str, count: int = 1, example: str = "") -> None:
        """Note what was resolved without asking."""
        self.notes[column, what] += count
        if example:
            self.examples.setdefault((column, what), example)

    def offer(self, question: str, answer: str, says: str) -> None:
        """Offer a reading, once."""
        self.offers.setdefault((question, answer), Offer(question, answer, says))

    def noted(self) -> list[tuple[str, str, int, str]]:
        """Notes as rows: column, what was done, how often, an example."""
        return [(column, what, count, self.examples.get((column, what), "")) for (column, what), count in self.notes.items()]
