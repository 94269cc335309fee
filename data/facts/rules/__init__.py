"""Rules of indicators as small tables worked out by hand: rows of the store in, facts out.

Each file holds a list of rules; tests put the rows into a store and compare the facts, and the method page shows them.
"""

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, PrivateAttr, TypeAdapter

from data.model.yamls import Declared, Name, check, read_yaml

FOLDER = Path(__file__).parent
Row = dict[str, str]


def table_of(table: str) -> list[Row]:
    """Rows of a table drawn with ``|``; the first line names the columns, empty cells are ''. Raises `ValueError` for a line
    with more or fewer cells."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip() and not set(line.strip()) <= set("|-+ ")]
    split = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(split[0], cells, strict=True)) for cells in split[1:]]


def _drawn(table: object) -> object:
    return table_of(table) if isinstance(table, str) else table


Table = Annotated[list[Row], BeforeValidator(_drawn, json_schema_input_type=str)]


class Rule(Declared):
    """`given` are rows by table, `expect` facts (``indicator, region, period, numerator, denominator, value, state``); an empty
    cell is ''. `theme` is the file's name."""

    words: str = Field(alias="rule", min_length=3)
    given: dict[Name, Table]
    expect: Annotated[Table, Field(min_length=1)]
    _theme: str = PrivateAttr("")

    @property
    def theme(self) -> str:
        """The name of its file."""
        return self._theme


RULES = TypeAdapter(tuple[Rule, ...])


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, by file. Raises `ValueError` naming file, place and reason."""
    found: list[Rule] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for rule in check(RULES, read_yaml(path), path):
            rule._theme = path.stem
            found.append(rule)
    return tuple(found)


def rules_of(indicator: str) -> list[Rule]:
    """Rules that work out a fact of an indicator."""
    return [rule for rule in rules() if any(row["indicator"] == indicator for row in rule.expect)]
