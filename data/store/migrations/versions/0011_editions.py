"""Editions: what was last told of counts of people, so that the next one tells nothing by what changed.

Revision ID: 0011
"""

from data.store.migrations import apply

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    apply("0011", "editions")


def downgrade() -> None:
    raise RuntimeError("What was told of people is not forgotten by a migration: the next edition has to know it.")
