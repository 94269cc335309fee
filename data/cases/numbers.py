"""Numbers of cases written alike, so that two spellings of one number are equal."""

import re
import unicodedata

_PARTS = re.compile(r"[a-z]+|\d+")
_ROMAN = {
    roman: str(month)
    for month, roman in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), start=1)
}
_SAYS_NOTHING = {"no", "nomor", "nr"}
SHORTEST = 6  # characters: below, a number says too little to be compared


def normal(number: str | None) -> str:
    """A number in lower case, its parts joined by ``/``: no punctuation or leading zeros, roman months as digits, and no
    letters or digits of double width.

    Empty where there is none, or where it is too short to stand for one case.

    >>> normal("LKN / 2025 / 75.03 / 0012"), normal("No. SPDP-07/III/2025/Satresnarkoba")
    ('lkn/2025/75/3/12', 'spdp/7/3/2025/satresnarkoba')
    """
    parts = [_part(part) for part in _PARTS.findall(unicodedata.normalize("NFKC", number or "").lower())]
    while parts and parts[0] in _SAYS_NOTHING:
        parts = parts[1:]
    made = "/".join(parts)
    return made if len(made) >= SHORTEST and any(part.isdigit() for part in parts) else ""


def _part(part: str) -> str:
    return part.lstrip("0") or "0" if part.isdigit() else _ROMAN.get(part, part)
