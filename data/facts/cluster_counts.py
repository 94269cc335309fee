"""The counts that clusters are computed from, as everybody reads them; apart from `data.facts.clusters`, which loads esda."""

import numpy as np
import numpy.typing as npt

from data.facts.indicators import SMALL_COUNT

INDICATOR = "kasus_narkoba"
TOO_FEW = SMALL_COUNT / 2  # of "fewer than 5" nothing else is known: the middle of 1 to 4


def as_published(counts: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
    """Counts as those of kecamatan are read here: to fives, and fewer than 5 as the middle of 1 to 4."""
    return np.where((counts > 0) & (counts < SMALL_COUNT), TOO_FEW, SMALL_COUNT * np.round(counts / SMALL_COUNT))
