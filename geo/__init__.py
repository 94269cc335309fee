"""Geometry and spatial statistics as plain functions. Knows no database and no page."""
