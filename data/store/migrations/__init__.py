"""Schema changes, by Alembic only, run with the owner's role."""

from pathlib import Path

from alembic import op

_SQL = Path(__file__).parent / "sql"


def apply(revision: str, *names: str) -> None:
    """Run the SQL files of a revision in order; ``{kind}`` in a name becomes ``postgis`` or ``embedded``."""
    bind = op.get_bind()
    postgis = bind.exec_driver_sql("select 1 from pg_extension where extname = 'postgis'").first()
    kind = "postgis" if postgis else "embedded"
    driver = bind.connection.driver_connection
    assert driver is not None
    for name in names:
        # straight to psycopg: whole files, and '%' in them is not a placeholder
        driver.execute((_SQL / revision / f"{name.format(kind=kind)}.sql").read_text(encoding="utf-8"))
