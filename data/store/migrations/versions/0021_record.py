"""Offices to call, columns declared free of people, programmes of others, and figures that agencies publish.

Revision ID: 0021
"""

from data.store.migrations import apply

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    apply("0021", "contact", "contact_{kind}", "declared", "programmes", "published")


def downgrade() -> None:
    raise RuntimeError("What agencies sent since is not dropped by a migration.")
