"""Sign-in verified in the store, sessions that end there, tries counted as they are made, and an account's office.

Revision ID: 0013
"""

from data.store.migrations import apply

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    apply("0013", "tables", "sign_in", "sessions", "accounts")


def downgrade() -> None:
    raise RuntimeError("Sessions and offices of accounts are not dropped by a migration.")
