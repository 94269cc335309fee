"""Which region a row means: the one with which everything agrees that the row says of it; else a fault with both readings.

Statements are followed from the coarse to the fine, each inside what those before it left. A likeness of names never chooses a
region: it only lets a name pass beside others that chose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.intake.read.places import LENGTH, LEVEL_WORDS, MOST_OFFERED, Places
from data.intake.read.region_code import BPS_LEVEL, Codes, digits_of, read_bps, read_code, unknown_code
from data.intake.read.statements import Statement
from data.intake.read.values import BadCell, Read
from geo.regions.codes import NATION

NAMED = "nama dibaca sebagai kode"
UNPAIRED = "kode BPS di sampingnya tidak ada di daftar padanan dan tidak dipakai"
SPELLING = "ejaan nama berbeda sedikit dari daftar; kode atau wilayah di sekitarnya memastikan"
_BPS_DISTRICT, _BPS_VILLAGE = 7, 10  # digits of a code of BPS
_WAYS_KEPT = 50_000
_COMPARISONS = 9_000_000  # names that hints of one file may compare: about a second


@dataclass(frozen=True)
class _Way:
    """How far the statements of a row lead: regions left (the empty code is the country), notes, names to be confirmed."""

    left: tuple[str, ...] = ("",)
    notes: tuple[str, ...] = ()
    unsure: tuple[Statement, ...] = ()
    coded: Statement | None = None
    unpaired: Statement | None = None  # the row's own code of BPS, of which ours is not known


@dataclass
class Identities:
    """Resolves rows of one file. `prefixes` are the sender's regions: a name means one of these."""

    places: Places
    prefixes: tuple[str, ...]

    def __post_init__(self) -> None:
        self._ways: dict[tuple[Statement, ...], _Way] = {}
        self._hints: dict[tuple[Statement, str], str] = {}
        self._comparisons = _COMPARISONS
        self._within = tuple(self.prefixes) or ("",)

    def resolve(self, statements: Sequence[Statement], column: Column) -> Read:
        """The code that a row's statements mean, one of `column.levels`, the finest that they say.

        Raises `BadCell` where no region fits all of them, or more than one does.
        """
        ordered = tuple(sorted(statements, key=_order))
        way = self._step(self._follow(ordered[:-1], column), ordered[-1], column) if ordered else _Way()
        return self._chosen(way, ordered, column)

    def _follow(self, statements: tuple[Statement, ...], column: Column) -> _Way:
        """The way of these statements; rows that begin with the same ones share it."""
        if not statements:
            return _Way()
        known = self._ways.get(statements)
        if known is None:
            known = self._step(self._follow(statements[:-1], column), statements[-1], column)
            if len(self._ways) < _WAYS_KEPT:
                self._ways[statements] = known
        return known

    def _step(self, way: _Way, said: Statement, column: Column) -> _Way:
        if said.code:
            return self._code(way, said, column)
        if said.nation:
            if 0 in said.levels:
                return replace(way, left=(NATION,), notes=(*way.notes, NAMED))
            return way  # a column for a level above the provinces says nothing more
        left = tuple(dict.fromkeys(code for here in way.left for code in self._further(way, here, said)))
        if way.left == ("",) and len(left) > 1 and not self._divided(said):
            left = self._of_sender(left) or left
        if left == way.left and way.notes:
            return way
        if left:
            return replace(way, left=left, notes=way.notes if way.coded else (*way.notes, NAMED))
        if elsewhere := self._anywhere(said):
            raise self._contradiction(way, said, elsewhere, column)
        if said.kind_level and said.kind_level not in said.levels:
            raise BadCell(
                f"'{said.text}' menyebut {LEVEL_WORDS[said.kind_level]}; yang diperlukan {_levels(said.levels)}.",
                f"Tulis nama atau kode {_levels(said.levels)}.",
            )
        return replace(way, unsure=(*way.unsure, said))

    def _code(self, way: _Way, said: Statement, column: Column) -> _Way:
        found, levels = self._read(said)
        meant = {code: note for code, note in found.meant.items() if self.places.level[code] in levels}
        if found.meant and not meant:
            code = next(iter(found.meant))
            raise BadCell(
                f"Ini kode {LEVEL_WORDS[self.places.level[code]]}; yang diperlukan kode {_levels(said.levels)}.",
                f"Tulis kode seperti {column.example}.",
            )
        if not meant and (said.bps or (not said.own and len(digits_of(said.text)) == _BPS_DISTRICT)):
            return replace(way, notes=(*way.notes, UNPAIRED), unpaired=said if said.own else way.unpaired)
        if not meant:
            wanted = _levels(column.levels) if len(column.levels) <= 3 else "Kemendagri"
            raise unknown_code(said.text, self.places, wanted, column.example)
        left = tuple(dict.fromkeys(one for code in meant for here in way.left if (one := self._joined(here, code)) is not None))
        if not left:
            raise self._contradiction(way, said, list(meant), column)
        notes = tuple(note for code, note in meant.items() if note and any(self._joined(one, code) for one in left))[:1]
        return replace(way, left=left, notes=(*way.notes, *notes), coded=way.coded if way.coded and way.coded.own else said)

    def _read(self, said: Statement) -> tuple[Codes, tuple[int, ...]]:
        """What a code can mean, and of which levels it may be.

        BPS numbers kecamatan and villages otherwise from year to year: beside a region, such a code counts for its regency.
        """
        digits = digits_of(said.text)
        if not said.own and len(digits) in (_BPS_DISTRICT, _BPS_VILLAGE) and (said.bps or len(digits) == _BPS_DISTRICT):
            return read_bps(digits[:4], self.places), (2,)
        return (read_bps if said.bps else read_code)(said.text, self.places), said.levels

    def _joined(self, one: str, other: str) -> str | None:
        """The finer of two regions of which one lies in the other, now or before it moved; ``None`` where neither does."""
        if not one or one == NATION:
            return other
        if not other or other == NATION:
            return one
        fine, coarse = (one, other) if len(one) >= len(other) else (other, one)
        return fine if coarse in self.places.above(fine, self.places.level[coarse]) else None

    def _further(self, way: _Way, here: str, said: Statement) -> list[str]:
        """Where one more name leads from `here`: `here` itself where it, or what it lies in, bears the name; else inside it."""
        level = self.places.level[here] if here and here != NATION else 0
        found: list[str] = []
        # a name of no certain level beside the row's own code is the name of that code's region
        beside_code = way.coded is not None and way.coded.own and len(said.levels) > 1
        for at, forms in said.forms.items():
            if at > level:
                if not beside_code:
                    found += self.places.find(at, forms, here if here != NATION else "")
            elif (at == level or not beside_code) and any(self.places.bears(one, forms) for one in self.places.above(here, at)):
                found.append(here)
        return found

    def _of_sender(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Those that lie in the sender's regions, or in which these lie."""
        return tuple(code for code in codes if any(code.startswith(one) or one.startswith(code) for one in self._within))

    def _anywhere(self, said: Statement) -> list[str]:
        """The regions that bear exactly this name, the sender's first."""
        codes = [code for at, forms in said.forms.items() for code in self.places.find(at, forms)]
        own = set(self._of_sender(tuple(codes)))
        return sorted(dict.fromkeys(codes), key=lambda code: (code not in own, code))

    def _chosen(self, way: _Way, statements: tuple[Statement, ...], column: Column) -> Read:
        for said in statements:
            if not way.coded and any(self._level(code) <= max(self._divided(said), default=-1) for code in way.left):
                raise BadCell(
                    f"'{said.text}' ialah nama wilayah yang kini terbagi: {self.places.listed(way.left)}.",
                    "Tulis nama atau kode wilayah yang sekarang.",
                )
        left = tuple(dict.fromkeys(cut for code in way.left if (cut := self._cut(code, column))))
        finest = max(column.levels)
        for said in way.unsure:
            unsaid = len(said.levels) > 1 and said.own and not way.coded
            if not left or unsaid or (said.levels[-1] <= finest and any(self._level(code) < said.levels[0] for code in left)):
                raise self._unknown(way, said, column)
        if way.unpaired and not any(self._level(code) >= BPS_LEVEL.get(len(digits_of(way.unpaired.text)), 5) for code in left):
            raise BadCell(
                "Kode BPS ini tidak ada di daftar padanan kode BPS.",
                "Tulis kode Kemendagri, atau nama wilayahnya di kolom lain.",
            )
        if not left or left == ("",):
            raise self._too_coarse(way, statements, column)
        inside = tuple(code for code in left if code == NATION or any(code.startswith(one) for one in self._within))
        if not inside and not way.coded:
            raise BadCell(
                f"{_capital(self.places.titled(left[0]))} tidak ada di wilayah pengirim.",
                "Periksa namanya, atau tulis kodenya.",
            )
        left = inside if inside and not way.coded else left
        if len(left) > 1:
            raise self._several(left, way)
        code, notes = left[0], [note for note in way.notes if note]
        for said in way.unsure:
            if all(at > self._level(code) for at in said.forms):
                continue  # finer than what the column takes, and no other region's name
            if not self._confirmed(code, said):
                raise self._contradiction(way, said, [], column)
            notes.append(SPELLING)
        return Read(code, notes[-1] if notes else "")

    def _divided(self, said: Statement) -> list[int]:
        """The levels at which a statement names a region that is several today: nobody's own area says which is meant."""
        return [at for at, forms in said.forms.items() if any((at, key) in self.places.divided for _, key in forms)]

    def _level(self, code: str) -> int:
        return self.places.level.get(code, 0)

    def _cut(self, code: str, column: Column) -> str:
        """The region of the finest level that the column takes, at or above `code`; empty where it takes none."""
        if code == NATION:
            return NATION if 0 in column.levels else ""
        level = self._level(code)
        fitting = [one for one in column.levels if 0 < one <= level]
        return code[: LENGTH[max(fitting)]] if fitting and code else ""

    def _confirmed(self, code: str, said: Statement) -> bool:
        """Whether a name that no region bears is most like that of `code`, or of what it lies in, among all it could be."""
        level = self._level(code)
        return any(
            self.places.nearest(forms, at, one[: LENGTH[at - 1]] if at > 2 else "") == one
            for at, forms in said.forms.items()
            if (at <= level if said.known else at == level)
            for one in self.places.above(code, at)
        )

    # sentences

    def _several(self, left: tuple[str, ...], way: _Way) -> BadCell:
        if way.coded:
            either = " atau ".join(self.places.said(code) for code in left[:MOST_OFFERED])
            return BadCell(f"Dapat berarti {either}.", "Tulis kode lengkapnya sebagai teks.")
        if len({code[: LENGTH[2]] for code in left}) == 1 and self._level(left[0]) == 4:
            todo = "Tulis kodenya, atau tulis Desa atau Kelurahan di depan namanya dan kecamatannya di kolom lain."
        elif all(self._level(code) <= 2 for code in left):
            todo = "Tulis kodenya, atau tulis Kab., Kota atau Provinsi di depan namanya."
        else:
            todo = "Tulis kodenya, atau tambahkan kolom kecamatan dan kabupaten/kota."
        return BadCell(f"Nama ini dipakai {len(left)} wilayah: {self.places.listed(left)}.", todo)

    def _contradiction(self, way: _Way, said: Statement, elsewhere: list[str], column: Column) -> BadCell:
        """Both readings: what the row said before, and what this statement says."""
        here = self._here(way)
        there = " atau ".join(self.places.titled(code) for code in elsewhere[:2])
        if way.coded:
            return self._code_contradicts(way.coded, here, said, elsewhere)
        word = _levels(said.levels)
        if there:
            what = f"{_capital(word)} '{said.text}' tidak ada di {self.places.titled(here)}; yang ada: {there}."
        else:
            what = f"{_capital(word)} '{said.text}' tidak dikenal; {self._placed(here, said)}.{self._hint(said, here)}"
        return BadCell(what, "Perbaiki nama itu atau wilayah di sebelahnya, atau tulis kodenya.")

    def _code_contradicts(self, coded: Statement, here: str, said: Statement, elsewhere: list[str]) -> BadCell:
        digits = coded.text.lstrip(NATIVE)
        there = f" ({' atau '.join(elsewhere[:2])})" if elsewhere and said.text.lstrip(NATIVE) not in elsewhere else ""
        beside = f"{'kode' if said.code else 'nama'} di sebelahnya '{said.text.lstrip(NATIVE)}'{there}"
        other = "" if coded.bps else self.places.bps.get(digits_of(coded.text), "")
        as_bps = f" Sebagai kode BPS, {digits} ialah {self.places.titled(other)}." if other and other != here else ""
        todo = "Perbaiki kode atau namanya."
        if as_bps:
            todo = "Perbaiki kode atau namanya; bila kolom ini berisi kode BPS, nyatakan demikian."
        elif coded.bps:
            todo = "Tulis kode Kemendagri dari yang benar, atau batalkan jawaban bahwa kolom ini berisi kode BPS."
        return BadCell(f"Kode {digits} ialah {self._placed(here, said)}, {beside}.{as_bps}", todo)

    def _placed(self, here: str, said: Statement) -> str:
        """The region `here`, and that of the statement's level which it lies in."""
        levels = [level for level in said.levels if 0 < level < self._level(here)]
        above = f" di {self.places.titled(self.places.above(here, max(levels))[0])}" if levels else ""
        return f"{self.places.titled(here)}{above}"

    def _here(self, way: _Way) -> str:
        """What the regions that are left have in common."""
        first = way.left[0]
        for level in (4, 3, 2, 1):
            common = first[: LENGTH[level]]
            if len(common) == LENGTH[level] and all(code[: LENGTH[level]] == common for code in way.left):
                return common
        return NATION

    def _unknown(self, way: _Way, said: Statement, column: Column) -> BadCell:
        here = self._here(way)
        inside = f"di {self.places.titled(here)}" if here != NATION else "di wilayah ini"
        what = "Nama ini" if said.own else f"Nama '{said.text}'"
        return BadCell(
            f"{what} tidak ada di antara {_levels(said.levels)} {inside}.{self._hint(said, here)}",
            "Periksa ejaannya, tulis kodenya, atau tulis Provinsi, Kab., Kec. atau Desa di depan namanya."
            if said.own and len(column.levels) > 1
            else "Periksa ejaannya atau tulis kodenya.",
        )

    def _too_coarse(self, way: _Way, statements: tuple[Statement, ...], column: Column) -> BadCell:
        code = way.left[0]
        if code and any(said.own for said in statements):
            return BadCell(
                f"Ini {LEVEL_WORDS[self._level(code)]}, {self.places.titled(code)}; yang diperlukan {_levels(column.levels)}.",
                f"Tulis kode seperti {column.example}.",
            )
        return BadCell("Wajib diisi.", f"Isi seperti {column.example}.")

    def _hint(self, said: Statement, here: str) -> str:
        """What is perhaps meant: of the level that is said, inside what the row said before, else the sender's regions."""
        if (said, here) not in self._hints:
            self._hints[said, here] = self._look(said, here)
        return self._hints[said, here]

    def _look(self, said: Statement, here: str) -> str:
        level = 0 if here == NATION else min(self._level(here), said.levels[0] - 1)
        scopes = [(here[: LENGTH[at]],) for at in range(level, 0, -1)] + [self._within]
        for scope in dict.fromkeys(scopes):
            # the name without the word for its kind is what is compared
            found = [one for under in scope for at, forms in said.forms.items() for one in self._similar(at, forms[:1], under)]
            if found:
                best = [code for _, code in sorted(found, key=lambda one: (-one[0], one[1]))]
                return f" Mungkin maksudnya {' atau '.join(self.places.said(code) for code in best[:MOST_OFFERED])}."
        return ""

    def _similar(self, level: int, forms: tuple[tuple[str, str], ...], under: str) -> list[tuple[float, str]]:
        self._comparisons -= sum(self.places.compared(key, level, under) for _, key in forms)
        return self.places.similar(forms, level, under) if self._comparisons > 0 else []


def _order(said: Statement) -> tuple[bool, bool, int, bool]:
    """Codes first, then names of a known level, the coarse before the fine."""
    return not said.code, not said.known, said.levels[0], said.own


def _levels(levels: Sequence[int]) -> str:
    return " atau ".join(LEVEL_WORDS[level] for level in levels)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
