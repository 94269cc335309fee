"""What an area is among its neighbours; apart from `geo.stats.clusters`, which takes half a second to load."""

from enum import IntEnum


class ClusterClass(IntEnum):
    """What an area is; 1 to 4 are the quadrants of esda, where they are significant."""

    NOT_SIGNIFICANT = 0
    HIGH_HIGH = 1
    LOW_HIGH = 2
    LOW_LOW = 3
    HIGH_LOW = 4
    UNDEFINED = 5
    NO_NEIGHBOUR = 6
