"""Alembic's entry: always called with a connection, see data/store/prepare.py."""

from alembic import context

from data.model.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table_schema="inti",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
