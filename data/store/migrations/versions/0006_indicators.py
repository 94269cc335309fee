"""Parts of facts, targets, and the capability index of facilities.

Revision ID: 0006
"""

from data.store.migrations import apply

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    apply("0006", "indicators", "layers_{kind}")


def downgrade() -> None:
    raise RuntimeError("What agencies sent is not dropped by a migration.")
