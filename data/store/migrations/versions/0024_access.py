"""Access to treatment, by question.

Revision ID: 0024
"""

from data.store.migrations import apply

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    apply("0024", "access")


def downgrade() -> None:
    raise RuntimeError("Drop the table analitik.access by hand if it must go.")
