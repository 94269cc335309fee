"""What the format of a cell makes of its number: 12 that is shown as *12 ribu*, *12%* or *12000* is not 12 to its reader."""

import re
from dataclasses import dataclass

_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_UNSEEN = re.compile(r"\[[^]]*\]|_.|\*.")
_CHANGES = re.compile(
    r"\b(?:ribu(?:an)?|rb|juta(?:an)?|jt|mil[iy]ar|triliun|thousand|million|(?-i:[KMB]))\b|"
    r"%|x\s?1[.,]?000|^\W*\d|[<>≤≥±~≈+]",
    re.I,
)
_DIGITS = re.compile(r"[0#?]|general", re.I)


@dataclass(frozen=True)
class Shown:
    """What stands before and after a number on the screen; `per_cent` where it is shown a hundred times as large."""

    before: str = ""
    after: str = ""
    per_cent: bool = False


PER_CENT = Shown(per_cent=True)
STRUCK = Shown(before="(dicoret) ")  # nobody knows whether it counts


def shown_by(code: str) -> Shown | None:
    """How a format shows a positive number; ``None`` where it is the number itself.

    A format that divides by thousands (a comma after its digits) and then writes *ribu* shows the number itself.
    """
    first = _UNSEEN.sub("", _section(code))
    bare = _LITERAL.sub("", first)
    if "%" in bare:
        return PER_CENT
    digits = list(_DIGITS.finditer(_LITERAL.sub(lambda one: " " * len(one[0]), first)))
    if not digits or re.search(r"[0#?],+(?![0#?,])", bare):
        return None
    before, after = (_words(part) for part in (first[: digits[0].start()], first[digits[-1].end() :]))
    return Shown(before, after) if _CHANGES.search(before) or _CHANGES.search(after) else None


def changes(displayed: str) -> Shown | None:
    """How a displayed text changes the number in it; ``None`` where it is the number itself."""
    digits = list(re.finditer(r"\d", displayed))
    if not digits:
        return None
    before, after = displayed[: digits[0].start()], displayed[digits[-1].end() :]
    return Shown(before, after) if _CHANGES.search(before) or _CHANGES.search(after) else None


def _section(code: str) -> str:
    """The part of a format for positive numbers."""
    found = re.match(r'(?:"[^"]*"|\\.|[^;])*', code)
    return found[0] if found else ""


def _words(part: str) -> str:
    text = "".join(one[1] if one[1] is not None else one[2] for one in _LITERAL.finditer(part))
    return f'"{text}"' if re.search(r"\d", text) else text  # else its digits would become the number's
