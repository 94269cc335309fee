"""Meetings: the figures that were shown, and the decisions made."""
