"""A token proves who asks and nothing else: the store looks up what that is worth. Rows about persons leave by functions alone.

Revision ID: 0015
"""

from data.store.migrations import apply

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    apply("0015", "scope", "accounts", "sign_in", "rows", "gis_{kind}")


def downgrade() -> None:
    raise RuntimeError("What a token is worth is not left to the app again by a migration.")
