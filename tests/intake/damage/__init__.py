"""Right files, and what offices, Excel and other programs do to them. Each kind knows what the file then says.

A kind returns the file and its truth: the rows that it says to a careful reader, or ``None`` where nobody can know.
"""

from tests.intake.damage import cells, days, identity, layout, shapes
from tests.intake.damage.right import KINDS

__all__ = ["KINDS", "cells", "days", "identity", "layout", "shapes"]
