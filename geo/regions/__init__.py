"""Regions: their codes and names, how they are found, what became of them, and which are comparable."""
