"""Breaks of classes against what mapclassify's documentation prints: employment density in 58 counties of California."""

import mapclassify
import numpy as np
import pytest

from geo.stats.classes import fit_edges

# upper edges of five classes (head/tail makes as many as it finds)
CALEMP = {
    "kuantil": [1.464, 5.798, 13.278, 54.616, 4111.45],
    "fisher_jenks": [75.29, 192.05, 370.5, 722.85, 4111.45],
    "sama": [822.394, 1644.658, 2466.922, 3289.186, 4111.45],
    "kepala_ekor": [125.92810345, 811.26, 4111.45],
}


@pytest.mark.parametrize("method", CALEMP)
def test_calemp_gives_its_published_breaks(method: str) -> None:
    counties = np.asarray(mapclassify.load_example(), dtype=float)
    found = fit_edges(counties, 5, method)
    np.testing.assert_allclose(found[: len(CALEMP[method])], CALEMP[method], atol=0.0006)
