"""The simulated nation as frames, made once for all tests that look at it."""

import pytest

from data.ops.simulation.generate import Nation, generate
from geo import reference


@pytest.fixture(scope="session")
def nation_rows() -> Nation:
    return generate(reference.read_regions(), 2045)
