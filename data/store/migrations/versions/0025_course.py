"""Courses of cases: how long steps take, and what stands still.

Revision ID: 0025
"""

from data.store.migrations import apply

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    apply("0025", "course")


def downgrade() -> None:
    raise RuntimeError("Drop what this step made by hand if it must go.")
