"""Drafts of forms; URICA and ASSIST of an assessment may be left out.

Revision ID: 0020
"""

from data.store.migrations import apply

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    apply("0020", "drafts")


def downgrade() -> None:
    raise RuntimeError("Drop the table mentah.draf by hand if it must go.")
