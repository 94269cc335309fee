"""Derived facts: dropped and rebuilt from `inti` at any time, in one transaction."""

from data.refresh.facts import SUBMISSIONS, refresh, refresh_feeds, refresh_places

__all__ = ["SUBMISSIONS", "refresh", "refresh_feeds", "refresh_places"]
