"""Makes typed parts of blocks of rows: one of each block, or one for each of our rows that a row of the sheet holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from data.feeds import Contract, Mapping
from data.intake.read.faults import Remarks
from data.intake.read.heading import key
from data.intake.read.layout import Block
from data.intake.read.privacy import OFFICE, IdentityFound, check_values
from data.intake.read.spread import Understood, check_sums, taken_apart
from data.intake.read.values import is_nothing
from data.intake.submit.moments import NO_MOMENTS, Moments
from data.intake.submit.typed import Typed

NO_PEOPLE = "bukan_orang"


@dataclass(frozen=True)
class Part:
    """Typed rows (`rows`, with row_no), the same rows as received (`received`, with sheet and row, identities as tokens).

    `labels` are the headers of columns in the sheet, where those say more than ours.
    """

    rows: pa.Table
    received: pa.Table
    sheet: str
    places_in_sheet: np.ndarray
    labels: dict[str, str] = field(default_factory=dict)


@dataclass
class Making:
    """Of one file. `rows_in` counts the rows that were read; `understood` is filled for sheets of another shape.

    `free` are headings declared free of people; an answer of a sender who `may_declare` adds to `declared`.
    """

    contract: Contract
    typed: Typed
    today: date
    mapping: Mapping | None
    remarks: Remarks
    understood: dict[str, Understood]
    free: frozenset[str]
    may_declare: bool
    declared: set[str]
    rows_in: int = 0

    def parts(self, block: Block, gone: set[int]) -> Iterator[Part]:
        """The parts of a block, without the columns at `gone`. Raises `IdentityFound`."""
        heading = block.heading
        empty = np.ones(len(block.numbers), dtype=bool)
        for at in heading.used:
            empty &= block.columns[at].is_null().to_numpy()
        if empty.all():
            return
        if empty.any():
            block = block.only(~empty)
        self._guard(block, gone)
        if not heading.across:
            yield from self._rows(block, gone)
            return
        check_sums(block, self.contract, self.today, self.remarks)
        shown = self.understood[block.sheet]
        for one in taken_apart(block, self.contract):
            for part in self._rows(one, gone):
                shown.show_rows(part.rows, part.places_in_sheet, self._columns_of(one))
                yield part

    def _rows(self, block: Block, gone: set[int]) -> Iterator[Part]:
        heading, numbers, columns = block.heading, block.numbers, block.columns
        made: dict[str, pa.ChunkedArray | pa.Array] = {}
        bad = np.zeros(len(numbers), dtype=bool)
        # fields of a wide table are read when its rows have become ours
        by_way = {name for ways in heading.wide.values() for name in ways} | (
            {self.contract.wide.code} if self.contract.wide and heading.wide else set()
        )
        when = NO_MOMENTS
        # the date comes first: it says of which time a region's code is
        for column in sorted(self.contract.columns, key=lambda one: one.name != self.contract.period_from):
            if column.name in by_way:
                continue
            made[column.name] = self.typed.column(column, self.typed.texts(column, block), block, bad, when)
            if column.name == self.contract.period_from:
                when = Moments.of_column(column, made[column.name])
        received = self._received(block, made, gone)
        if not heading.wide:
            self.rows_in += len(numbers)
            yield self._part(made, bad, received, block)
            return
        assert self.contract.wide is not None
        said = np.zeros(len(numbers), dtype=bool)
        for code, ways in heading.wide.items():
            at = ways[self.contract.wide.date]
            there = ~columns[at].is_null().to_numpy() & ~np.array(
                [is_nothing(str(text), "date") for text in columns[at].to_pylist()]
            )
            said |= there
            if not there.any():
                continue
            keep = pa.array(there)
            own = {name: values.filter(keep) for name, values in made.items()}
            wrong, some = bad[there].copy(), block.only(there)
            nothing = pa.chunked_array([pa.nulls(len(some.numbers), pa.string())])
            own[self.contract.wide.code] = pa.array([code] * len(some.numbers), pa.string())
            for name in by_way - {self.contract.wide.code}:
                column = self.contract.column(name)
                texts = some.columns[ways[name]] if name in ways else nothing
                own[name] = self.typed.column(column, texts, some, wrong)
            self.rows_in += len(some.numbers)
            yield self._part(own, wrong, received.filter(keep), some)
        for number in numbers[~said][:50]:
            self.remarks.note("", "baris tanpa satu pun tanggal peristiwa tidak menjadi peristiwa", example=f"baris {number}")

    def _part(self, made: dict[str, pa.ChunkedArray | pa.Array], bad: np.ndarray, received: pa.Table, block: Block) -> Part:
        arrays = {column.name: made[column.name] for column in self.contract.columns}
        table = pa.table({"faulty": pa.array(bad), **arrays})
        own = block.heading.labels if self.understood.get(block.sheet) else {}
        return Part(table, received, block.sheet, block.numbers, own)

    def _guard(self, block: Block, gone: set[int]) -> None:
        heading = block.heading
        kinds: dict[int, str] = {at: self.contract.column(name).type for name, at in heading.columns.items()}
        kinds |= {at: self.contract.column(name).type for at, name in heading.numbers.items()}
        kinds |= {at: OFFICE for name, at in heading.columns.items() if self.contract.column(name).office_contact}
        kinds |= {at: "region" for at in heading.context_cells if at not in kinds}
        if self.contract.identity != "token":
            kinds = {at: kind for at, kind in kinds.items() if kind != "token"}
        looked = [
            (at, heading.names[at], kinds.get(at, ""), texts)
            for at, texts in enumerate(block.columns)
            if at not in gone and texts.null_count < len(texts)
        ]
        try:
            check_values(looked, lambda header: self._no_people(header, len(block.numbers)))
        except IdentityFound as found:
            raise IdentityFound(found.what, found.column, int(block.numbers[found.row]) - 1) from None

    def _received(self, block: Block, made: dict[str, pa.ChunkedArray | pa.Array], gone: set[int]) -> pa.Table:
        """The rows as received, for `mentah`: tokens in place of identities, without dropped columns."""
        heading, numbers = block.heading, block.numbers
        kept: dict[str, pa.Array | pa.ChunkedArray] = {
            "#lembar": pa.array([block.sheet] * len(numbers), pa.string()),
            "#baris": pa.array(numbers, pa.int32()),
        }
        tokens = {at: name for name, at in heading.columns.items() if self.contract.column(name).type == "token"}
        for at, texts in enumerate(block.columns):
            if at in gone or texts.null_count == len(texts):
                continue
            name = heading.names[at] or f"kolom {at + 1}"
            while name in kept:
                name += "'"
            kept[name] = made[tokens[at]] if at in tokens else texts
        return pa.table(kept)

    def _columns_of(self, block: Block) -> list[str]:
        """Our columns that a block fills."""
        return [one.name for one in self.contract.columns if one.name in block.heading.columns or one.type == "region"]

    def _no_people(self, header: str, count: int) -> bool:
        """Whether a column was declared to name no people, before or by this sender's answer; that is noted."""
        if key(header) in self.free:
            self.remarks.note(header, "kolom ini pernah dinyatakan bebas nama orang", count)
            return True
        said = self.mapping is not None and self.mapping.answers.get(names_question(header)) == NO_PEOPLE
        if said and self.may_declare:
            self.declared.add(header)
            self.remarks.note(header, "isi kolom dinyatakan bukan nama orang oleh pengirim", count)
            return True
        return False


def names_question(header: str) -> str:
    """The question whether a column names people."""
    return f"identitas:{header}"
