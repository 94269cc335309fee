"""Headers that put months, years or words of a code list side by side: which column is which of our rows.

Nothing is read by it alone: `shape` adds what titles say, and the sender is shown the rows before one is used.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from data.feeds import Contract
from data.intake.read.cells import NATIVE, Row
from data.intake.read.heading import beside_of, key, spelled_out, words_of_column
from data.intake.read.members import MEASURE, TOTALS, meanings, months_summed, names_a_total
from data.intake.read.values import NUMBERS

BETWEEN = " > "


class NoShape(Exception):  # noqa: N818 - an answer to a sender, not a failure of ours
    """Why a sheet that puts something side by side cannot be read: a sentence. `row` is that of its header, from 0; `columns`
    how many the header speaks of, where it could not be read so far.
    """

    row = 0

    def __init__(self, said: str, columns: int = 0) -> None:
        super().__init__(said)
        self.columns = columns


@dataclass
class Across:
    """The headers of a table, from the top (`paths`, by position). `members`: what each says, by dimension, of the columns that
    stand side by side; `totals`: columns that hold their sums; `captions`: what stands over all of them.
    """

    row: int
    top: int
    paths: list[tuple[str, ...]]
    captions: list[str] = field(default_factory=list)
    members: dict[int, dict[str, str]] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)

    @property
    def dimensions(self) -> list[str]:
        """What the columns are told apart by, other than by the kind of number."""
        return sorted({name for one in self.members.values() for name in one} - {MEASURE})

    def name(self, at: int) -> str:
        """The headers of a column in one line."""
        return BETWEEN.join(self.paths[at])

    def parts(self, at: int, contract: Contract) -> Iterator[tuple[int, ...]]:
        """Of a column of sums: the columns that it may be the sum of, the likeliest first."""
        path = self.paths[at]
        measure = next(
            (found for text in path if (found := meanings(text, contract).get(MEASURE)) and key(text) not in TOTALS), ""
        )
        some = [i for i, one in self.members.items() if not measure or one.get(MEASURE, measure) == measure]
        months = months_summed(path[-1])
        if months:
            some = [i for i in some if any(value[-2:] in months for value in self.members[i].values() if value[:1] in "012")]
        near = [i for i in some if len(path) == 2 and self.paths[i][0] == path[0]]
        kinds = {self.members[i].get(MEASURE, "") for i in near or some}
        for one in (near, some):
            if len(one) > 1 and len(kinds) == 1:
                yield tuple(sorted(one))


def look_across(at: int, row: Row, above: Row | None, contract: Contract) -> Across | None:
    """A row, or two of which the upper names groups, as such a header; ``None`` where it is none.

    Raises `NoShape` where groups over months or words of a list are not known.
    """
    labels = _labels(contract)
    paths = [_without_label(path, labels) for path in _paths(row, above)]
    found = Across(at, at if above is None else at - 1, paths)
    deep = [i for i, path in enumerate(paths) if len(path) == 2]
    if above is None:
        _flat(found, contract, labels)
    elif not deep or not _deep(found, deep, contract):
        return None
    if not found.members:
        return None
    some = bool(found.dimensions)
    for i, path in enumerate(paths):
        if i not in found.members and len(path) == 1 and some and names_a_total(path[0]):
            found.totals.add(i)
    return found


def _deep(found: Across, deep: list[int], contract: Contract) -> bool:
    uppers, lowers = ({found.paths[i][level] for i in deep} for level in (0, 1))
    caption = next(iter(uppers)) if len(uppers) == 1 else ""
    upper = _dimension(uppers, contract)
    if caption and (not upper or key(caption) in TOTALS):
        upper = ""
        found.captions.append(caption)
    lower = _dimension(lowers, contract, caption if not upper else "")
    repeated = len(lowers) < len(deep) and all(any(letter.isalpha() for letter in text) for text in lowers)  # no row of data
    if upper and not lower and repeated:
        raise NoShape(f"Kolom {_listed(lowers)} di bawah {_listed(uppers)} tidak dikenal.", len(deep))
    if not lower or lower == upper:
        return False
    if not upper and not caption:
        if lower == MEASURE:
            return False
        raise NoShape(f"Kelompok kolom {_listed(uppers)} tidak dikenal.")
    for i in deep:
        first, second = found.paths[i]
        here = {lower: meanings(second, contract, first).get(lower, "")}
        if upper:
            here[upper] = meanings(first, contract).get(upper, "")
        if all(here.values()):
            found.members[i] = here
        elif all(value or names_a_total(text) for value, text in ((here[lower], second), (here.get(upper, "-"), first))):
            found.totals.add(i)
    return True


def _listed(texts: Collection[str]) -> str:
    return " dan ".join(repr(text) for text in sorted(texts)[:4])


def _flat(found: Across, contract: Contract, labels: Collection[str]) -> None:
    said = {i: meanings(path[0], contract) for i, path in enumerate(found.paths) if path and key(path[0]) not in labels}
    counts: dict[str, int] = {}
    for one in said.values():
        for name in one.keys() - {MEASURE}:
            counts[name] = counts.get(name, 0) + 1
    most = max(counts.values(), default=0)
    chosen = [name for name, count in counts.items() if count == most] if most > 1 else [MEASURE]
    if len(chosen) == 1:
        found.members |= {i: {chosen[0]: one[chosen[0]]} for i, one in said.items() if chosen[0] in one}


def _dimension(texts: set[str], contract: Contract, caption: str = "") -> str:
    """The one thing that all headers of a level are words of, totals set aside; empty where there is none, or several."""
    plain = {text for text in texts if key(text) not in TOTALS and not months_summed(text)} or texts
    some = [set(meanings(text, contract, caption)) for text in plain]
    known = [one for one, text in zip(some, plain, strict=True) if one or not names_a_total(text)]
    shared = set.intersection(*known) if known else set()
    return shared.pop() if len(shared) == 1 else ""


def _paths(row: Row, above: Row | None) -> list[tuple[str, ...]]:
    """The texts over each column. A group named once goes on over the blanks to its right, where the lower row goes on too."""
    if above is None:
        return [(cell.lstrip(NATIVE),) if cell else () for cell in row]
    paths: list[tuple[str, ...]] = []
    group = ""
    for at in range(max(len(row), len(above))):
        upper = (above[at] if at < len(above) else None) or ""
        lower = ((row[at] if at < len(row) else None) or "").lstrip(NATIVE)
        upper = upper.lstrip(NATIVE)
        if upper:
            group = upper if lower and lower != upper else ""
        elif lower:
            upper = group
        else:
            group = ""
        paths.append(tuple(text for text in dict.fromkeys((upper, lower)) if text))
    return paths


def _without_label(path: tuple[str, ...], labels: Collection[str]) -> tuple[str, ...]:
    """A column of names or codes below a group of such columns is known by its own header."""
    last = path[-1] if path else ""
    return (last,) if len(path) == 2 and (key(last) in labels or beside_of(key(last), last) is not None) else path


def _labels(contract: Contract) -> set[str]:
    """Headers of our columns that hold no numbers."""
    words = [word for column in contract.columns if column.type not in NUMBERS for word in words_of_column(column)]
    return {key(word) for word in words} | {spelled_out(word) for word in words}
