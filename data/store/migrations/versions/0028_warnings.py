"""Early warnings.

Revision ID: 0028
"""

from data.store.migrations import apply

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    apply("0028", "warnings")


def downgrade() -> None:
    raise RuntimeError("Drop what this step made by hand if it must go.")
