"""Checks the sheets of a file against a contract: header, identities, then rows in typed parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from data.feeds import Column, Contract, Mapping
from data.intake.read import heading as headings
from data.intake.read.across import NoShape
from data.intake.read.amounts import other_amounts, scaled_line
from data.intake.read.dates import is_month
from data.intake.read.faults import FAULTS_HEAD, FAULTS_SHEET, CellFault, Remarks
from data.intake.read.files import Sheet, Workbook
from data.intake.read.fitting import lacking
from data.intake.read.found import HIDDEN
from data.intake.read.heading import SERIAL, Heading, key
from data.intake.read.layout import Layout
from data.intake.read.places import Places, forms_of
from data.intake.read.privacy import NAMES, IdentityFound, check_headers, names_a_body
from data.intake.read.shape import YES, find_shape
from data.intake.read.spread import Understood
from data.intake.read.tokens import Keyring
from data.intake.submit.parts import NO_PEOPLE, Making, Part, names_question
from data.intake.submit.row_regions import RowRegions, add_names
from data.intake.submit.typed import Typed
from data.model.errors import Fault, Problem

_NAMED = 20  # columns that are not used, each with a note


@dataclass
class Check:
    """One pass over a file. `free` are headings declared free of people; where the sender `may_declare`, an answer does the
    same, and `declared` are those. `links` are tokens of one person by two keys; `remarks` fill while `parts` is walked."""

    contract: Contract
    places: Places
    keyring: Keyring
    prefixes: tuple[str, ...]
    today: date
    mapping: Mapping | None = None
    free: frozenset[str] = frozenset()
    may_declare: bool = False
    declared: set[str] = field(default_factory=set)
    remarks: Remarks = field(default_factory=Remarks)
    links: dict[bytes, bytes] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    understood: dict[str, Understood] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._layout = Layout(self.contract, self.today, self.remarks, self.mapping, self._levels_of)
        regions = RowRegions(self.contract, self.places, self.prefixes, self.mapping, self.remarks)
        typed = Typed(self.contract, regions, self.keyring, self.today, self.mapping, self.remarks, self.links)
        self._making = Making(
            self.contract,
            typed,
            self.today,
            self.mapping,
            self.remarks,
            self.understood,
            self.free,
            self.may_declare,
            self.declared,
        )

    @property
    def rows_in(self) -> int:
        """How many rows were read."""
        return self._making.rows_in

    def leave_out(self, rows: int) -> None:
        """Take back rows that were read and are not used."""
        self._making.rows_in -= rows

    def parts(self, book: Workbook) -> Iterator[Part]:
        """Typed parts of all sheets with a header like ours. Raises `Fault` where there is none, or an identity is found."""
        for name, why in book.ignored:
            skipped = all(sheet.name != name for sheet in book.sheets)
            self.remarks.note("", f"lembar '{name}'{' dilewati' if skipped else ''}: {why}")
        sheets = [sheet for sheet in book.sheets if not _is_our_list(sheet)]
        if len(sheets) < len(book.sheets):
            self.remarks.note("", f"lembar '{FAULTS_SHEET}' dilewati: daftar kesalahan dari pemeriksaan sebelumnya")
        found = [(sheet, self._heading(sheet)) for sheet in sheets]
        if not any(one for _, one in found):
            if self.remarks.fault_count:  # it was seen what the sheet is, and what it lacks
                return
            if hidden := [name for name, why in book.ignored if why == HIDDEN]:
                raise Fault(Problem.SHEETS_HIDDEN, names=", ".join(hidden))
            if not any(any(row) for sheet in sheets for row in sheet.rows):
                raise Fault(Problem.NO_ROWS)
            raise Fault(Problem.NO_HEADER, columns=", ".join(one.label["id"] for one in self.contract.columns if one.required))
        best = max(one.score for _, one in found if one is not None)
        for sheet, heading in found:
            # a different sheet (notes, a recap) shares a word or two with ours; sheets per regency share all
            if heading is None or 2 * heading.score < best:
                if any(any(row) for row in sheet.rows) and not any(one.sheet == sheet.name for one in self.remarks.faults):
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

    def _heading(self, sheet: Sheet) -> Heading | None:
        """The header of a sheet; where that lacks columns, perhaps of one that has them side by side or in its title."""
        heading = headings.find_heading(sheet, self.contract, self.mapping)
        if self.mapping is not None and (self.mapping.columns or self.mapping.wide):
            return heading
        if heading is not None and not self._lacking(heading):
            return heading
        try:
            shape = find_shape(sheet, self.contract)
        except NoShape as one:
            todo = "Perbaiki itu, atau tulis satu baris tiap wilayah dan periode."
            self._fault(sheet.name, one.row + 1, "", "", f"Lembar ini menyusun datanya mendatar. {one}", todo)
            return None
        if shape is None:
            return heading
        answered = self.mapping is not None and self.mapping.answers.get(shape.question) == YES
        self.understood[sheet.name] = Understood(sheet.name, shape.question, shape.points, answered, shape.top)
        return shape.heading

    def _ask_shape(self, sheet: Sheet, heading: Heading) -> None:
        """Without an answer nothing lands of a sheet that is read in another shape than it has."""
        one = self.understood[sheet.name]
        if one.answered:
            self.remarks.note("", one.says)
            return
        self._fault(
            sheet.name,
            heading.row + 1,
            "",
            "",
            "Lembar ini tidak berisi satu baris tiap wilayah dan periode; kami membacanya seperti yang ditampilkan.",
            "Periksa hasil bacaannya, lalu jawab; bila tidak benar, tulis satu baris tiap wilayah dan periode.",
        )
        self.remarks.offer(one.question, YES, one.says)

    def _sheet(self, sheet: Sheet, heading: Heading) -> Iterator[Part]:
        if heading.across:
            self._ask_shape(sheet, heading)
        for table in headings.tables_beside(heading, sheet, self.contract, self.mapping):
            current, gone = table, self._begin(sheet, table)
            for block in self._layout.blocks(sheet, table):
                if block.base is not current:
                    current, gone = block.base, self._begin(sheet, block.base)
                if gone is None:
                    continue
                if sheet.name in self.understood:
                    self.understood[sheet.name].show_cells(sheet, current, block.numbers.tolist())
                yield from self._making.parts(block, gone)

    def _ask_names(self, sheet: str, identity: IdentityFound) -> None:
        """A column of names stops its sheet. It may be an alarm for nothing: those with the right may say so; a NIK is none."""
        todo = (
            "jawab bahwa isinya bukan nama orang, misalnya nama lembaga."
            if self.may_declare
            else "minta BNNP atau BNN Pusat menyatakan kolom ini bebas nama orang, misalnya karena berisi nama lembaga."
        )
        self._fault(
            sheet,
            identity.row + 1,
            identity.column,
            "",
            "Kolom ini tampak berisi nama orang; identitas orang tidak boleh masuk.",
            f"Hapus kolomnya, atau {todo}",
        )
        if self.may_declare:
            self.remarks.offer(
                names_question(identity.column),
                NO_PEOPLE,
                f"Kolom '{identity.column}' bukan nama orang, misalnya nama lembaga.",
            )

    def _begin(self, sheet: Sheet, heading: Heading) -> set[int] | None:
        """Look at the header of a table: positions of columns to drop, ``None`` where its rows cannot be read."""
        chosen = [self._choose(sheet, heading, name) for name in heading.rivals if name in heading.columns]
        bare = [at for at, name in enumerate(heading.names) if key(name) == "nama" and self._all_known(sheet, heading, at)]
        add_names(heading, bare)
        self._say_heading(sheet, heading)
        gone = check_headers(heading, self.contract, self.mapping, lambda at: self._names_places(sheet, heading, at))
        for at in sorted(gone):
            self.remarks.note(heading.names[at], "kolom identitas dibuang sebelum apa pun disimpan")
        absent = self._lacking(heading)
        across = self._across(heading) if absent else ""
        for column in absent:
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
        return None if absent or twice or self._scaled(sheet, heading) or not all(chosen) else gone

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

    def _lacking(self, heading: Heading) -> list[Column]:
        return lacking(heading, self.contract, self.mapping.constants if self.mapping is not None else ())

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

    def _say_heading(self, sheet: Sheet, heading: Heading) -> None:
        if heading.row:
            self.remarks.note("", "baris judul di atas kepala kolom dilewati", heading.row)
        for name, header in heading.guessed.items():
            self.remarks.note(self.contract.column(name).label["id"], f"kolom '{header}' dikenali dari ejaan yang mirip")
        used = heading.used | {one.at for one in heading.sums}
        left = [at for at, name in enumerate(heading.names) if name and at not in used and key(name) not in SERIAL]
        for at in left[:_NAMED]:
            hidden = at in sheet.hidden_columns
            self.remarks.note(heading.names[at], "kolom tersembunyi ini tidak dipakai" if hidden else "kolom ini tidak dipakai")
        if len(left) > _NAMED:
            self.remarks.note("", "kolom lain tidak dipakai", len(left) - _NAMED, f"'{heading.names[left[-1]]}'")
        for at in sorted(heading.used & set(sheet.hidden_columns)):
            self.remarks.note(heading.names[at], "kolom ini tersembunyi dan ikut dibaca")

    def _fault(self, sheet: str, row: int, column: str, found: str, expected: str, todo: str) -> None:
        self.remarks.fault(CellFault(sheet, row, column, found, expected, todo))


def _is_our_list(sheet: Sheet) -> bool:
    """Whether a sheet is the list of faults of a marked copy."""
    return sheet.name == FAULTS_SHEET and bool(sheet.rows) and tuple(sheet.rows[0][: len(FAULTS_HEAD)]) == FAULTS_HEAD


def _first_cells(sheet: Sheet, heading: Heading, at: int) -> list[str]:
    rows = sheet.rows[heading.row + 1 : heading.row + 201]
    return [cell for row in rows if at < len(row) and (cell := row[at])]
