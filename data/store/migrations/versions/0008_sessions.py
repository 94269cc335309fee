"""Sessions that can be ended everywhere, the last sign-in, and grants with a reason and an end.

Revision ID: 0008
"""

from data.store.migrations import apply

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    apply("0008", "sessions")


def downgrade() -> None:
    raise RuntimeError("Reasons and ends of grants are not dropped by a migration.")
