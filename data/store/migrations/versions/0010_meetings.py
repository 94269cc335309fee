"""Meetings with the figures they saw, what they decided, and who is sent a bulletin.

Revision ID: 0010
"""

from data.store.migrations import apply

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    apply("0010", "meetings")


def downgrade() -> None:
    raise RuntimeError("What meetings decided is not dropped by a migration.")
