"""Compare an indicative level with official polygons of the same codes."""

import geopandas as gpd
import pandas as pd
import shapely

EQUAL_AREA = "EPSG:6933"


def overlap(shapes: gpd.GeoSeries, official: gpd.GeoSeries) -> pd.Series:
    """Intersection over union (0..1) per code found in both; both indexed by code, any CRS.

    Raises `ValueError` when one of the two has no CRS.
    """
    if shapes.crs is None or official.crs is None:
        raise ValueError("both layers need a CRS")
    common = shapes.index.intersection(official.index)
    mine = shapes.loc[common].to_crs(EQUAL_AREA).make_valid()
    theirs = official.loc[common].to_crs(EQUAL_AREA).make_valid()
    shared = shapely.area(shapely.intersection(mine.to_numpy(), theirs.to_numpy()))
    return pd.Series(shared / (mine.area.to_numpy() + theirs.area.to_numpy() - shared), index=common)
