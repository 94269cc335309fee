"""The region of every row of a block: what all its cells say of it, each distinct combination read once."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Column, Contract, Mapping
from data.intake.read.cells import NATIVE
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.heading import Beside, Heading, beside_of, key
from data.intake.read.layout import Block
from data.intake.read.places import LEVEL_WORDS, Places
from data.intake.read.region_time import before_split, splits, undivided
from data.intake.read.values import BadCell, Read, is_nothing
from data.intake.submit.moments import Moments
from data.intake.submit.region_answers import BPS, Answer, Answers
from data.intake.submit.region_sources import Combined, Source, combine

OURS, TODAY = "kemendagri", "sekarang"
_OWN = Beside(0, False, False)


@dataclass(frozen=True)
class RowRegions:
    """Reads the region columns of one file."""

    contract: Contract
    places: Places
    prefixes: tuple[str, ...]
    mapping: Mapping | None
    remarks: Remarks

    def read(self, column: Column, texts: pa.ChunkedArray, block: Block, when: Moments, bad: np.ndarray) -> pa.Array:
        """Codes of all rows; rows whose region cannot be read are null, marked in `bad` and added as faults."""
        sources = self._sources(column, texts, block)
        combined = combine(sources, len(texts))
        answers = Answers(self.places, self.prefixes, self.remarks, column, combined).all()
        codes: list[str | None] = [str(one.value) if isinstance(one, Read) and one.value else None for one in answers]
        self._note(column, combined, answers)
        self._faults(column, block, combined, answers, bad)
        late = self._of_their_time(column, codes, combined, when, block, bad)
        values = pa.array([*codes, None], pa.string()).take(pa.array(combined.of_row))
        return values if late is None else pc.if_else(pa.array(late), pa.scalar(None, pa.string()), values)

    def _sources(self, column: Column, texts: pa.ChunkedArray, block: Block) -> list[Source]:
        heading = block.heading
        given = heading.columns.get(column.name)
        at = given if given is not None else heading.context.get(max(column.levels), -1)
        constant = self.mapping is not None and column.name in self.mapping.constants
        header = heading.names[at] if at >= 0 and not constant else column.label["id"]
        own = heading.context_cells.get(at) or beside_of(key(header), header) or _OWN
        level = own.level if own.level in column.levels and not constant else 0
        words = self.mapping.values.get(column.name, {}) if self.mapping is not None else {}
        sources = [self._source(header, f"kode:{column.name}", column.levels, level, own.bps, texts, words)]
        if not _places_rows(self.contract, column):
            return sources
        for position, beside in sorted(heading.context_cells.items()):
            if (position != at or constant) and block.columns[position].null_count < len(texts):
                levels = (beside.level,) if beside.level else (1, 2, 3, 4)
                name = heading.names[position]
                texts_beside = block.columns[position]
                sources.append(self._source(name, f"kode:{key(name)}", levels, beside.level, beside.bps, texts_beside))
        return sources

    def _source(
        self,
        header: str,
        question: str,
        levels: tuple[int, ...],
        level: int,
        bps: bool,
        texts: pa.ChunkedArray,
        words: dict[str, str] | None = None,
    ) -> Source:
        coded = texts.combine_chunks().dictionary_encode()
        coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
        known = {word(text): code for text, code in (words or {}).items()}
        distinct = [known.get(word(text.lstrip(NATIVE)), text) for text in coded.dictionary.to_pylist()]
        rows = coded.indices.fill_null(-1).to_numpy()
        nothing = [at for at, text in enumerate(distinct) if is_nothing(text)]
        if nothing:
            rows = np.where(np.isin(rows, nothing), -1, rows)
        answer = self.mapping.answers.get(question, "") if self.mapping is not None else ""
        return Source(
            header=header,
            question=question,
            levels=levels,
            header_level=level,
            own=words is not None,
            bps=(bps or answer == BPS) and answer != OURS,
            decided=bps or bool(answer),
            texts=distinct,
            rows=rows,
        )

    def _note(self, column: Column, combined: Combined, answers: list[Answer]) -> None:
        counts: Counter[str] = Counter()
        for at, one in enumerate(answers):
            if isinstance(one, Read) and one.note:
                counts[one.note] += int(combined.counts[at])
                self.remarks.examples.setdefault(
                    (column.label["id"], one.note), f"{combined.shown(at)} → {self._said(one.value)}"
                )
        for note, count in counts.items():
            self.remarks.note(column.label["id"], note, count)
        self._note_coarse(column, combined, answers)

    def _said(self, code: object) -> str:
        return self.places.said(str(code)) if str(code) in self.places.name else str(code)

    def _note_coarse(self, column: Column, combined: Combined, answers: list[Answer]) -> None:
        """Note rows that mean a coarser region than the headers name: the finest cell is empty, or says another level."""
        finest = max(one.header_level for one in combined.sources)
        if len(column.levels) == 1 or finest > max(column.levels):
            return
        for at, one in enumerate(answers):
            level = self.places.level.get(str(one.value), 0) if isinstance(one, Read) and one.value else finest
            if level < finest:
                what = f"dibaca sebagai {LEVEL_WORDS[level]}, bukan {LEVEL_WORDS[finest]} seperti kepala kolomnya"
                example = f"{combined.shown(at)} → {one.value}" if isinstance(one, Read) else ""
                self.remarks.note(column.label["id"], what, int(combined.counts[at]), example)

    def _faults(self, column: Column, block: Block, combined: Combined, answers: list[Answer], bad: np.ndarray) -> None:
        wrong = np.zeros(len(answers) + 1, dtype=bool)
        wrong[[at for at, one in enumerate(answers) if isinstance(one, BadCell)]] = True
        rows = np.flatnonzero(wrong[combined.of_row])
        bad[rows] = True
        for row in rows.tolist():
            one = answers[combined.of_row[row]]
            assert isinstance(one, BadCell)
            self._fault(column, block, row, combined.shown(int(combined.of_row[row])), one)

    def _fault(self, column: Column, block: Block, row: int, found: str, one: BadCell) -> None:
        where = (block.sheet, int(block.numbers[row]), block.heading.labels.get(column.name, column.label["id"]))
        self.remarks.fault(CellFault(*where, found[:80], one.expected, one.todo))

    def _of_their_time(
        self,
        column: Column,
        codes: list[str | None],
        combined: Combined,
        when: Moments,
        block: Block,
        bad: np.ndarray,
    ) -> np.ndarray | None:
        """Rows of a time when their region was not yet divided: faults. ``None`` without such rows."""
        touched = [at for at, code in enumerate(codes) if code and splits(self.places, code)]
        if not touched or when.first is None:
            return None
        answered = self.mapping is not None and self.mapping.answers.get(f"waktu:{column.name}") == TODAY
        late = np.zeros(len(combined.of_row), dtype=bool)
        for row in np.flatnonzero(np.isin(combined.of_row, touched)).tolist():
            code, days = codes[combined.of_row[row]], when.of(row)
            if days is None or code is None:
                continue
            before = before_split(self.places, code, *days)
            if before is False or (before is None and answered):
                continue
            late[row] = bad[row] = True
            fault = undivided(self.places, code, when.spelled(row), sure=before is True)
            self._fault(column, block, row, combined.shown(int(combined.of_row[row])), fault)
            if before is None:
                self.remarks.offer(
                    f"waktu:{column.name}",
                    TODAY,
                    f"Angka {when.spelled(row)} dari {self.places.titled(code)} dapat berarti wilayah sebelum atau sesudah "
                    "dibagi. Baca sebagai wilayah menurut batas sekarang.",
                )
        return late


def _places_rows(contract: Contract, column: Column) -> bool:
    """Whether a region column says where a row belongs; where somebody comes from is another matter than what stands beside."""
    return any(re.search(rf"\b{column.name}\b", area) for area in contract.area)


def word(text: str) -> str:
    """A text in the form in which words of a mapping are compared."""
    return re.sub(r"\s+", " ", text.strip().upper())


def add_names(heading: Heading, positions: Iterable[int]) -> None:
    """Let columns headed by a bare *nama* that hold names of regions say something of the rows' regions."""
    for at in positions:
        if at not in heading.used:
            heading.context_cells[at] = Beside(0, False, False)
