"""Derived facts: dropped and rebuilt from `inti` at any time, in one transaction."""

from data.refresh.facts import refresh

__all__ = ["refresh"]
