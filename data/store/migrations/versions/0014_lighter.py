"""Editions go, counts of people are published rounded as they come; writers' policies cost no plan.

Revision ID: 0014
"""

from data.store.migrations import apply

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    apply("0014", "editions", "writers")


def downgrade() -> None:
    raise RuntimeError("What an edition hid is not brought back by a migration: a refresh derives all facts.")
