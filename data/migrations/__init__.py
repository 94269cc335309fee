"""Schema changes, Alembic only, run by the owner's role."""
