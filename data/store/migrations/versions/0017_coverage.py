"""What a submission reports on is a table of its own: absence from a list is not zero. Facts begin where reports begin.

Revision ID: 0017
"""

from data.store.migrations import apply

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    apply("0017", "coverage")


def downgrade() -> None:
    raise RuntimeError("Which regions a submission reported on would be lost.")
