"""Checks rows of a file against a contract, column by column: each distinct text is read once, however often it occurs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Column, Contract, Mapping
from data.intake.read import heading as headings
from data.intake.read.cells import NATIVE, Row
from data.intake.read.columns import MANY, TYPES, plain, trimmed
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.files import Sheet, Workbook
from data.intake.read.heading import SERIAL, Heading, key
from data.intake.read.places import Places
from data.intake.read.privacy import IdentityFound, check_headers, check_values
from data.intake.read.tokens import Keyring, read_token
from data.intake.read.values import BadCell, Parse, Read, decimal_style, is_nothing, json_list, list_item, parser
from data.model.errors import Fault, Problem
from geo.regions import names

ROWS_AT_ONCE = 100_000
_TOTAL = re.compile(r"^\s*(grand\s+|sub\s*)?(jumlah|total|jml)\b", re.I)


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

    def parts(self, book: Workbook) -> Iterator[Part]:
        """Typed parts of all sheets with a header like ours. Raises `Fault` where there is none, or an identity is found."""
        for name, why in book.ignored:
            self.remarks.note("", f"lembar '{name}' dilewati: {why}")
        found = [(sheet, headings.find_heading(sheet, self.contract, self.mapping)) for sheet in book.sheets]
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
                at = f"baris {identity.row + 1}, " if identity.row else ""
                raise Fault(
                    Problem.IDENTITY_FOUND, what=identity.what, where=f"lembar {sheet.name}, {at}kolom '{identity.column}'"
                ) from None

    def _sheet(self, sheet: Sheet, heading: Heading) -> Iterator[Part]:
        self._say_heading(sheet, heading)
        gone = check_headers(heading, self.contract, self.mapping, lambda at: self._names_places(sheet, heading, at))
        for at in sorted(gone):
            self.remarks.note(heading.names[at], "kolom identitas dibuang sebelum apa pun disimpan")
        lacking = [column for column in self.contract.columns if column.required and not self._given(column, heading)]
        for column in lacking:
            self._fault(
                sheet.name,
                heading.row + 1,
                column.label["id"],
                "",
                "Kolom wajib ini tidak ada.",
                "Tambahkan kolomnya, atau sebutkan kolom mana yang berisi ini.",
            )
        if lacking:
            return
        for numbers, columns in self._blocks(sheet, heading):
            yield from self._typed(sheet, heading, columns, numbers, gone)

    def _names_places(self, sheet: Sheet, heading: Heading, at: int) -> bool:
        """Whether a column holds names of regions: nine of ten of its first two hundred cells."""
        cells = [row[at] for row in sheet.rows[heading.row + 1 : heading.row + 201] if at < len(row) and row[at]]
        known = [any(names.key(str(cell)) in level for level in self.places.by_name.values()) for cell in cells]
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
        unread = [name for at, name in enumerate(heading.names) if name and at not in heading.used and key(name) not in SERIAL]
        for name in unread:
            self.remarks.note(name, "kolom ini tidak dipakai")

    # -- rows ---------------------------------------------------------------------------------------------------------

    def _blocks(self, sheet: Sheet, heading: Heading) -> Iterator[tuple[np.ndarray, list[pa.ChunkedArray]]]:
        """``(rows in the sheet, texts by position)``; rows that are no data are null in every column."""
        width = len(heading.names)
        if sheet.rest is not None:
            labels = [f"c{at}" for at in range(width)]
            for numbers, table, ragged in sheet.rest.blocks(heading.row + 1, labels):
                for number in ragged:
                    self._fault(
                        sheet.name,
                        number,
                        "",
                        "",
                        "Jumlah kolom baris ini tidak sama dengan kepala kolom.",
                        "Periksa tanda pemisah dan tanda kutipnya.",
                    )
                yield numbers, [trimmed(table.column(label)) for label in labels]
            return
        rows = sheet.rows[heading.row + 1 :]
        for r, c in sorted(sheet.missing):
            if c in heading.used and r > heading.row:
                self._fault(
                    sheet.name,
                    r + 1,
                    heading.names[c],
                    "rumus",
                    "Rumus ini belum dihitung.",
                    "Buka berkasnya di Excel, simpan, lalu kirim lagi; atau tempel sebagai nilai.",
                )
        kept: list[Row] = []
        for number, row in enumerate(rows, start=heading.row + 2):
            kept.append(self._data(sheet, heading, row, number, kept))
        rows = kept
        for start in range(0, len(rows), ROWS_AT_ONCE):
            block = rows[start : start + ROWS_AT_ONCE]
            padded = [row + [None] * (width - len(row)) for row in block]
            columns = list(zip(*padded, strict=False))[:width]
            first = heading.row + 2 + start
            yield np.arange(first, first + len(block)), [pa.chunked_array([pa.array(texts, pa.string())]) for texts in columns]

    def _data(self, sheet: Sheet, heading: Heading, row: Row, number: int, before: list[Row]) -> Row:
        """The row, or an empty one where it is a total, a numbering of the columns, or a note below the table."""
        filled = [(at, cell) for at, cell in enumerate(row) if cell is not None]
        if not filled:
            return []
        if any(cell is not None for cell in row[len(heading.names) :]):
            self._fault(
                sheet.name,
                number,
                "",
                "",
                "Ada isi di sebelah kanan kolom terakhir.",
                "Periksa tanda pemisah atau sel yang tergeser.",
            )
        texts = [cell.lstrip(NATIVE) for _, cell in filled]
        if _TOTAL.match(texts[0]) and self._keyless(heading, row):
            self._check_total(heading, row, before)
            self.remarks.note("", "baris jumlah dilewati")
            return []
        if len(filled) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?", text) for text in texts):
            values = [int(text.strip("()")) for text in texts]
            if values == list(range(values[0], values[0] + len(values))) and number == heading.row + 2:
                self.remarks.note("", "baris nomor kolom dilewati")
                return []
        if self._is_example(heading, row):
            self.remarks.note("", "baris contoh dari templat dilewati")
            return []
        used = [at for at, _ in filled if at in heading.used]
        if not used or (len(filled) == 1 and self._keyless(heading, row)):
            self.remarks.note("", "catatan di luar tabel dilewati", example=texts[0][:60])
            return []
        return row

    def _is_example(self, heading: Heading, row: Row) -> bool:
        """Whether a row is the template's example."""
        places = heading.columns.items()
        return len(heading.columns) > 2 and all(
            at < len(row) and (row[at] or "").lstrip(NATIVE) == str(self.contract.column(name).example) for name, at in places
        )

    def _keyless(self, heading: Heading, row: Row) -> bool:
        """Whether a key column is empty or holds only the word for a total."""
        at = [heading.columns[name] for name in self.contract.key if name in heading.columns]
        held = [row[i] for i in at if i < len(row) and row[i] is not None and not _TOTAL.match(str(row[i]))]
        return len(held) < len(at) or not at

    def _check_total(self, heading: Heading, row: Row, before: list[Row]) -> None:
        """Note a total that does not match its parts, with both numbers."""
        for name, at in heading.columns.items():
            column = self.contract.column(name).model_copy(update={"min": None, "max": None})
            if column.type != "integer" or at >= len(row) or row[at] is None:
                continue
            read = parser(column, self.today)
            try:
                total, *parts = (
                    int(str(read(text).value))
                    for one in (row, *before)
                    if (text := one[at] if at < len(one) else None) is not None and not is_nothing(text)
                )
            except BadCell:
                continue  # the cell itself is a fault, noted at its place
            if parts and total != sum(parts):
                self.remarks.note(column.label["id"], f"jumlah tertulis {total} tetapi bagian-bagiannya berjumlah {sum(parts)}")

    # -- columns ------------------------------------------------------------------------------------------------------

    def _typed(
        self, sheet: Sheet, heading: Heading, columns: list[pa.ChunkedArray], numbers: np.ndarray, gone: set[int]
    ) -> Iterator[Part]:
        empty = np.ones(len(numbers), dtype=bool)
        for at in heading.used:
            empty &= columns[at].is_null().to_numpy()
        if empty.all():
            return
        if empty.any():
            keep = pa.array(~empty)
            columns, numbers = [texts.filter(keep) for texts in columns], numbers[~empty]
        self._guard(heading, columns, numbers, gone)
        made: dict[str, pa.ChunkedArray | pa.Array] = {}
        bad = np.zeros(len(numbers), dtype=bool)
        # fields of a wide table are read when its rows have become ours
        by_way = {name for ways in heading.wide.values() for name in ways} | (
            {self.contract.wide.code} if self.contract.wide and heading.wide else set()
        )
        for column in self.contract.columns:
            if column.name in by_way:
                continue
            texts = self._texts(column, heading, columns, len(numbers))
            made[column.name] = self._column(column, texts, heading, columns, sheet.name, numbers, bad)
        received = self._received(heading, columns, made, gone, sheet.name, numbers)
        if not heading.wide:
            self.rows_in += len(numbers)
            yield self._part(made, bad, received, sheet.name, numbers)
            return
        assert self.contract.wide is not None
        said = np.zeros(len(numbers), dtype=bool)
        for code, ways in heading.wide.items():
            at = ways[self.contract.wide.date]
            there = ~columns[at].is_null().to_numpy() & ~np.array([is_nothing(str(text)) for text in columns[at].to_pylist()])
            said |= there
            if not there.any():
                continue
            keep = pa.array(there)
            own = {name: values.filter(keep) for name, values in made.items()}
            wrong, rows = bad[there].copy(), numbers[there]
            own[self.contract.wide.code] = pa.array([code] * len(rows), pa.string())
            for name in by_way - {self.contract.wide.code}:
                column = self.contract.column(name)
                texts = (
                    columns[ways[name]].filter(keep) if name in ways else pa.chunked_array([pa.nulls(len(rows), pa.string())])
                )
                own[name] = self._column(column, texts, heading, columns, sheet.name, rows, wrong)
            self.rows_in += len(rows)
            yield self._part(own, wrong, received.filter(keep), sheet.name, rows)
        for number in numbers[~said][:50]:
            self.remarks.note("", "baris tanpa satu pun tanggal peristiwa tidak menjadi peristiwa", example=f"baris {number}")

    def _part(
        self, made: dict[str, pa.ChunkedArray | pa.Array], bad: np.ndarray, received: pa.Table, sheet: str, numbers: np.ndarray
    ) -> Part:
        arrays = {column.name: made[column.name] for column in self.contract.columns}
        table = pa.table({"faulty": pa.array(bad), **arrays})
        return Part(table, received, sheet, numbers)

    def _texts(self, column: Column, heading: Heading, columns: list[pa.ChunkedArray], size: int) -> pa.ChunkedArray:
        if self.mapping is not None and column.name in self.mapping.constants:
            return pa.chunked_array([pa.array([self.mapping.constants[column.name]] * size, pa.string())])
        at = heading.columns.get(column.name)
        if at is None and column.type == "region" and max(column.levels) in heading.context:
            at = heading.context[max(column.levels)]
        return columns[at] if at is not None else pa.chunked_array([pa.nulls(size, pa.string())])

    def _guard(self, heading: Heading, columns: list[pa.ChunkedArray], numbers: np.ndarray, gone: set[int]) -> None:
        kinds = {at: self.contract.column(name).type for name, at in heading.columns.items()}
        kinds |= {at: "region" for at in heading.context.values() if at not in kinds}
        if self.contract.identity != "token":
            kinds = {at: kind for at, kind in kinds.items() if kind != "token"}
        looked = [
            (at, heading.names[at], kinds.get(at, ""), texts)
            for at, texts in enumerate(columns)
            if at not in gone and texts.null_count < len(texts)
        ]
        try:
            check_values(looked)
        except IdentityFound as found:
            raise IdentityFound(found.what, found.column, int(numbers[found.row]) - 1) from None

    def _received(
        self,
        heading: Heading,
        columns: list[pa.ChunkedArray],
        made: dict[str, pa.ChunkedArray | pa.Array],
        gone: set[int],
        sheet: str,
        numbers: np.ndarray,
    ) -> pa.Table:
        """The rows as received, for `mentah`: tokens in place of identities, without dropped columns."""
        kept: dict[str, pa.Array | pa.ChunkedArray] = {
            "#lembar": pa.array([sheet] * len(numbers), pa.string()),
            "#baris": pa.array(numbers, pa.int32()),
        }
        tokens = {at: name for name, at in heading.columns.items() if self.contract.column(name).type == "token"}
        for at, texts in enumerate(columns):
            if at in gone or texts.null_count == len(texts):
                continue
            name = heading.names[at] or f"kolom {at + 1}"
            while name in kept:
                name += "'"
            kept[name] = made[tokens[at]] if at in tokens else texts
        return pa.table(kept)

    def _column(
        self,
        column: Column,
        texts: pa.ChunkedArray,
        heading: Heading,
        columns: list[pa.ChunkedArray],
        sheet: str,
        numbers: np.ndarray,
        bad: np.ndarray,
    ) -> pa.ChunkedArray | pa.Array:
        """The typed column; cells that cannot be read are null, marked in `bad` and added as faults."""
        if texts.null_count == len(texts):
            if column.required:
                self._missing(column, np.arange(len(texts)), sheet, numbers, bad)
            return pa.nulls(len(texts), TYPES[column.type])
        words = self.mapping.values.get(column.name) if self.mapping is not None else None
        values, rest = plain(column, texts) if words is None else (None, texts)
        if rest.null_count < len(rest):
            coded = rest.combine_chunks().dictionary_encode()
            if isinstance(coded, pa.ChunkedArray):
                coded = coded.combine_chunks()
            distinct = coded.dictionary.to_pylist()
            read = self._distinct(column, distinct, coded, words, heading, columns, sheet, numbers, bad)
            values = read if values is None else pc.coalesce(values, read)
        assert values is not None
        if column.required and values.null_count:
            empty = (
                values.is_null().to_numpy(zero_copy_only=False) if isinstance(values, pa.Array) else values.is_null().to_numpy()
            )
            self._missing(column, np.flatnonzero(empty & ~bad), sheet, numbers, bad)
        return values

    def _distinct(
        self,
        column: Column,
        distinct: list[str],
        coded: pa.DictionaryArray,
        words: dict[str, str] | None,
        heading: Heading,
        columns: list[pa.ChunkedArray],
        sheet: str,
        numbers: np.ndarray,
        bad: np.ndarray,
    ) -> pa.ChunkedArray | pa.Array:
        indices = coded.indices.fill_null(-1).to_numpy()
        if column.type == "list" and len(distinct) > MANY and (joined := self._many_lists(column, coded)) is not None:
            return joined
        read = self._reader(column, distinct)
        known = {_word(text): code for text, code in (words or {}).items()}
        values: list[object] = [None] * len(distinct)
        wrong: dict[int, BadCell] = {}
        said: dict[str, list[int]] = {}
        for at, text in enumerate(distinct):
            if is_nothing(text) and not column.required and column.type != "text":
                said.setdefault("tanda '-' dibaca sebagai kosong", []).append(at)
                continue
            try:
                found = read(known.get(_word(text.lstrip(NATIVE)), text))
            except BadCell as one:
                wrong[at] = one
                continue
            values[at] = found.value
            if found.note:
                said.setdefault(found.note, []).append(at)
        if said:
            counts = np.bincount(indices[indices >= 0], minlength=len(distinct))
            for note, ats in said.items():
                example = f"{distinct[ats[0]].lstrip(NATIVE)} → {_shown(values[ats[0]])}" if column.type != "token" else ""
                self.remarks.note(column.label["id"], note, int(counts[ats].sum()), example)
        taken = np.where(indices < 0, len(distinct), indices)
        if wrong and column.type == "region" and heading.context:
            values, taken, wrong = self._by_context(column, distinct, values, taken, wrong, heading, columns)
        if wrong:
            is_wrong = np.zeros(len(values) + 1, dtype=bool)
            is_wrong[list(wrong)] = True
            rows = np.flatnonzero(is_wrong[taken])
            bad[rows] = True
            for row in rows.tolist():
                at = int(taken[row])
                text = distinct[at] if at < len(distinct) else ""
                shown = "" if column.type == "token" else (text or "").lstrip(NATIVE)[:80]
                self._fault(sheet, int(numbers[row]), column.label["id"], shown, wrong[at].expected, wrong[at].todo)
        if len(values) < len(distinct) or not len(values) or taken.max(initial=0) >= len(values):
            values = [*values, None]
        return pa.array(values, TYPES[column.type]).take(pa.array(np.minimum(taken, len(values) - 1)))

    def _by_context(
        self,
        column: Column,
        distinct: list[str],
        values: list[object],
        taken: np.ndarray,
        wrong: dict[int, BadCell],
        heading: Heading,
        columns: list[pa.ChunkedArray],
    ) -> tuple[list[object], np.ndarray, dict[int, BadCell]]:
        """Names that are ambiguous alone, read together with the names beside them."""
        beside = [columns[heading.context[level]].to_pylist() if level in heading.context else None for level in (1, 2, 3)]
        values = [*values, None]
        left: dict[int, BadCell] = {}
        seen: dict[tuple[int, tuple[str | None, ...]], int] = {}
        taken = taken.copy()
        for row in np.flatnonzero(np.isin(taken, list(wrong))).tolist():
            at = int(taken[row])
            context = tuple(said[row] if said is not None else None for said in beside)
            if (at, context) not in seen:
                seen[at, context] = len(values)
                try:
                    found = self.places.resolve(distinct[at], column, self.prefixes, context)
                    values.append(found.value)
                    self.remarks.note(column.label["id"], found.note, example=f"{distinct[at]} → {found.value}")
                except BadCell as one:
                    left[len(values)] = one
                    values.append(None)
                    distinct.extend([""] * (len(values) - len(distinct)))
                    distinct[len(values) - 1] = distinct[at]
            taken[row] = seen[at, context]
        return [*values, None], taken, left

    def _many_lists(self, column: Column, coded: pa.DictionaryArray) -> pa.Array | None:
        """Lists whose items repeat although the whole cells do not: each distinct item is read once."""
        cells = coded.dictionary
        if pc.any(pc.match_substring_regex(cells, r";\s*(;|$)|^\s*(;|\[|-\s*$)|\n")).as_py():
            return None
        lists = pc.split_pattern(cells, ";")
        items = pc.utf8_trim_whitespace(lists.flatten()).dictionary_encode()
        read = list_item(column, self.today)
        try:
            texts = [str(read(text).value) for text in items.dictionary.to_pylist()]
        except BadCell:
            return None  # found again cell by cell, so that the fault names its row
        made = pa.ListArray.from_arrays(lists.offsets, pa.array(texts, pa.string()).take(items.indices))
        whole = pc.binary_join_element_wise("[", pc.binary_join(made, ","), "]", "")
        return whole.take(coded.indices)

    def _reader(self, column: Column, distinct: list[str]) -> Parse:
        if column.type == "region":
            return lambda text: self.places.resolve(text, column, self.prefixes)
        if column.type == "token":
            return lambda text: read_token(text, column, self.keyring, self.links)
        if column.type == "list":
            item, whole = list_item(column, self.today), json_list(column, self.today)

            def read(text: str) -> Read:
                if text.startswith("["):
                    return whole(text)
                parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
                return Read("[" + ",".join(str(item(part).value) for part in parts) + "]")

            return read
        style = decimal_style([text for text in distinct if not text.startswith(NATIVE)]) if column.type == "decimal" else ""
        return parser(column, self.today, style=style)

    def _missing(self, column: Column, rows: np.ndarray, sheet: str, numbers: np.ndarray, bad: np.ndarray) -> None:
        bad[rows] = True
        for row in rows.tolist():
            self._fault(sheet, int(numbers[row]), column.label["id"], "", "Wajib diisi.", f"Isi seperti {column.example}.")

    def _fault(self, sheet: str, row: int, column: str, found: str, expected: str, todo: str) -> None:
        self.remarks.fault(CellFault(sheet, row, column, found, expected, todo))


def _word(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip().upper())


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
