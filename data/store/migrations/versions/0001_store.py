"""The first store: access, regions, shapes, the three themes' rows, facts.

Revision ID: 0001
"""

from data.store.migrations import apply

revision = "0001"
down_revision = None


def upgrade() -> None:
    apply("0001", "access", "geometry_{kind}", "tables", "shapes_{kind}", "policies")


def downgrade() -> None:
    raise RuntimeError("The first migration is not undone: drop the database instead.")
