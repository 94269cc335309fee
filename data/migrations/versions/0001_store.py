"""The first store: access, regions, shapes, the three themes' rows, facts.

Revision ID: 0001
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

_SQL = Path(__file__).parent.parent / "sql" / "0001"


def upgrade() -> None:
    bind = op.get_bind()
    postgis = bind.exec_driver_sql("select 1 from pg_extension where extname = 'postgis'").first()
    kind = "postgis" if postgis else "embedded"
    driver = bind.connection.driver_connection
    assert driver is not None
    for name in ("access", f"geometry_{kind}", "tables", f"shapes_{kind}", "policies"):
        # straight to psycopg: whole files, and '%' in them is not a placeholder
        driver.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise RuntimeError("The first migration is not undone: drop the database instead.")
