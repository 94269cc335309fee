"""GIS clients: accounts of their own, views, policies on the login, points placed as they come in. PostGIS only but the table.

Revision ID: 0003
"""

from data.store.migrations import apply

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    apply("0003", "accounts", "gis_{kind}")


def downgrade() -> None:
    raise RuntimeError("Drop the schema peta by hand if it must go.")
