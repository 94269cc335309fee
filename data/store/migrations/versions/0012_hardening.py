"""Close what a login reaches beyond its rows: types of its own, locks, statistics, the signing key, fields without end.

Revision ID: 0012
"""

from data.store.migrations import apply

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    apply("0012", "functions", "locks", "statistics", "entered_{kind}")


def downgrade() -> None:
    raise RuntimeError("Holes are not opened again by a migration.")
