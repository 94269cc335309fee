"""Runs of what takes long: facts after a submission, quality rules, the bulletin.

Revision ID: 0016
"""

from data.store.migrations import apply

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    apply("0016", "jobs")


def downgrade() -> None:
    raise RuntimeError("What waits to be computed would be lost.")
