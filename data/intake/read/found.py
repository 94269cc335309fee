"""What the reader of any kind of workbook finds: its sheets, with what stands around the values. In the reading process."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from data.intake.read.cells import NATIVE, Row
from data.intake.read.formats import Shown
from data.intake.read.markup import Marks
from data.model.errors import Fault, Problem

Range = tuple[tuple[int, int], tuple[int, int]]
HIDDEN = "tersembunyi"
STRUCK = "(dicoret) "
_RUN = re.compile(r"\d(?:[\d.,'\u00a0\u202f ]*\d)?(?:E[+-]?\d+)?", re.I)


@dataclass
class Found:
    """A sheet. Where `ignored` says why it is skipped, it has no rows. `merged` counts from 0, last ones within."""

    name: str
    rows: Iterable[Row] = ()
    marks: Marks = field(default_factory=Marks)
    merged: list[Range] = field(default_factory=list)
    ignored: str = ""


def unreadable(reason: str) -> Fault:
    """The fault of a file that is refused for `reason`."""
    return Fault(Problem.FILE_UNREADABLE, reason=reason)


def as_shown(cell: str, shown: Shown | None) -> str:
    """A number as its format shows it."""
    if shown is None or not cell.startswith(NATIVE):
        return cell
    if shown.per_cent:
        return f"{NATIVE}{(Decimal(cell[1:]) * 100).normalize():f}%"
    return f"{shown.before}{cell[1:]}{shown.after}"


def shows_its_value(value: float, text: str) -> bool:
    """Whether a displayed text can be the number, rounded as the text is; with either of both decimal marks."""
    found = _RUN.search(text)
    if found is None or re.search(r"\d", text[found.end() :]):  # 1/2
        return False
    run = re.sub(r"['\u00a0\u202f ]", "", found[0])
    for plain in (run.replace(".", "").replace(",", "."), run.replace(",", ""), run):
        try:
            number = float(plain)
        except ValueError:
            continue
        decimals = len(plain.lower().partition(".")[2].partition("e")[0])
        scale = 10.0 ** int(plain.lower().partition("e")[2] or 0)
        if abs(abs(value) - number) <= 0.5 * scale * 10.0**-decimals * (1 + 1e-9) + 1e-9:
            return True
    return False
