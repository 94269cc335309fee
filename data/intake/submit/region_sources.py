"""The columns of a block that say something of its regions, and the distinct combinations of what they say."""

from dataclasses import dataclass, field

import numpy as np

from data.intake.read.cells import NATIVE
from data.intake.read.region_code import BPS_LEVEL, digits_of
from data.intake.read.statements import Statement, statements_of

Combination = tuple[int, ...]


@dataclass
class Source:
    """One column that says something of the region: its distinct texts, and which of them each row has (-1: none)."""

    header: str
    question: str
    levels: tuple[int, ...]
    header_level: int
    own: bool
    bps: bool
    decided: bool
    texts: list[str]
    rows: np.ndarray
    said: dict[tuple[int, bool], list[Statement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # texts that may be codes of BPS, where nothing has decided yet of which system they are
        self.doubtful = {at for at, text in enumerate(self.texts) if not self.decided and len(digits_of(text)) in BPS_LEVEL}

    def statements(self, at: int, bps: bool) -> list[Statement]:
        """What one of its texts says, as a code of BPS or of ours."""
        if (at, bps) not in self.said:
            self.said[at, bps] = statements_of(self.texts[at], self.levels, own=self.own, bps=bps, header=self.header_level)
        return self.said[at, bps]


@dataclass(frozen=True)
class Combined:
    """Distinct combinations of texts, how many rows have each, and which one a row has."""

    sources: list[Source]
    combinations: list[Combination]
    counts: np.ndarray
    of_row: np.ndarray

    def shown(self, at: int) -> str:
        """What a combination has in the region column, else what stands beside it."""
        texts = [source.texts[here] for source, here in zip(self.sources, self.combinations[at], strict=True) if here >= 0]
        own = self.combinations[at][0] >= 0
        return (texts[0] if own else " / ".join(texts)).lstrip(NATIVE)


def combine(sources: list[Source], size: int) -> Combined:
    number = np.zeros(size, dtype=np.int64)
    for source in sources:
        number = number * (len(source.texts) + 1) + source.rows + 1
        number = np.unique(number, return_inverse=True)[1]  # dense again, so that the product stays small
    _, first, of_row, counts = np.unique(number, return_index=True, return_inverse=True, return_counts=True)
    table = np.stack([source.rows[first] for source in sources], axis=1)
    return Combined(sources, [tuple(row) for row in table.tolist()], counts, of_row)
