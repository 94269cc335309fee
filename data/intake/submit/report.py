"""The sender of a submission, and the report it gets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.intake.read.faults import Remarks
from data.intake.read.heading import Heading
from data.intake.read.spread import Understood
from data.intake.submit.land import Landed
from data.model.errors import Fault, Problem
from data.model.roles import Role


@dataclass(frozen=True)
class Sender:
    """The sender: the office's name, the account, its role and region prefixes ('' is the nation)."""

    office: str
    person: str
    role: Role
    prefixes: tuple[str, ...] = ("",)


@dataclass
class Report:
    """The result of a check or submission. `kiriman_id` is set when it was committed, `already` when the same file was received
    before. `not_reported` names the kabupaten/kota of its area that it does not report on: they count as zero only where the
    sender says that the list is complete. `understood` are sheets that are read in another shape than they have.
    """

    feed: str
    file_name: str
    sha256: str
    remarks: Remarks = field(default_factory=Remarks)
    rows_in: int = 0
    landed: Landed = field(default_factory=Landed)
    periods: tuple[str, ...] = ()
    region_code: str = ""
    state: str = ""
    kiriman_id: int | None = None
    already: int | None = None
    overlaps: tuple[int, ...] = ()
    not_reported: tuple[str, ...] = ()
    headings: dict[str, Heading] = field(default_factory=dict)
    understood: tuple[Understood, ...] = ()
    seconds: float = 0.0
    laps: list[tuple[str, float]] = field(default_factory=list)  # seconds until the end of each step

    @property
    def accepted(self) -> bool:
        """Whether nothing prevents landing it."""
        return not self.remarks.fault_count

    @property
    def rejected(self) -> int:
        """Rows with a fault; a file with one is not landed at all."""
        return len(self.remarks.rejected_rows)


# the kinds of questions that a check may ask; what follows a colon says about which column
QUESTIONS = ("identitas", "induk", "kode", "kolom", "kosong", "silang", "susunan", "tanggal", "tersembunyi", "waktu")


def answers_of(said: Sequence[str]) -> dict[str, str]:
    """Answers to offers by question. Raises `Fault` for one that is not written as ``question=answer``."""
    for one in said:
        if one.rpartition("=")[0].partition(":")[0] not in QUESTIONS:
            raise Fault(Problem.UNKNOWN_ANSWER, said=one[:80])
    return {question: answer for question, _, answer in (one.rpartition("=") for one in said)}
