"""What indicators are made of: groups of parts, each one SQL file here, read from `parts.yaml`."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.model.yamls import read_yaml

FOLDER = Path(__file__).parent
TIMES = ("alir", "sediaan", "titik", "tetap", "tingkat", "sebaran")
REPORTED = "lapor:"  # parts that say who reported: `lapor:` and the group's name


@dataclass(frozen=True)
class Group:
    """One SQL file: its feeds, how it is known who reported (`covered`), and the time of each of its parts."""

    name: str
    feeds: tuple[str, ...]
    covered: str
    times: dict[str, str]

    @property
    def sql(self) -> str:
        """A query of ``part, region_code, period, value, amount``."""
        return (FOLDER / f"{self.name}.sql").read_text(encoding="utf-8")

    @property
    def part_names(self) -> tuple[str, ...]:
        """Its parts, and the one that says who reported."""
        return (*self.times, REPORTED + self.name)


@lru_cache(maxsize=1)
def groups() -> dict[str, Group]:
    """All groups by name."""
    tree = read_yaml(FOLDER / "parts.yaml")
    return {
        name: Group(
            name, tuple(entry["feeds"]), entry["covered"], {part: time for time in TIMES for part in entry.get(time, ())}
        )
        for name, entry in tree.items()
    }


@lru_cache(maxsize=1)
def group_of() -> dict[str, Group]:
    """The group of each part. Raises `ValueError` for a part that two groups claim."""
    found: dict[str, Group] = {}
    for group in groups().values():
        for part in group.times:
            if part in found:
                raise ValueError(f"{part} is a part of {found[part].name} and of {group.name}")
            found[part] = group
    return found
