"""People, roles and scopes, and how a scope is proved to the database."""
