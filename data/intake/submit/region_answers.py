"""The region of each combination of statements, and whether a column of codes is rather of BPS."""

import re

from data.feeds import Column
from data.intake.read.faults import Remarks
from data.intake.read.identity import Identities
from data.intake.read.places import Places
from data.intake.read.region_code import digits_of
from data.intake.read.statements import Statement
from data.intake.read.values import BadCell, Read, check_error
from data.intake.submit.region_sources import Combination, Combined, Source

BPS = "bps"
Answer = Read | BadCell


class Answers:
    """Resolves the combinations of one column, and finds out whether a column of codes is of BPS."""

    def __init__(self, places: Places, prefixes: tuple[str, ...], remarks: Remarks, column: Column, combined: Combined) -> None:
        self.places, self.remarks, self.column, self.sources, self.combined = (
            places,
            remarks,
            column,
            combined.sources,
            combined,
        )
        self.identities = Identities(places, prefixes)

    def all(self) -> list[Answer]:
        """A region or a fault for each combination."""
        answers = [self._answer(one, bps=False) for one in self.combined.combinations]
        doubtful = [at for at, one in enumerate(self.combined.combinations) if self._flips(one)]
        if not doubtful:
            return answers
        other = {at: self._answer(self.combined.combinations[at], bps=True) for at in doubtful}
        self._offer(answers, other)
        return answers

    def _flips(self, one: Combination) -> list[Source]:
        return [source for source, at in zip(self.sources, one, strict=True) if at in source.doubtful]

    def _answer(self, one: Combination, *, bps: bool) -> Answer:
        own = one[0] >= 0
        if not own and not self._stands_beside(one):
            return BadCell("Wajib diisi.", f"Isi seperti {self.column.example}.") if self.column.required else Read(None)
        try:
            said: list[Statement] = []
            for source, at in zip(self.sources, one, strict=True):
                if at >= 0:
                    check_error(source.texts[at], self.column)
                    _check_shortened(source.texts[at])
                    said += source.statements(at, source.bps or (bps and at in source.doubtful))
            return self.identities.resolve(said, self.column)
        except BadCell as fault:
            return fault

    def _stands_beside(self, one: Combination) -> bool:
        """Whether a row with an empty region cell says its region beside it: of the finest level, else a blank would be a
        province.
        """
        finest = max(self.column.levels)
        beside = zip(self.sources[1:], one[1:], strict=True)
        return self.column.required and any(at >= 0 and source.levels == (finest,) for source, at in beside)

    def _offer(self, answers: list[Answer], other: dict[int, Answer]) -> None:
        """Offer to read columns as codes of BPS where more rows fit only so than fit only as ours."""
        counts = self.combined.counts
        only_bps = [at for at, one in other.items() if isinstance(one, Read) and isinstance(answers[at], BadCell)]
        only_ours = [at for at, one in other.items() if isinstance(one, BadCell) and isinstance(answers[at], Read)]
        if not only_bps or counts[only_bps].sum() <= counts[only_ours].sum():
            return
        for at, one in other.items():
            before = answers[at]
            if isinstance(one, Read) and isinstance(before, Read) and one.value != before.value:
                answers[at] = self._either(str(before.value), str(one.value))
        named: dict[str, tuple[Source, int, int]] = {}
        for at in only_bps:
            for source in self._flips(self.combined.combinations[at]):
                _, first, count = named.get(source.question, (source, at, 0))
                named[source.question] = (source, first, count + int(counts[at]))
        for question, (source, first, count) in named.items():
            self.remarks.offer(question, BPS, self._says(source, first, count))

    def _either(self, ours: str, theirs: str) -> BadCell:
        return BadCell(
            f"Sebagai kode Kemendagri ini {self.places.titled(ours)}, sebagai kode BPS {self.places.titled(theirs)}; kolom ini "
            "tampaknya berisi kode BPS.",
            "Nyatakan kode apa yang ada di kolom ini, atau tulis nama wilayah di sampingnya.",
        )

    def _says(self, source: Source, first: int, count: int) -> str:
        at = self.combined.combinations[first][self.sources.index(source)]
        digits = digits_of(source.texts[at])
        code = self.places.bps.get(digits, "")
        example = f": {digits} = {self.places.titled(code)}" if code else ""
        return f"Kolom '{source.header}' tampaknya berisi kode BPS{example}. Hanya demikian {count} baris cocok."


def _check_shortened(text: str) -> None:
    """Raises `BadCell` for a long code that a spreadsheet wrote in scientific notation: its last digits are lost."""
    if re.fullmatch(r"\d([.,]\d+)?e\+?\d+", text.strip().lower()):
        raise BadCell(
            "Kode ini disingkat lembar kerja menjadi angka ilmiah; digit terakhirnya hilang.",
            "Di berkas asalnya ubah format kolom kode menjadi Teks, lalu isi lagi kodenya.",
        )
