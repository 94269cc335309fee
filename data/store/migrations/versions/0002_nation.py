"""Rows of every theme, and boundaries in versions.

Revision ID: 0002
"""

from data.store.migrations import apply

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    apply("0002", "tables", "boundaries", "points_{kind}", "policies")


def downgrade() -> None:
    raise RuntimeError("Rows would be lost: restore a backup instead.")
