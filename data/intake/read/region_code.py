"""What a text of digits can mean as a region's code: dots or zeros lost in a spreadsheet, previous codes, codes of BPS."""

import re
from dataclasses import dataclass, field

from data.intake.read.cells import NATIVE
from data.intake.read.places import Places
from data.intake.read.values import BadCell

_DIGITS = frozenset("0123456789")
CODE = re.compile(r"[\d.\s]+")
BPS_LEVEL = {2: 1, 4: 2, 7: 3, 10: 4}  # level by the digits of a code of BPS
_DOTLESS = re.compile(r"\d{2}|\d{4}|\d{6}|\d{10}")
_ADDED, _BACK, _ZERO = (
    "titik pada kode ditambahkan",
    "kode yang menjadi angka dikembalikan",
    "nol yang hilang dari kode dikembalikan",
)
_MENDED, _OLD = "titik pada kode diperbaiki", "kode lama dibaca sebagai kode sekarang"
BPS_NOTE = "kode BPS dibaca sebagai kode Kemendagri"


@dataclass(frozen=True)
class Codes:
    """Regions that a code can mean, each with a note on how; `parts` are those of an old region that was split."""

    meant: dict[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()


def digits_of(text: str) -> str:
    """The digits of a code written without dots, also of one that became a number; empty for any other text."""
    if text[-1:] not in _DIGITS:
        return ""
    bare = text.lstrip(NATIVE).replace(" ", "")
    bare = bare[:-2] if re.fullmatch(r"\d+\.0", bare) else bare
    return bare if bare.isdigit() and bare.isascii() else ""


def read_code(text: str, places: Places) -> Codes:
    """What a text can mean as a code of Kemendagri, today's or a previous one."""
    bare = text.lstrip(NATIVE).replace(" ", "")
    if bare in places.level:
        return Codes({bare: ""})
    tries = _tries(bare, native=text.startswith(NATIVE))
    there = {code: note for code, note in tries.items() if code in places.level}
    if there:
        return Codes(there)
    for code in (bare, *tries):
        new = [one for one in places.changes.get(code, ()) if one.new in places.level]
        if len(new) == 1 and not new[0].split:
            return Codes({new[0].new: _OLD})
        if new:
            return Codes(parts=tuple(one.new for one in new))
    return Codes()


def read_bps(text: str, places: Places) -> Codes:
    """What a text means as a code of BPS; one with dots is of Kemendagri whatever the column."""
    digits = digits_of(text)
    if len(digits) not in BPS_LEVEL:
        return read_code(text, places)
    code = places.bps.get(digits)
    return Codes({code: BPS_NOTE}) if code else Codes()


def _tries(bare: str, *, native: bool) -> dict[str, str]:
    """Codes that may have become this text, each with a note on what was put back."""
    digits = bare.replace(".", "")
    if "." not in bare:
        return {_dotted(digits): _ADDED} if _DOTLESS.fullmatch(digits) else {}
    if re.fullmatch(r"\d+\.0", bare) and _DOTLESS.fullmatch(bare[:-2]):
        return {_dotted(bare[:-2]): _BACK}
    if found := re.fullmatch(r"(\d{2})\.(\d)", bare):  # 73.1 was 73.10 or, with its zero lost, 73.01
        either = {f"{found[1]}.{found[2]}0": _ZERO}
        return either if native else either | {f"{found[1]}.0{found[2]}": _ZERO}
    if native:
        return {}
    parts = bare.split(".")
    made = {".".join(part.zfill(2 if at < 3 else 4) for at, part in enumerate(parts)): _ZERO}
    if re.fullmatch(r"\d{4}\.\d{1,2}(\.\d{1,4})?", bare):
        made[_dotted(digits)] = _MENDED
    return made


def _dotted(digits: str) -> str:
    parts = [digits[0:2], digits[2:4], digits[4:6], digits[6:10]]
    return ".".join(part for part in parts if part)


def unknown_code(text: str, places: Places, levels: str, example: object) -> BadCell:
    """The fault of a code that no list holds, or that was split."""
    if parts := read_code(text, places).parts:
        return BadCell(
            f"Wilayah lama ini telah dipecah: {places.listed(parts)}.",
            "Tulis kode wilayah yang sekarang, satu baris tiap wilayah.",
        )
    digits = digits_of(text)
    if code := places.bps.get(digits):
        return BadCell(
            f"Kode ini tidak ada di daftar Kemendagri; sebagai kode BPS ia {places.titled(code)}.",
            f"Tulis {code}, atau nyatakan bahwa kolom ini berisi kode BPS.",
        )
    return BadCell("Kode ini tidak ada di daftar Kemendagri.", f"Tulis kode {levels}, misalnya {example}.")
