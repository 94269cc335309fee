"""The audit trail.

Revision ID: 0007
"""

from data.store.migrations import apply

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    apply("0007", "audit")


def downgrade() -> None:
    raise RuntimeError("Who did what is not dropped by a migration.")
