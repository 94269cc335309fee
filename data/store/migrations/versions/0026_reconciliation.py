"""Linked cases of agencies, and their differences.

Revision ID: 0026
"""

from data.store.migrations import apply

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    apply("0026", "reconciliation")


def downgrade() -> None:
    raise RuntimeError("Drop what this step made by hand if it must go.")
