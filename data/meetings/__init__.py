"""Meetings: the figures that one of them saw, and what was decided."""
