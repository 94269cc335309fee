"""Submissions by feeds: states, contents, obligations, findings, API tokens.

Revision ID: 0005
"""

from data.store.migrations import apply

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    apply("0005", "feeds", "point_{kind}")


def downgrade() -> None:
    raise RuntimeError("What agencies sent is not dropped by a migration.")
