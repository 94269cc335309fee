"""Derived facts: dropped and rebuilt from `inti` at any time, in one transaction."""

from data.refresh.facts import refresh, refresh_places, refresh_themes

__all__ = ["refresh", "refresh_places", "refresh_themes"]
