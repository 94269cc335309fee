"""Accounts: passwords to be changed, second factors, single sign-on, administrators; small numbers opened for a reason.

Revision ID: 0009
"""

from data.store.migrations import apply

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    apply("0009", "accounts", "token", "findings")


def downgrade() -> None:
    raise RuntimeError("Second factors and what was opened are not dropped by a migration.")
