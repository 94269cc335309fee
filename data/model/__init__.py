"""What every room of the store leans on: tables, roles, settings, faults, and how far a step is. Knows no connection."""
