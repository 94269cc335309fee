"""Rules of indicators as small tables worked out by hand: rows of the store in, facts out.

Each file holds a list of rules; tests put the rows into a store and compare the facts, and the method page shows them.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.model.yamls import read_yaml

Row = dict[str, str]


@dataclass(frozen=True)
class Rule:
    """`given` are rows by table, `expect` facts (``indicator, region, period, numerator, denominator, value, state``); an empty
    cell is ''."""

    theme: str
    words: str
    given: dict[str, list[Row]]
    expect: list[Row]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, by file."""
    return tuple(
        Rule(
            path.stem, rule["rule"], {table: table_of(text) for table, text in rule["given"].items()}, table_of(rule["expect"])
        )
        for path in sorted(Path(__file__).parent.glob("*.yaml"))
        for rule in read_yaml(path)
    )


def rules_of(indicator: str) -> list[Rule]:
    """Rules that work out a fact of an indicator."""
    return [rule for rule in rules() if any(row["indicator"] == indicator for row in rule.expect)]


def table_of(table: str) -> list[Row]:
    """Rows of a table drawn with ``|``; the first line names the columns, empty cells are ''."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip() and not set(line.strip()) <= set("|-+ ")]
    split = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(split[0], cells, strict=True)) for cells in split[1:]]
