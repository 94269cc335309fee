"""Access to places by floating catchments: how many places a person can reach, when all who reach them share them.

Two steps (Luo and Wang 2003, Environment and Planning B 30: 865-884). First each facility divides its places by the demand
within reach of it; then each origin adds up these ratios over the facilities within reach of it. With weights that fall with
distance this is the enhanced form (Luo and Qi 2009, Health & Place 15: 1100-1107); `gaussian` are the continuous weights of Dai
(2010, Health & Place 16: 1038-1052).

Whom nobody reaches is flagged and 0: a facility without demand has no ratio, an origin without a facility has no access, and
neither is a division by zero.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geo.reach.distance import great_circle, pairs_within

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Index = npt.NDArray[np.intp]


class Reach(NamedTuple):
    """Pairs of an origin and a facility within a distance: their indices, and metres between them on the sphere."""

    origin: Index
    facility: Index
    metres: Floats


class Catchment(NamedTuple):
    """Access of origins and ratios of facilities.

    `access` is places per unit of demand, one number per origin, 0 where `reaches` is False: no facility with places is within
    reach. `ratio` is places per unit of demand, one number per facility, 0 where `reached` is False: no demand is within reach.
    """

    access: Floats
    reaches: Flags
    ratio: Floats
    reached: Flags


def reach_within(origins: Floats, facilities: Floats, metres: float) -> Reach:
    """All pairs at most `metres` apart; both are (n, 2) longitudes and latitudes in degrees, finite."""
    origin, facility = pairs_within(origins, facilities, metres)
    return Reach(origin, facility, great_circle(origins[origin], facilities[facility]))


def gaussian(metres: Floats, radius: float) -> Floats:
    """Weights of distances from 0 to `radius`: 1 beside the facility, falling as a Gaussian to 0 at the radius (Dai 2010).

    The standard deviation is the radius, and the curve is shifted and stretched so that it ends at 0; beyond the radius the
    weight is 0. Raises `ValueError` for a radius that is not positive.
    """
    if not radius > 0:
        raise ValueError(f"the radius must be positive, not {radius}")
    edge = np.exp(-0.5)
    weight = (np.exp(-0.5 * np.square(np.minimum(metres, radius) / radius)) - edge) / (1 - edge)
    return np.maximum(weight, 0.0)


def catchment(demand: Floats, places: Floats, reach: Reach, weight: Floats | None = None) -> Catchment:
    """2SFCA of `demand` (one number per origin) and `places` (one per facility); with a `weight` per pair its enhanced form.

    All are finite and not negative. Access times demand, summed over all origins, is the number of places that anybody reaches.
    Raises `ValueError` for a negative or missing number, or for weights that do not match the pairs.
    """
    weight = np.ones(len(reach.origin)) if weight is None else weight
    if len(weight) != len(reach.origin):
        raise ValueError(f"{len(weight)} weights for {len(reach.origin)} pairs")
    for name, numbers in (("demand", demand), ("places", places), ("weight", weight)):
        if not (np.isfinite(numbers) & (numbers >= 0)).all():
            raise ValueError(f"{name} must be finite and not negative")
    weights = csr_array((weight, (reach.origin, reach.facility)), shape=(len(demand), len(places)))
    wanted = weights.T @ demand
    reached = wanted > 0
    ratio = np.divide(places, wanted, out=np.zeros(len(places)), where=reached)
    useful = (weight > 0) & (places[reach.facility] > 0)
    reaches = np.zeros(len(demand), dtype=np.bool_)
    reaches[reach.origin[useful]] = True
    return Catchment(weights @ ratio, reaches, ratio, reached)
