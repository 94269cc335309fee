"""Layers packed for the map, and breaks by several methods.

Revision ID: 0004
"""

from data.store.migrations import apply

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    apply("0004", "layers")


def downgrade() -> None:
    raise RuntimeError("Drop analitik.lapis by hand if it must go.")
