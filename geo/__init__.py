"""Geometry and spatial statistics as plain functions. Imports no database and no page."""
