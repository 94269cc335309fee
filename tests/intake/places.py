"""Lists of regions for tests of what a row says of its region, and one row resolved."""

from data.feeds import Column
from data.intake.read.identity import Identities
from data.intake.read.places import Places
from data.intake.read.statements import statements_of
from data.intake.read.values import Read
from geo import reference


def places_of(known: dict[str, str]) -> Places:
    """These regions by code and name, with the other names that ship."""
    made = Places()
    for code, name in sorted(known.items()):
        made.add(code, name)
    aliases = reference.read_aliases()
    return made.finish(zip(aliases["alias"], aliases["code"], aliases["kind"], strict=True))


def province(*prefixes: str) -> Places:
    """All regions of some provinces."""
    regions = reference.read_regions(prefixes).query("level > 0")
    return places_of(dict(zip(regions["code"], regions["name"], strict=True)))


def resolve(
    places: Places, text: str | None, column: Column, prefixes: tuple[str, ...] = ("",), beside: dict[int, str] | None = None
) -> Read:
    """The region of a row: the cell of the region column, and cells beside it by level."""
    said = statements_of(text, column.levels, own=True) if text is not None else []
    for level, cell in (beside or {}).items():
        said += statements_of(cell, (level,), own=False)
    return Identities(places, prefixes).resolve(said, column)
