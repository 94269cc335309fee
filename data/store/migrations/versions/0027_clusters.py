"""Clusters of areas.

Revision ID: 0027
"""

from data.store.migrations import apply

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    apply("0027", "clusters")


def downgrade() -> None:
    raise RuntimeError("Drop what this step made by hand if it must go.")
