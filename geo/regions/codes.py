"""What a Kemendagri region code contains: level, parent, kind."""

import re
from collections.abc import Iterable
from enum import IntEnum

import pandas as pd

NATION = "ID"


class Level(IntEnum):
    """Administrative level; the number is the count of parts in the code."""

    NATION = 0
    PROVINCE = 1
    REGENCY = 2
    DISTRICT = 3
    VILLAGE = 4


_CODE = re.compile(r"ID|\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)


def level_of(code: str) -> Level:
    """Level of a code such as ``75.71.01.1001``.

    Raises `ValueError` when `code` is not a Kemendagri code (or ``ID`` for the nation).
    """
    if not _CODE.fullmatch(code):
        raise ValueError(f"'{code}' bukan kode wilayah Kemendagri (contoh: 75, 75.71, 75.71.01, 75.71.01.1001)")
    return Level.NATION if code == NATION else Level(code.count(".") + 1)


def parent_of(code: str) -> str | None:
    """Code of the region one level up; ``None`` for the nation."""
    level = level_of(code)
    if level is Level.NATION:
        return None
    return NATION if level is Level.PROVINCE else code.rpartition(".")[0]


def ancestors_of(code: str) -> list[str]:
    """Codes from the nation down to `code` itself."""
    chain = [code]
    while (up := parent_of(chain[0])) is not None:
        chain.insert(0, up)
    return chain


def lies_within(code: str, prefixes: Iterable[str]) -> bool:
    """Whether a region is one of `prefixes` or lies inside one; the empty prefix is the nation."""
    own = code.removeprefix(NATION)
    return any(own == prefix or own.startswith(f"{prefix}." if prefix else "") for prefix in prefixes)


def inside(codes: "pd.Series[str]", region: str) -> tuple[int, int]:
    """Half-open range of the positions in `codes` (sorted) of `region` and all that lies under it."""
    if region == NATION:
        return 0, len(codes)
    first = int(codes.searchsorted(region, side="left"))
    return first, int(codes.searchsorted(region + "/", side="left"))  # '/' follows '.' in ASCII


def kind_of(code: str, name: str) -> str:
    """Kind of a region from its code and name.

    One of ``negara, provinsi, kabupaten, kota, kecamatan, kelurahan, desa, desa_adat``. In a village code the
    first digit of the last part is 1 for a kelurahan, 2 for a desa and 3 for a desa adat; in a regency code
    the second part is 71 or more for a kota.
    """
    match level_of(code):
        case Level.NATION:
            return "negara"
        case Level.PROVINCE:
            return "provinsi"
        case Level.REGENCY:
            return "kota" if int(code[3:5]) >= 71 or name.lower().startswith("kota ") else "kabupaten"
        case Level.DISTRICT:
            return "kecamatan"
    digit = code[9]
    if digit == "3" or name.lower().startswith("desa adat "):
        return "desa_adat"
    return "kelurahan" if digit == "1" else "desa"
