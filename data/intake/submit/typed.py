"""Columns of text into typed columns: each distinct text is read once, however often it occurs."""

import re
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.facts.indicators import registry
from data.feeds import Column, Contract, Mapping
from data.intake.read.cells import NATIVE
from data.intake.read.columns import MANY, TYPES, plain
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.layout import Block
from data.intake.read.numbers import decimal_style, per_cent
from data.intake.read.parsers import json_list, list_item, parser
from data.intake.read.tokens import Keyring, read_token
from data.intake.read.values import BadCell, Manner, Parse, Read, check_error, is_nothing
from data.intake.submit.moments import NO_MOMENTS, Moments
from data.intake.submit.row_regions import RowRegions, word
from data.model.clock import zones_of


@dataclass(frozen=True)
class Typed:
    """Reads columns of one file. `links` are tokens of one person by two keys."""

    contract: Contract
    regions: RowRegions
    keyring: Keyring
    today: date
    mapping: Mapping | None
    remarks: Remarks
    links: dict[bytes, bytes] = field(default_factory=dict)

    def texts(self, column: Column, block: Block) -> pa.ChunkedArray:
        """The texts of one of our columns: of the sheet's column, of the mapping, or nulls."""
        heading, size = block.heading, len(block.numbers)
        if self.mapping is not None and column.name in self.mapping.constants:
            return pa.chunked_array([pa.array([self.mapping.constants[column.name]] * size, pa.string())])
        at = heading.columns.get(column.name)
        if at is None and column.type == "region" and max(column.levels) in heading.context:
            at = heading.context[max(column.levels)]
        return block.columns[at] if at is not None else pa.chunked_array([pa.nulls(size, pa.string())])

    def column(
        self, column: Column, texts: pa.ChunkedArray, block: Block, bad: np.ndarray, when: Moments = NO_MOMENTS
    ) -> pa.ChunkedArray | pa.Array:
        """The typed column; cells that cannot be read are null, marked in `bad` and added as faults. `when`: the rows' days."""
        if column.type == "region":
            return self.regions.read(column, texts, block, when, bad)
        if texts.null_count == len(texts):
            if column.required:
                self._missing(column, np.arange(len(texts)), block, bad)
            if column.default:
                return pa.array([column.default] * len(texts), TYPES[column.type])
            return pa.nulls(len(texts), TYPES[column.type])
        words = self.mapping.values.get(column.name) if self.mapping is not None else None
        own = np.zeros(len(texts), dtype=bool)  # cells of this column that cannot be read: they are not missing too
        values, rest = plain(column, texts) if words is None else (None, texts)
        if rest.null_count < len(rest):
            coded = rest.combine_chunks().dictionary_encode()
            if isinstance(coded, pa.ChunkedArray):
                coded = coded.combine_chunks()
            distinct = coded.dictionary.to_pylist()
            read = self._distinct(column, distinct, coded, words, block, own)
            values = read if values is None else pc.coalesce(values, read)
        assert values is not None
        if column.unit_of:
            self._check_units(column, texts, block, own)
        if column.required and values.null_count:
            empty = (
                values.is_null().to_numpy(zero_copy_only=False) if isinstance(values, pa.Array) else values.is_null().to_numpy()
            )
            self._missing(column, np.flatnonzero(empty & ~own), block, bad)
        bad |= own
        return pc.fill_null(values, column.default) if column.default else values

    def _distinct(
        self,
        column: Column,
        distinct: list[str],
        coded: pa.DictionaryArray,
        words: dict[str, str] | None,
        block: Block,
        bad: np.ndarray,
    ) -> pa.ChunkedArray | pa.Array:
        indices = coded.indices.fill_null(-1).to_numpy()
        if column.type == "list" and len(distinct) > MANY and (joined := self._many_lists(column, coded)) is not None:
            return joined
        read = self._reader(column, distinct)
        known = {word(text): code for text, code in (words or {}).items()}
        values: list[object] = [None] * len(distinct)
        wrong: dict[int, BadCell] = {}
        said: dict[str, list[int]] = {}
        for at, text in enumerate(distinct):
            if is_nothing(text, column.type) and not column.required and column.type != "text":
                said.setdefault("tanda '-' dibaca sebagai kosong", []).append(at)
                continue
            try:
                check_error(text, column)
                found = read(known.get(word(text.lstrip(NATIVE)), text))
            except BadCell as one:
                wrong[at] = one
                for offer in one.offers:
                    self.remarks.offer(offer.question, offer.answer, offer.says)
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
        if wrong:
            is_wrong = np.zeros(len(values) + 1, dtype=bool)
            is_wrong[list(wrong)] = True
            rows = np.flatnonzero(is_wrong[taken])
            bad[rows] = True
            for row in rows.tolist():
                at = int(taken[row])
                text = distinct[at] if at < len(distinct) else ""
                shown = "" if column.type == "token" else (text or "").lstrip(NATIVE)[:80]
                self._fault(block, row, column, shown, wrong[at])
        if len(values) < len(distinct) or not len(values) or taken.max(initial=0) >= len(values):
            values = [*values, None]
        return pa.array(values, TYPES[column.type]).take(pa.array(np.minimum(taken, len(values) - 1)))

    def _many_lists(self, column: Column, coded: pa.DictionaryArray) -> pa.Array | None:
        """Lists whose items repeat although the whole cells do not: each distinct item is read once."""
        cells = coded.dictionary
        if pc.any(pc.match_substring_regex(cells, r";\s*(;|$)|^\s*(;|\[|-\s*$)|\n")).as_py():
            return None
        lists = pc.split_pattern(cells, ";")
        items = pc.utf8_trim_whitespace(lists.flatten()).dictionary_encode()
        read = list_item(column, self.today, decimal_style(_fields(items.dictionary.to_pylist())))
        try:
            texts = [str(read(text).value) for text in items.dictionary.to_pylist()]
        except BadCell:
            return None  # found again cell by cell, so that the fault names its row
        made = pa.ListArray.from_arrays(lists.offsets, pa.array(texts, pa.string()).take(items.indices))
        whole = pc.binary_join_element_wise("[", pc.binary_join(made, ","), "]", "")
        return whole.take(coded.indices)

    def _reader(self, column: Column, distinct: list[str]) -> Parse:
        if column.type == "token":
            return lambda text: read_token(text, column, self.keyring, self.links)
        if column.type == "list":
            item = list_item(column, self.today, decimal_style(_fields(distinct)))
            whole = json_list(column, self.today)

            def read(text: str) -> Read:
                if text.startswith("["):
                    return whole(text)
                parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
                return Read("[" + ",".join(str(item(part).value) for part in parts) + "]")

            return read
        style = decimal_style([text for text in distinct if not text.startswith(NATIVE)]) if column.type == "decimal" else ""
        cross = self.mapping.answers.get("silang") if self.mapping is not None else None
        return parser(
            column, self.today, Manner(style, zones_of(self.regions.prefixes), {"ya": True, "tidak": False}.get(cross or ""))
        )

    def _check_units(self, column: Column, texts: pa.ChunkedArray, block: Block, bad: np.ndarray) -> None:
        """Add a fault for per cent in a row whose own unit is another one."""
        signs = pc.fill_null(pc.match_substring_regex(texts, r"(?i)(%|persen|cent)\s*$"), False).to_numpy()
        said = self.texts(self.contract.column(column.unit_of), block)
        for row in np.flatnonzero(signs).tolist():
            text = str(texts[row].as_py())
            unit = self._unit(self.contract.column(column.unit_of), said[row].as_py())
            if per_cent(text) and unit and unit.lower() not in ("%", "persen"):
                bad[row] = True
                shown = text.lstrip(NATIVE)
                self._fault(
                    block, row, column, shown, BadCell(f"Ini persen, sedangkan satuan baris ini {unit}.", "Tulis angkanya.")
                )

    def _unit(self, column: Column, text: str | None) -> str:
        """The unit that a cell names: of an indicator by its code, else the text itself. Empty where there is none."""
        if text is None or column.type != "code":
            return (text or "").strip()
        try:
            known = registry().get(str(parser(column, self.today)(text).value))
        except BadCell:
            return ""
        return known.unit["id"] if known is not None else ""

    def _missing(self, column: Column, rows: np.ndarray, block: Block, bad: np.ndarray) -> None:
        bad[rows] = True
        for row in rows.tolist():
            self._fault(block, row, column, "", BadCell("Wajib diisi.", f"Isi seperti {column.example}."))

    def _fault(self, block: Block, row: int, column: Column, found: str, bad: BadCell) -> None:
        where = (block.sheet, int(block.numbers[row]), block.heading.labels.get(column.name, column.label["id"]))
        self.remarks.fault(CellFault(*where, found, bad.expected, bad.todo))


def _fields(lists: list[str]) -> list[str]:
    """The fields of all items of lists."""
    return [field.strip() for text in lists for field in re.split(r"[;\n/]", text) if not text.startswith("[")]


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
