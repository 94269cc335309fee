"""What changed for clients of community based intervention, by unit and region.

Revision ID: 0023
"""

from data.store.migrations import apply

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    apply("0023", "ibm_change")


def downgrade() -> None:
    raise RuntimeError("Drop the table analitik.ibm_change by hand if it must go.")
