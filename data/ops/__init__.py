"""Operators' tasks: the first load, boundaries, moving and backing up a store, simulated rows; and their commands."""
