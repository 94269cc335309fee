"""Breaks of classes are no longer kept: they follow the area and the period on the screen.

Revision ID: 0018
"""

from data.store.migrations import apply

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    apply("0018", "classes")


def downgrade() -> None:
    raise RuntimeError("The refresh of the older version would fit the breaks again, but no refresh is due.")
