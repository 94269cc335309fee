"""Arrays packed as the map's browser side unpacks them."""

import base64
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


def packed(array: npt.NDArray[np.generic]) -> str:
    """An array's bytes, deflated, as base64."""
    return base64.b64encode(zlib.compress(array.tobytes(), 6)).decode()


def stacked(classes: Sequence[Bytes]) -> str:
    """Classes of all periods in order; each but the first as its XOR with the previous one, because little changes
    in a year.
    """
    arrays = np.stack(classes)
    arrays[1:] ^= arrays[:-1].copy()
    return packed(arrays)
