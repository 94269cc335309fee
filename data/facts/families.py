"""Indicators that are one choice at all levels: one down to the kecamatan, and the one of villages that its file names.

A family goes by the code of its first member. An indicator without a counterpart is a family by itself.
"""

from collections.abc import Sequence
from functools import lru_cache

from data.facts.indicators import Indicator, indicator, registry


@lru_cache(maxsize=1)
def heads() -> tuple[Indicator, ...]:
    """The first member of every family, in the order of their codes."""
    return tuple(item for item in registry().values() if item.code not in _above())


@lru_cache(maxsize=1)
def _above() -> dict[str, str]:
    return {item.village: item.code for item in registry().values() if item.village}


def head_of(item: Indicator) -> Indicator:
    """The first member of an indicator's family."""
    return registry()[_above().get(item.code, item.code)]


def levels_of(item: Indicator) -> tuple[int, ...]:
    """The levels that the family exists at, the nation first."""
    head = head_of(item)
    return (*head.levels, *(registry()[head.village].levels if head.village else ()))


def map_levels(item: Indicator) -> tuple[int, ...]:
    """The levels of the family that divide the nation, so that a map shows something: all but its own."""
    return tuple(level for level in levels_of(item) if level > 0)


def at_level(item: Indicator, level: int) -> Indicator:
    """The member of the family at a level. Raises `Fault` where the family does not exist there."""
    head = head_of(item)
    if level in head.levels:
        return head
    member = indicator(head.village) if head.village else head
    return member if level in member.levels else indicator(f"{head.code} ({level})")


def nearest(levels: Sequence[int], asked: int) -> int:
    """The level of `levels` nearest to the one asked for, the coarser of two as near."""
    return min(levels, key=lambda level: (abs(level - asked), level))


def named(code: str) -> Indicator | None:
    """The family that an address means: by the code of a member, or of a series, whose newest edition is meant; or ``None``."""
    known = registry()
    if code in known:
        return head_of(known[code])
    editions = [item for item in known.values() if item.series == code]
    return max(editions, key=lambda item: item.edition_year, default=None)
