"""Groups of parts, from which indicators are computed: one SQL file each here, listed in `parts.yaml`."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import PrivateAttr, TypeAdapter, model_validator

from data.facts.indicators import Indicator
from data.model.yamls import Declared, Name, check, read_yaml

FOLDER = Path(__file__).parent
FILE = FOLDER / "parts.yaml"
TIMES = ("alir", "sediaan", "titik", "tetap", "tingkat", "sebaran")
REPORTED = "lapor:"  # parts that say who reported: `lapor:` and the group's name
Parts = tuple[Name, ...]


class Group(Declared):
    """One SQL file: its feeds, how it is known who reported (`covered`), and its parts by their kind over time.

    `parts.yaml` explains its words. A part belongs to one group.
    """

    feeds: tuple[Name, ...]
    covered: Literal["kiriman", "baris", "umum", "umum_masa", "selalu", "selalu_masa"]
    alir: Parts = ()
    sediaan: Parts = ()
    titik: Parts = ()
    tetap: Parts = ()
    tingkat: Parts = ()
    sebaran: Parts = ()
    _name: str = PrivateAttr("")

    @property
    def name(self) -> str:
        """Its name in `parts.yaml`, and of its SQL file."""
        return self._name

    @property
    def times(self) -> dict[str, str]:
        """The kind of each of its parts over time."""
        return {part: time for time in TIMES for part in getattr(self, time)}

    @model_validator(mode="after")
    def _has_parts_named_once(self) -> Self:
        parts = [part for time in TIMES for part in getattr(self, time)]
        if not parts:
            raise ValueError("has no parts")
        if twice := sorted({part for part in parts if parts.count(part) > 1}):
            raise ValueError(f"{', '.join(twice)} named twice")
        return self

    @property
    def sql(self) -> str:
        """A query of ``part, region_code, period, value, amount``."""
        return (FOLDER / f"{self.name}.sql").read_text(encoding="utf-8")

    @property
    def part_names(self) -> tuple[str, ...]:
        """Its parts, and the part that records who reported."""
        return (*self.times, REPORTED + self.name)


GROUPS = TypeAdapter(dict[Name, Group])


@lru_cache(maxsize=1)
def groups() -> dict[str, Group]:
    """All groups by name. Raises `ValueError` naming the place in `parts.yaml` and the reason."""
    found = check(GROUPS, read_yaml(FILE), FILE)
    for name, group in found.items():
        group._name = name
    return found


@lru_cache(maxsize=1)
def group_of() -> dict[str, Group]:
    """The group of each part. Raises `ValueError` for a part that two groups claim."""
    found: dict[str, Group] = {}
    for group in groups().values():
        for part in group.times:
            if part in found:
                raise ValueError(f"{FILE.name}: {group.name}: {part} is a part of {found[part].name} and of {group.name}")
            found[part] = group
    return found


def group_of_item(item: Indicator) -> Group:
    """The group of parts whose reports an indicator depends on."""
    return group_of()[item.top[0][1]]
