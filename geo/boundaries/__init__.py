"""Official boundaries: read any file, match its areas with the region list, repair them, report findings."""

from geo.boundaries.compose import GAP_DEGREES, Composition, compose
from geo.boundaries.match import Matched, match
from geo.boundaries.read import BoundaryError, read_files

__all__ = ["GAP_DEGREES", "BoundaryError", "Composition", "Matched", "compose", "match", "read_files"]
