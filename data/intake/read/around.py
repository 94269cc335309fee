"""What stands around the cells of a table: merged areas, hidden rows, formulas nobody computed, turned dates."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Contract, Mapping
from data.intake.read.cells import NATIVE
from data.intake.read.chunks import Chunk
from data.intake.read.faults import CellFault, Remarks
from data.intake.read.files import Merged, Sheet
from data.intake.read.heading import Heading
from data.intake.read.turned import Turned, find_turned, turn, turned_day
from data.intake.read.values import like_an_error

_ONE_ROW_EACH = ("integer", "decimal", "list")
LEAVE, READ = "lewati", "baca"
TURN, STAY = "dibalik", "tetap"
_HIDDEN = "tersembunyi:baris"


@dataclass
class Around:
    """Of one table."""

    sheet: Sheet
    heading: Heading
    contract: Contract
    mapping: Mapping | None
    remarks: Remarks
    _asked: set[int] = field(default_factory=set)

    def without_hidden(self, chunk: Chunk) -> Chunk:
        """The rows without hidden ones where the sender said so; else they are counted and may be left out."""
        hidden = np.isin(chunk.numbers, [row + 1 for row in self.sheet.hidden_rows]) if self.sheet.hidden_rows else None
        if hidden is None or not hidden.any():
            return chunk
        count, example = int(hidden.sum()), f"baris {chunk.numbers[hidden][0]}"
        answer = self._answer(_HIDDEN)
        if answer == LEAVE:
            self.remarks.note("", "baris tersembunyi dilewati, sesuai jawaban pengirim", count, example)
            keep = pa.array(~hidden)
            return Chunk(chunk.numbers[~hidden], [texts.filter(keep) for texts in chunk.columns])
        self.remarks.note("", "baris tersembunyi ikut dibaca", count, example)
        if answer != READ:
            self.remarks.offer(_HIDDEN, LEAVE, f"Baris tersembunyi ({example} dan lainnya) tidak dibaca.")
        return chunk

    def turned(self, chunk: Chunk) -> list[pa.ChunkedArray]:
        """The columns, those of turned dates turned back where the sender said so."""
        columns = list(chunk.columns)
        for at in self._dates():
            found = find_turned(columns[at])
            if found is None:
                continue
            question = f"tanggal:{self.heading.names[at]}"
            answer = self._answer(question)
            if answer == TURN:
                columns[at] = turn(columns[at])
                example = f"{found.text} → {turned_day(found.text)}"
                self.remarks.note(
                    self.heading.names[at], "tanggal dan bulan ditukar kembali, sesuai jawaban pengirim", found.count, example
                )
            elif answer != STAY and at not in self._asked:
                self._asked.add(at)
                self._ask_turned(question, self.heading.names[at], int(chunk.numbers[found.at]), found)
        return columns

    def _ask_turned(self, question: str, name: str, number: int, found: Turned) -> None:
        # a fault and no note: half of the dates would be wrong by months, and look right
        self.remarks.fault(
            CellFault(
                self.sheet.name,
                number,
                name,
                found.text,
                f"{found.count} sel tanggal di kolom ini tidak satu pun bertanggal di atas 12, sedangkan yang berupa teks "
                f"semuanya di atas 12 ({found.beside}): Excel mungkin menukar tanggal dan bulannya.",
                "Jawab apakah tanggalnya tertukar, atau tulis semua tanggal dengan nama bulan.",
            )
        )
        self.remarks.offer(question, TURN, f"Tanggal dan bulan tertukar: {found.text} berarti {turned_day(found.text)}.")
        self.remarks.offer(question, STAY, f"Tanggalnya benar: {found.text} tetap {found.text}.")

    def check(self, chunk: Chunk) -> None:
        """Add faults of numbers in merged cells, of formulas without a value, and of errors in names of regions beside."""
        numbers = chunk.numbers
        here = set(numbers.tolist()) if self.sheet.missing else set()
        for row, at in sorted(self.sheet.missing):
            if at in self.heading.used and row + 1 in here:
                self._fault(
                    row + 1,
                    at,
                    "rumus",
                    "Rumus ini belum dihitung.",
                    "Buka berkasnya di Excel, simpan, lalu kirim lagi; atau tempel sebagai nilai.",
                )
        for at in self.heading.context.values():
            texts = chunk.columns[at]
            wrong = pc.fill_null(pc.match_substring_regex(texts, "^(#|(?i)err:)"), False).to_numpy()
            for place in np.flatnonzero(wrong).tolist():
                text = str(texts[place].as_py())
                if like_an_error(text):
                    self._fault(
                        int(numbers[place]),
                        at,
                        text,
                        "Sel ini berisi galat lembar kerja, bukan nama wilayah.",
                        "Perbaiki rumusnya.",
                    )
        kinds: dict[int, str] = {at: self.contract.column(name).type for name, at in self.heading.columns.items()}
        kinds |= {at: self.contract.column(name).type for at, name in self.heading.numbers.items()}
        for area in self.sheet.merged:
            for at in range(area.left, min(area.right, len(chunk.columns) - 1) + 1):
                if at in self.heading.used:
                    self._check_covered(area, at, numbers)
                if kinds.get(at) in _ONE_ROW_EACH:
                    self._check_merged(area, at, chunk, kinds)

    def _check_covered(self, area: Merged, at: int, numbers: np.ndarray) -> None:
        """A merged area may cover cells that still hold something nobody sees."""
        seen = _cell(self.sheet, area.top, area.left)
        for place in _within(area, numbers):
            row = int(numbers[place]) - 1
            held = _cell(self.sheet, row, at)
            if held is not None and held != seen:
                self._fault(
                    row + 1,
                    at,
                    held,
                    f"Sel ini tertutup sel gabungan, yang terlihat '{(seen or '').lstrip(NATIVE)[:60]}'.",
                    "Pisahkan sel gabungannya, lalu periksa isinya.",
                )

    def _check_merged(self, area: Merged, at: int, chunk: Chunk, kinds: dict[int, str]) -> None:
        """One number cannot be that of each of several rows, nor of several columns."""
        places = _within(area, chunk.numbers)
        wide = sum(area.left <= other <= area.right and kind in _ONE_ROW_EACH for other, kind in kinds.items()) > 1
        if not len(places) or (len(places) < 2 and not wide):
            return
        rows = f"baris {area.top + 1}-{area.bottom + 1}" if area.bottom > area.top else "beberapa kolom"
        for place in places:
            text = chunk.columns[at][place].as_py()
            if text is not None:
                self._fault(
                    int(chunk.numbers[place]),
                    at,
                    text,
                    f"Angka ini satu sel gabungan untuk {rows}; bagian masing-masing tidak diketahui.",
                    "Pisahkan selnya, lalu tulis angka tiap sel.",
                )

    def _dates(self) -> list[int]:
        plain = [at for name, at in self.heading.columns.items() if self.contract.column(name).type == "date"]
        wide = [ways[self.contract.wide.date] for ways in self.heading.wide.values()] if self.contract.wide else []
        return plain + wide

    def _answer(self, question: str) -> str:
        return self.mapping.answers.get(question, "") if self.mapping is not None else ""

    def _fault(self, row: int, at: int, found: str, expected: str, todo: str) -> None:
        label = next(
            (self.heading.labels[name] for name, place in self.heading.columns.items() if place == at), self.heading.names[at]
        )
        self.remarks.fault(CellFault(self.sheet.name, row, label, found.lstrip(NATIVE)[:80], expected, todo))


def _within(area: Merged, numbers: np.ndarray) -> range:
    """Positions of the rows of an area."""
    return range(int(np.searchsorted(numbers, area.top + 1)), int(np.searchsorted(numbers, area.bottom + 1, side="right")))


def _cell(sheet: Sheet, row: int, at: int) -> str | None:
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return cells[at] if at < len(cells) else None
