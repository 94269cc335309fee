"""The map of clusters of cases: classes of areas, and the circles of the scan as outlines."""

import json
from collections.abc import Sequence
from html import escape

import folium
import geopandas as gpd
import pandas as pd
import shapely
from branca.element import Figure

from dashboard.documents.html_map import Signs, Written, add_areas, base_map, page_of, served, simplified

_OUTLINE = "#12191c"
_NUMBER_PX = 15
_WORDS_PX = 44  # two lines of the sentence; on a phone it has four, where areas are flat enough


def cluster_map(
    areas: pd.DataFrame, shapes: gpd.GeoSeries, circles: pd.DataFrame, frame: Sequence[float], sentence: str
) -> str:
    """Painted areas with the circles of the scan over them, as HTML for a frame inside the app.

    `areas` has ``name, said, colour, dashed`` by code, for the codes of `shapes`; the areas of `circles` (``rank, members``)
    have one outline, and the number of their circle. `frame` is what the map shows first: west, south, east, north. `sentence`
    stands on the map: who copies the picture copies it too.
    """
    drawn = simplified(shapes[shapes.index.isin(areas.index)])
    made = base_map(frame, _WORDS_PX)
    add_areas(made, areas, drawn)
    found = {row.rank: shapely.union_all(drawn[drawn.index.isin(row.members)].to_numpy()) for row in circles.itertuples()}
    outlines = {rank: shape for rank, shape in found.items() if not shape.is_empty}
    if outlines:
        lines = gpd.GeoDataFrame(geometry=[shapely.boundary(shape) for shape in outlines.values()], crs=4326)
        style = {"color": _OUTLINE, "weight": 2.2, "fill": False, "interactive": False}
        folium.GeoJson(json.loads(lines.to_json(drop_id=True)), style_function=lambda _: style, smooth_factor=0.4).add_to(made)
        Signs([_number(rank, shape) for rank, shape in outlines.items()]).add_to(made)
    root = made.get_root()
    assert isinstance(root, Figure)
    root.html.add_child(Written(f'<div class="bs-head"><small>{escape(sentence)}</small></div>'))
    return page_of(made, served())


def _number(rank: int, shape: shapely.Geometry) -> list[object]:
    """The number of a circle, in the largest of its parts."""
    parts = shapely.get_parts(shape)
    place = shapely.point_on_surface(parts[shapely.area(parts).argmax()])
    return [place.y, place.x, str(rank), _NUMBER_PX, _OUTLINE, str(rank)]
