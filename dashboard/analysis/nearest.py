"""Places of treatment near a place."""

import numpy as np
import pandas as pd
from pyproj import Geod

_EARTH = Geod(ellps="WGS84")


def nearest(facilities: pd.DataFrame, lon: float, lat: float, most: int) -> pd.DataFrame:
    """The `most` rows of `facilities` (``lon, lat`` in degrees) nearest to a place, with ``km``: geodesic, not along roads.

    The nearest first; those as far as each other stay in their order.
    """
    _, _, metres = _EARTH.inv(
        np.full(len(facilities), lon), np.full(len(facilities), lat), facilities["lon"].to_numpy(), facilities["lat"].to_numpy()
    )
    return facilities.assign(km=metres / 1000).sort_values("km", kind="stable").head(most)
