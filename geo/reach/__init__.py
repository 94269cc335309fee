"""Reach: places and capacity within a distance."""
