"""Editions of the criteria of Desa Bersinar, one YAML file each: a village keeps the one in force when it was declared.

A new edition is a new file with a later `valid_from`; villages declared before that day keep theirs.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, TypeAdapter

from data.feeds import feeds
from data.model.yamls import Declared, Name, Text, check, read_yaml

FOLDER = Path(__file__).parent
FEED = "bersinar_peristiwa"


class Criterion(Declared):
    """An event that a village must have had; it does not apply to the kinds in `not_for`."""

    not_for: tuple[Literal["desa", "kelurahan", "desa_adat"], ...] = ()


class Edition(Declared):
    """The criteria in force from a day on, by event, with their legal basis and where they were found."""

    name: Text
    legal_basis: Annotated[str, Field(min_length=3)]
    source: Text
    valid_from: date
    criteria: Annotated[dict[Name, Criterion], Field(min_length=1)]
    _code: str = PrivateAttr("")

    @property
    def code(self) -> str:
        """The name of its file."""
        return self._code

    def applying(self, kind: str) -> tuple[str, ...]:
        """Its criteria for a village of that kind."""
        return tuple(event for event, criterion in self.criteria.items() if kind not in criterion.not_for)


EDITION = TypeAdapter(Edition)


def editions() -> tuple[Edition, ...]:
    """All editions, the oldest first.

    Raises `ValueError` naming the file and the reason; also for two that begin on one day, and for a criterion that is no event
    of the feed.
    """
    return _read(FOLDER)


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[Edition, ...]:
    events = {one.code for one in feeds()[FEED].column("event").codes}
    found: dict[date, Edition] = {}
    for path in sorted(folder.glob("*.yaml")):
        edition = check(EDITION, read_yaml(path), path)
        edition._code = path.stem
        if unknown := sorted(set(edition.criteria) - events):
            raise ValueError(f"{path.name}: criteria: {', '.join(unknown)} is no event of {FEED}")
        if edition.valid_from in found:
            raise ValueError(f"{path.name}: valid_from: {found[edition.valid_from].code} begins on the same day")
        found[edition.valid_from] = edition
    return tuple(found[day] for day in sorted(found))


def edition_on(day: date) -> Edition:
    """The edition that judges a village declared on that day; the oldest one for days before all of them."""
    known = editions()
    return next((one for one in reversed(known) if one.valid_from <= day), known[0])


def criteria_rows() -> list[dict[str, str | None]]:
    """A row for each edition, criterion and kind of village: ``edition, since, until, event, kind``.

    Days are ISO dates; `until` is the first day of the next edition. The oldest has no `since`, the newest no `until`.
    """
    known, rows = editions(), []
    for at, edition in enumerate(known):
        since = edition.valid_from.isoformat() if at else None
        until = known[at + 1].valid_from.isoformat() if at + 1 < len(known) else None
        for kind in ("desa", "kelurahan", "desa_adat"):
            rows += [
                {"edition": edition.code, "since": since, "until": until, "event": event, "kind": kind}
                for event in edition.applying(kind)
            ]
    return rows
