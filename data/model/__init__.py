"""The base of everything in `data`: tables, roles, settings, faults, progress. Opens no connection."""
