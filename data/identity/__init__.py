"""People, roles, scopes, and how a scope is proved to the database."""
