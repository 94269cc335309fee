"""Treatment: shared clients, the way through it, and how long people stay.

Revision ID: 0022
"""

from data.store.migrations import apply

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    apply("0022", "treatment")


def downgrade() -> None:
    raise RuntimeError("Drop the tables analitik.breakdown and analitik.survival by hand if they must go.")
