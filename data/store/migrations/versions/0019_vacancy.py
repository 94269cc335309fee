"""Vacancy of facilities, in words.

Revision ID: 0019
"""

from data.store.migrations import apply

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    apply("0019", "vacancy")


def downgrade() -> None:
    raise RuntimeError("Drop the table analitik.vacancy by hand if it must go.")
