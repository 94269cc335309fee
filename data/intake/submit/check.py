"""Checks the sheets of a file against a contract: header, identities, then rows in typed parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
from openpyxl.utils import get_column_letter

from data.feeds import Column, Contract, Mapping
from data.intake.read import heading as headings
from data.intake.read.amounts import other_amounts, scaled_line
from data.intake.read.dates import is_month
from data.intake.read.faults import FAULTS_HEAD, FAULTS_SHEET, CellFault, Remarks
from data.intake.read.files import Sheet, Workbook
from data.intake.read.heading import SERIAL, Heading, key
from data.intake.read.layout import Block, Layout
from data.intake.read.places import Places, forms_of
from data.intake.read.privacy import NAMES, IdentityFound, check_headers, check_values, names_a_body
from data.intake.read.tokens import Keyring
from data.intake.read.values import is_nothing
from data.intake.submit.moments import NO_MOMENTS, Moments
from data.intake.submit.row_regions import RowRegions, add_names
from data.intake.submit.typed import Typed
from data.model.errors import Fault, Problem

_NO_PEOPLE = "bukan_orang"


@dataclass(frozen=True)
class Part:
    """Typed rows (`rows`, with row_no), the same rows as received (`received`, with sheet and row, identities as tokens)."""

    rows: pa.Table
    received: pa.Table
    sheet: str
    places_in_sheet: np.ndarray


@dataclass
class Check:
    """One pass over a file. `links` are tokens of one person by two keys; `remarks` fill while `parts` is walked."""

    contract: Contract
    places: Places
    keyring: Keyring
    prefixes: tuple[str, ...]
    today: date
    mapping: Mapping | None = None
    remarks: Remarks = field(default_factory=Remarks)
    links: dict[bytes, bytes] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    rows_in: int = 0

    def __post_init__(self) -> None:
        self._layout = Layout(self.contract, self.today, self.remarks, self.mapping, self._levels_of)
        regions = RowRegions(self.contract, self.places, self.prefixes, self.mapping, self.remarks)
        self._typed = Typed(self.contract, regions, self.keyring, self.today, self.mapping, self.remarks, self.links)

    def parts(self, book: Workbook) -> Iterator[Part]:
        """Typed parts of all sheets with a header like ours. Raises `Fault` where there is none, or an identity is found."""
        for name, why in book.ignored:
            self.remarks.note("", f"lembar '{name}' dilewati: {why}")
        sheets = [sheet for sheet in book.sheets if not _is_our_list(sheet)]
        if len(sheets) < len(book.sheets):
            self.remarks.note("", f"lembar '{FAULTS_SHEET}' dilewati: daftar kesalahan dari pemeriksaan sebelumnya")
        found = [(sheet, headings.find_heading(sheet, self.contract, self.mapping)) for sheet in sheets]
        if not any(one for _, one in found):
            raise Fault(Problem.NO_HEADER, columns=", ".join(one.label["id"] for one in self.contract.columns if one.required))
        best = max(one.score for _, one in found if one is not None)
        for sheet, heading in found:
            # a different sheet (notes, a recap) shares a word or two with ours; sheets per regency share all
            if heading is None or 2 * heading.score < best:
                if any(any(row) for row in sheet.rows):
                    self.remarks.note("", f"lembar '{sheet.name}' dilewati: tidak ada kepala kolom yang dikenal")
                continue
            self.headings[sheet.name] = heading
            try:
                yield from self._sheet(sheet, heading)
            except IdentityFound as identity:
                if identity.what == NAMES:
                    self._ask_names(sheet.name, identity)
                    continue
                at = f"baris {identity.row + 1}, " if identity.row else ""
                raise Fault(
                    Problem.IDENTITY_FOUND, what=identity.what, where=f"lembar {sheet.name}, {at}kolom '{identity.column}'"
                ) from None

    def _sheet(self, sheet: Sheet, heading: Heading) -> Iterator[Part]:
        for table in headings.tables_beside(heading, sheet, self.contract, self.mapping):
            current, gone = table, self._begin(sheet, table)
            for block in self._layout.blocks(sheet, table):
                if block.base is not current:
                    current, gone = block.base, self._begin(sheet, block.base)
                if gone is not None:
                    yield from self._parts(block, gone)

    def _ask_names(self, sheet: str, identity: IdentityFound) -> None:
        """A column of names stops its sheet. It may be an alarm for nothing, so the sender may answer; a NIK is none."""
        self._fault(
            sheet,
            identity.row + 1,
            identity.column,
            "",
            "Kolom ini tampak berisi nama orang; identitas orang tidak boleh masuk.",
            "Hapus kolomnya, atau jawab bahwa isinya bukan nama orang, misalnya nama lembaga.",
        )
        self.remarks.offer(
            _names(identity.column), _NO_PEOPLE, f"Kolom '{identity.column}' bukan nama orang, misalnya nama lembaga."
        )

    def _no_people(self, header: str, count: int) -> bool:
        """Whether the sender answered that a column names no people; that is noted."""
        said = self.mapping is not None and self.mapping.answers.get(_names(header)) == _NO_PEOPLE
        if said:
            self.remarks.note(header, "isi kolom dinyatakan bukan nama orang oleh pengirim", count)
        return said

    def _begin(self, sheet: Sheet, heading: Heading) -> set[int] | None:
        """Look at the header of a table: positions of columns to drop, ``None`` where its rows cannot be read."""
        chosen = [self._choose(sheet, heading, name) for name in heading.rivals if name in heading.columns]
        bare = [at for at, name in enumerate(heading.names) if key(name) == "nama" and self._all_known(sheet, heading, at)]
        add_names(heading, bare)
        self._say_heading(sheet, heading)
        gone = check_headers(heading, self.contract, self.mapping, lambda at: self._names_places(sheet, heading, at))
        for at in sorted(gone):
            self.remarks.note(heading.names[at], "kolom identitas dibuang sebelum apa pun disimpan")
        lacking = [column for column in self.contract.columns if column.required and not self._given(column, heading)]
        across = self._across(heading) if lacking else ""
        for column in lacking:
            self._fault(
                sheet.name,
                heading.row + 1,
                column.label["id"],
                "",
                f"Kolom wajib ini tidak ada.{across}",
                "Tambahkan kolomnya, atau sebutkan kolom mana yang berisi ini.",
            )
        twice = list(headings.repeated(heading, sheet.hidden_columns))
        for own, other in twice:
            letters = f"{get_column_letter(own + 1)} dan {get_column_letter(other + 1)}"
            self._fault(
                sheet.name,
                heading.row + 1,
                heading.names[own],
                "",
                f"Ada dua kolom dengan kepala ini: {letters}.",
                "Ubah nama salah satunya, atau hapus kolom yang tidak dipakai.",
            )
        return None if lacking or twice or self._scaled(sheet, heading) or not all(chosen) else gone

    def _scaled(self, sheet: Sheet, heading: Heading) -> bool:
        """Whether headers, or a line above them, say that the numbers are not what the columns hold; those are faults."""
        found = list(other_amounts(heading, self.contract))
        for column, at, what in found:
            label = column.label["id"]
            held = "tanggal kejadiannya" if column.type == "date" else "angka penuh"
            unit = f" dalam {column.unit['id']}" if column.unit else ""
            self._fault(
                sheet.name,
                heading.row + 1,
                label,
                heading.names[at],
                f"Kepala kolom ini menyebut {what}, sedangkan kolom ini berisi {held}{unit}.",
                f"Tulis {held}, lalu hapus keterangan dalam kurung itu dari kepala kolomnya.",
            )
        line = scaled_line(sheet.rows[: heading.row])
        if line is not None:
            self._fault(
                sheet.name,
                line[0] + 1,
                "",
                line[1][:80],
                "Baris di atas tabel ini menyebut angka dalam ribuan atau lebih; di sini angka dibaca penuh.",
                "Tulis angka penuhnya, lalu hapus baris itu.",
            )
        return bool(found) or line is not None

    def _choose(self, sheet: Sheet, heading: Heading, name: str) -> bool:
        """Take the column that the sender chose of several for one of ours; without an answer that is a fault."""
        label = self.contract.column(name).label["id"]
        places = [
            at for at in (heading.columns[name], *heading.rivals[name]) if at not in heading.used - {heading.columns[name]}
        ]
        answer = self.mapping.answers.get(f"kolom:{label}") if self.mapping is not None else None
        for at in places:
            if heading.names[at] == answer:
                heading.columns[name] = at
                return True
        if len(places) < 2:
            return True
        said = " dan ".join(f"'{heading.names[at]}'" for at in places)
        self._fault(
            sheet.name,
            heading.row + 1,
            label,
            "",
            f"Lebih dari satu kolom dapat berisi ini: {said}.",
            "Jawab kolom mana yang dipakai, atau hapus yang lain.",
        )
        for at in places:
            self.remarks.offer(f"kolom:{label}", heading.names[at], f"{label} dibaca dari kolom '{heading.names[at]}'.")
        return False

    def _across(self, heading: Heading) -> str:
        """What to add where months stand in the header instead of in a column."""
        months = [name for at, name in enumerate(heading.names) if at not in heading.used and is_month(name)]
        if len(months) < 3:
            return ""
        return f" Bulan ditulis mendatar ({months[0]} sampai {months[-1]}): perlu satu baris tiap wilayah dan bulan."

    def _levels_of(self, text: str) -> list[int]:
        """The levels of regions with this name or code."""
        if text in self.places.level:
            return [self.places.level[text]]
        return [level for level in self.places.by_name if self.places.find(level, forms_of(text, level))]

    def _names_places(self, sheet: Sheet, heading: Heading, at: int) -> bool:
        """Whether a column holds names of regions: nine of ten of its first two hundred cells."""
        known = [names_a_body(cell) or self.places.knows(cell) for cell in _first_cells(sheet, heading, at)]
        return bool(known) and sum(known) >= 0.9 * len(known)

    def _all_known(self, sheet: Sheet, heading: Heading, at: int) -> bool:
        """Whether the names of a column are of regions that exist, and so say which region a row is of."""
        known = [self.places.knows(cell) for cell in _first_cells(sheet, heading, at)]
        return bool(known) and sum(known) >= 0.9 * len(known)

    def _given(self, column: Column, heading: Heading) -> bool:
        if column.name in heading.columns or (self.mapping is not None and column.name in self.mapping.constants):
            return True
        wide = self.contract.wide
        if wide and heading.wide and column.name in (wide.code, wide.date):
            return True
        # a village may be named by its own column of context alone
        return column.type == "region" and max(column.levels) in heading.context

    def _say_heading(self, sheet: Sheet, heading: Heading) -> None:
        if heading.row:
            self.remarks.note("", "baris judul di atas kepala kolom dilewati", heading.row)
        for name, header in heading.guessed.items():
            self.remarks.note(self.contract.column(name).label["id"], f"kolom '{header}' dikenali dari ejaan yang mirip")
        for at, name in enumerate(heading.names):
            hidden = at in sheet.hidden_columns
            if name and at not in heading.used and key(name) not in SERIAL:
                self.remarks.note(name, "kolom tersembunyi ini tidak dipakai" if hidden else "kolom ini tidak dipakai")
            elif hidden and at in heading.used:
                self.remarks.note(name, "kolom ini tersembunyi dan ikut dibaca")

    def _parts(self, block: Block, gone: set[int]) -> Iterator[Part]:
        heading = block.heading
        empty = np.ones(len(block.numbers), dtype=bool)
        for at in heading.used:
            empty &= block.columns[at].is_null().to_numpy()
        if empty.all():
            return
        if empty.any():
            block = block.only(~empty)
        numbers, columns = block.numbers, block.columns
        self._guard(block, gone)
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
            made[column.name] = self._typed.column(column, self._typed.texts(column, block), block, bad, when)
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
                own[name] = self._typed.column(column, texts, some, wrong)
            self.rows_in += len(some.numbers)
            yield self._part(own, wrong, received.filter(keep), some)
        for number in numbers[~said][:50]:
            self.remarks.note("", "baris tanpa satu pun tanggal peristiwa tidak menjadi peristiwa", example=f"baris {number}")

    def _part(self, made: dict[str, pa.ChunkedArray | pa.Array], bad: np.ndarray, received: pa.Table, block: Block) -> Part:
        arrays = {column.name: made[column.name] for column in self.contract.columns}
        table = pa.table({"faulty": pa.array(bad), **arrays})
        return Part(table, received, block.sheet, block.numbers)

    def _guard(self, block: Block, gone: set[int]) -> None:
        heading = block.heading
        kinds = {at: self.contract.column(name).type for name, at in heading.columns.items()}
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

    def _fault(self, sheet: str, row: int, column: str, found: str, expected: str, todo: str) -> None:
        self.remarks.fault(CellFault(sheet, row, column, found, expected, todo))


def _is_our_list(sheet: Sheet) -> bool:
    """Whether a sheet is the list of faults of a marked copy."""
    return sheet.name == FAULTS_SHEET and bool(sheet.rows) and tuple(sheet.rows[0][: len(FAULTS_HEAD)]) == FAULTS_HEAD


def _first_cells(sheet: Sheet, heading: Heading, at: int) -> list[str]:
    rows = sheet.rows[heading.row + 1 : heading.row + 201]
    return [cell for row in rows if at < len(row) and (cell := row[at])]


def _names(header: str) -> str:
    """The question whether a column names people."""
    return f"identitas:{header}"
