"""Official boundaries: read any file, match its areas with the region list, hold them against known points, repair, report."""

from geo.boundaries.compose import GAP_DEGREES, Composition, compose
from geo.boundaries.hold import LIMIT, Held, hold
from geo.boundaries.match import Matched, bps_codes, match
from geo.boundaries.picture import picture
from geo.boundaries.places import known_points
from geo.boundaries.read import read_files
from geo.boundaries.unpack import BoundaryError

__all__ = [
    "GAP_DEGREES", "LIMIT", "BoundaryError", "Composition", "Held", "Matched", "bps_codes", "compose", "hold", "known_points",
    "match", "picture", "read_files",
]  # fmt: skip
