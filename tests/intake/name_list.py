"""Two lists of names of regions as people write them, and what becomes of each when it stands in a region column.

`cases/names.csv` has a line for each: ``list``, ``name``, ``column`` (the levels that the column takes, and after a colon the
sender's region), ``codes``, ``kind`` and ``source``. One code: that region is meant. Several: the name is borne by all of them,
or by what they were before a split, and must be asked for. None: it is no region's.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.feeds import Column
from data.intake.read.places import MOST_OFFERED, Places
from data.intake.read.values import BadCell
from geo import reference
from tests.intake.places import places_of, resolve

FILE = Path(__file__).parent / "cases" / "names.csv"
READ, OFFERED, ASKED, REFUSED, WRONG = "read", "offered first", "asked", "refused", "read wrongly"
_OFFERS = re.compile(r"(?:Mungkin maksudnya|wilayah:|terbagi:|yang ada:|berarti) (.*?)(?:\.$|\. |$)", re.S)
_CODE = re.compile(r"\b\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?\b")


@dataclass(frozen=True)
class Name:
    """A line of the list."""

    list: str
    name: str
    levels: tuple[int, ...]
    within: str
    codes: tuple[str, ...]
    kind: str
    source: str


@dataclass(frozen=True)
class Outcome:
    """What became of a name: one of the words above, and the code that was read or the sentence."""

    what: str
    said: str


def listed() -> Iterator[Name]:
    """All lines."""
    with FILE.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            levels, _, within = row["column"].partition(":")
            yield Name(
                row["list"], row["name"], tuple(int(level) for level in levels), within, tuple(row["codes"].split()),
                row["kind"], row["source"],
            )  # fmt: skip


@cache
def nation() -> Places:
    """All regions but the villages."""
    regions = reference.read_regions().query("0 < level < 4")
    return places_of(dict(zip(regions["code"], regions["name"], strict=True)))


def outcome(one: Name) -> Outcome:
    """What the reader makes of a name."""
    try:
        code = str(resolve(nation(), one.name, column_of(one.levels), (one.within,)).value)
    except BadCell as bad:
        return _refused(one, bad.expected)
    return Outcome(READ if one.codes == (code,) else WRONG, code)


def _refused(one: Name, sentence: str) -> Outcome:
    found = offered(sentence)
    if len(one.codes) > 1:  # a sentence lists four and counts the others
        return Outcome(ASKED if tuple(found) == one.codes[:MOST_OFFERED] else REFUSED, sentence)
    return Outcome(OFFERED if one.codes and found[:1] == list(one.codes) else REFUSED, sentence)


def offered(sentence: str) -> list[str]:
    """The codes that a sentence offers, in its order."""
    return [code for part in _OFFERS.findall(sentence) for code in _CODE.findall(part)]


def column_of(levels: tuple[int, ...]) -> Column:
    """A region column that takes these levels."""
    words = {"id": "Wilayah", "en": "Region"}
    said: dict[str, object] = {"name": "region_code", "label": words, "help": words, "type": "region", "levels": list(levels)}
    return Column.model_validate(said | {"required": True, "example": "75.01"})
