"""Derived facts: dropped and rebuilt from `inti` at any time, in one transaction."""

from data.refresh.facts import SUBMISSIONS, make_edition, refresh, refresh_feeds, refresh_places

__all__ = ["SUBMISSIONS", "make_edition", "refresh", "refresh_feeds", "refresh_places"]
