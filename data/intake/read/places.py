"""Regions as senders write them: codes without dots or truncated by Excel, old codes, names with or without their kind."""

import re
from dataclasses import dataclass, field

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.intake.read.values import BadCell, Read
from data.model import schema
from geo.regions import names
from geo.regions.codes import NATION, kind_of

_LENGTH = {0: 2, 1: 2, 2: 5, 3: 8, 4: 13}
_LEVEL_WORDS = {0: "negara", 1: "provinsi", 2: "kabupaten/kota", 3: "kecamatan", 4: "desa/kelurahan"}
_DOTLESS = re.compile(r"\d{2}|\d{4}|\d{6}|\d{10}")
_CODE_AND_NAME = re.compile(r"^(\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?)\s*[-–:]?\s+\D")  # 75.03 Kab. Bone Bolango
_MOST_OFFERED = 4
_KINDS = {
    1: ("provinsi", "prov"), 2: ("kabupaten", "kab", "kota"), 3: ("kecamatan", "kec", "distrik"),
    4: ("desa", "kelurahan", "kel"),
}  # fmt: skip
_KIND_WORD = re.compile(rf"^\s*({'|'.join(word for words in _KINDS.values() for word in words)})[.\s]")


@dataclass
class Places:
    """All current regions by code and by name, and the successors of old codes. Built once per submission from the store."""

    level: dict[str, int] = field(default_factory=dict)
    name: dict[str, str] = field(default_factory=dict)
    by_name: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    moved: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: sa.Connection) -> "Places":
        """All regions, from the store."""
        made = cls()
        region, cross = schema.region.c, schema.region_crosswalk.c
        for row in connection.execute(
            sa.select(region.code, region.level, region.name).where(region.number.is_not(None)).order_by(region.code)
        ):
            made.level[row.code], made.name[row.code] = row.level, row.name
            made.by_name.setdefault(row.level, {}).setdefault(names.key(row.name), []).append(row.code)
        moved = sa.select(cross.old_code, cross.new_code).order_by(cross.old_code, cross.new_code)
        for old, new in connection.execute(moved):
            made.moved.setdefault(str(old), []).append(str(new))
        return made

    def resolve(self, text: str, column: Column, prefixes: tuple[str, ...], context: tuple[str | None, ...] = ()) -> Read:
        """The code that `text` means, one of `column.levels`. `context` are names or codes of levels 1, 2, 3 in the same row.

        Raises `BadCell` where no region or more than one fits; it names the nearest ones.
        """
        bare = text.lstrip(NATIVE)
        if NATION in bare.upper() and bare.upper() == NATION and 0 in column.levels:
            return Read(NATION)
        if re.fullmatch(r"[\d.\s]+", bare):
            return self._code(bare.replace(" ", ""), column, native=text.startswith(NATIVE))
        if 0 in column.levels and names.key(bare) in ("indonesia", "nasional", "republikindonesia"):
            return Read(NATION, "nama dibaca sebagai kode")
        return self._named(bare, column, prefixes, context)

    def _code(self, bare: str, column: Column, *, native: bool) -> Read:
        if bare in self.level:
            return self._of_level(bare, column, "")
        tries = []
        digits = bare.replace(".", "")
        if "." not in bare and _DOTLESS.fullmatch(digits):
            tries.append((_dotted(digits), "titik pada kode ditambahkan"))
        elif re.fullmatch(r"\d+\.0", bare) and _DOTLESS.fullmatch(bare[:-2]):
            tries.append((_dotted(bare[:-2]), "kode yang menjadi angka dikembalikan"))
        if found := re.fullmatch(r"(\d{2})\.(\d)", bare):  # 75.1 was 75.10 or, with its zero lost, 75.01
            tries += [(f"{found[1]}.{found[2]}0", "nol yang hilang dari kode dikembalikan")]
            tries += [] if native else [(f"{found[1]}.0{found[2]}", "nol yang hilang dari kode dikembalikan")]
        elif "." in bare and not native:
            parts = bare.split(".")
            filled = [part.zfill(2 if at < 3 else 4) for at, part in enumerate(parts)]
            tries.append((".".join(filled), "nol yang hilang dari kode dikembalikan"))
            if re.fullmatch(r"\d{4}\.\d{1,2}(\.\d{1,4})?", bare):
                tries.append((_dotted(digits), "titik pada kode diperbaiki"))
        there = {code: note for code, note in tries if code in self.level and self.level[code] in column.levels}
        if len(there) == 1:
            code, note = next(iter(there.items()))
            return self._of_level(code, column, note)
        if len(there) > 1:
            raise BadCell(
                f"Dapat berarti {' atau '.join(self._said(code) for code in there)}.", "Tulis kode lengkapnya sebagai teks."
            )
        for code in dict.fromkeys([bare, *(code for code, _ in tries)]):
            new = [one for one in self.moved.get(code, []) if one in self.level]
            if len(new) == 1:
                return self._of_level(new[0], column, "kode lama dibaca sebagai kode sekarang")
            if new:
                offered = "; ".join(self._said(one) for one in new[:_MOST_OFFERED])
                raise BadCell(f"Wilayah lama ini telah dipecah: {offered}.", "Tulis kode wilayah yang sekarang.")
        raise BadCell(
            "Kode ini tidak ada di daftar Kemendagri.", f"Tulis kode {self._levels(column)}, misalnya {column.example}."
        )

    def _of_level(self, code: str, column: Column, note: str) -> Read:
        if self.level[code] not in column.levels:
            raise BadCell(
                f"Ini kode {_LEVEL_WORDS[self.level[code]]}; yang diperlukan kode {self._levels(column)}.",
                f"Tulis kode seperti {column.example}.",
            )
        return Read(code, note)

    def _named(self, bare: str, column: Column, prefixes: tuple[str, ...], context: tuple[str | None, ...]) -> Read:
        if (found := _CODE_AND_NAME.match(bare)) and found[1] in self.level:
            return self._of_level(found[1], column, "kode di depan nama dipakai")
        pieces = [piece.strip() for piece in bare.split(",") if piece.strip()]  # Desa X, Kec. Y, Kab. Z
        own, above = (pieces[0], pieces[1:]) if pieces else (bare, [])
        within = self._within(prefixes)
        for level, beside in enumerate(context, start=1):
            if beside and level < max(column.levels):
                within = self._narrow(within, level, beside)
        for piece in above:
            narrower = [
                code for level in (1, 2, 3) if level < max(column.levels) for code in self._matching(piece, level, within)
            ]
            if narrower:
                within = tuple(narrower)
        kind = _level_said(own)
        levels = (kind,) if kind in column.levels else column.levels
        fits = [code for level in levels if level for code in self._matching(own, level, within)]
        if len(fits) == 1:
            return Read(fits[0], "nama dibaca sebagai kode")
        if fits:
            offered = "; ".join(self._said(code) for code in fits[:_MOST_OFFERED])
            more = f" dan {len(fits) - _MOST_OFFERED} lagi" if len(fits) > _MOST_OFFERED else ""
            raise BadCell(
                f"Nama ini dipakai {len(fits)} wilayah: {offered}{more}.",
                "Tulis kodenya, atau tambahkan kolom kecamatan dan kabupaten/kota.",
            )
        raise BadCell(
            f"Nama ini tidak ada di antara {self._levels(column)} di wilayah ini.{self._close(own, column, within)}",
            "Periksa ejaannya atau tulis kodenya.",
        )

    def _within(self, prefixes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(prefix for prefix in prefixes) or ("",)

    def _narrow(self, within: tuple[str, ...], level: int, said: str) -> tuple[str, ...]:
        bare = said.lstrip(NATIVE)
        if bare in self.level:
            return (bare,)
        found = self._matching(bare, level, within)
        return tuple(found) if found else within

    def _matching(self, said: str, level: int, within: tuple[str, ...]) -> list[str]:
        codes = self.by_name.get(level, {}).get(names.key(said), [])
        codes = [code for code in codes if any(code.startswith(one) for one in within)]
        if len(codes) > 1 and level in (2, 4):  # its kind separates Kota Gorontalo from Kabupaten Gorontalo
            kind = re.match(r"^\s*(kota|kab|kel|desa)", said.lower())
            if kind:
                of_kind = [code for code in codes if kind_of(code, self.name[code]).startswith(kind[1])]
                codes = of_kind or codes
        return codes

    def _close(self, own: str, column: Column, within: tuple[str, ...]) -> str:
        choices = {
            code: names.key(self.name[code])
            for level in column.levels
            for code in (code for code, there in self.level.items() if there == level)
            if any(code.startswith(one) for one in within)
        }
        if len(choices) > 20_000:
            return ""
        close = process.extract(names.key(own), choices, scorer=fuzz.ratio, score_cutoff=72, limit=3)
        return f" Mungkin maksudnya {' atau '.join(self._said(code) for _, _, code in close)}." if close else ""

    def _said(self, code: str) -> str:
        above = code.rpartition(".")[0]
        return f"{code} {self.name[code]}" + (f" ({self.name[above]})" if above in self.name else "")

    def _levels(self, column: Column) -> str:
        return " atau ".join(_LEVEL_WORDS[level] for level in column.levels)


def _level_said(name: str) -> int:
    """The level that the word for its kind names; 0 without one."""
    found = _KIND_WORD.match(name.lower())
    if not found:
        return 0
    return next(level for level, words in _KINDS.items() if found[1] in words)


def _dotted(digits: str) -> str:
    parts = [digits[0:2], digits[2:4], digits[4:6], digits[6:10]]
    return ".".join(part for part in parts if part)
