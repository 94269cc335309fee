"""A map of an area's parts as vectors: what the map page colours, drawn as SVG for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.analysis.profile import Profile
from dashboard.cache import answers
from dashboard.documents.html_map import simplified
from dashboard.words import palettes
from dashboard.words.legend import all_labels
from dashboard.words.texts import number, pick
from data.facts.indicators import Indicator, indicator
from data.queries import Fit, Freshness, Layer
from data.store.scope import Scope
from geo.regions.codes import Level, inside

_WIDTH = 1000.0
_BY_LEVEL = {1: "cakupan_bersinar", 2: "cakupan_bersinar", 3: "cakupan_bersinar", 4: "status_bersinar"}


@dataclass(frozen=True)
class Drawing:
    """`svg` is as wide as `width` and as high as `height`; `legend` has colour, label and how many parts."""

    title: str
    svg: str
    width: float
    height: float
    legend: list[tuple[str, str, str]]

    @property
    def legend_words(self) -> str:
        """The legend as text, for who cannot see the colours."""
        return "; ".join(f"{label}: {count}" for _, label, count in self.legend)


def draw(profile: Profile, scope: Scope, state: Freshness) -> Drawing | None:
    """The parts of the area by coverage, or villages by stage; ``None`` for a village, which has no parts."""
    if profile.level == Level.VILLAGE:
        return None
    level = int(profile.level) + 1
    item = indicator(_BY_LEVEL[level])
    regions = answers.regions(scope, state.boundary_version, level)
    span = inside(regions["code"], profile.code)
    layer = answers.layer(scope, state.data_version, item.code, level, profile.period, Fit("", *span))
    return drawing_of(item, layer, regions, span, answers.shapes(scope, state.boundary_version, level, profile.code))


def drawing_of(item: Indicator, layer: Layer, regions: pd.DataFrame, span: tuple[int, int], outlines: gpd.GeoSeries) -> Drawing:
    """Regions numbered `span` (from, to without it) of a layer; `outlines` as `queries.shapes` gives them."""
    start, end = span
    shapes = simplified(outlines)
    numbers = regions["code"].searchsorted(shapes.index)
    colours, labels, counts = palettes.layer_palette(item, layer), all_labels(item, layer), layer.counts(start, end)
    names = regions["name"].to_numpy()[numbers]
    svg, height = _svg(shapes, [colours[int(byte)] for byte in layer.classes[numbers]], names)
    legend = [(colours[byte], label, number(counts[byte])) for byte, label in labels.items() if counts.get(byte)]
    return Drawing(f"{pick(item.name)} ({pick(item.unit)})", svg, _WIDTH, height, legend)


def _svg(shapes: gpd.GeoSeries, colours: Sequence[str], names: Sequence[str]) -> tuple[str, float]:
    """The picture, and how high it is; each part bears its code and name."""
    parts, height = placed(shapes)
    paths = "".join(
        f'<path data-code="{code}" fill="{colour}" d="{outline(shape)}"><title>{escape(name)}</title></path>'
        for shape, colour, code, name in zip(parts, colours, shapes.index, names, strict=True)
        if shape
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.1f}">'
        f'<g stroke="#33434a" stroke-width="0.8" stroke-linejoin="round" fill-rule="evenodd">{paths}</g></svg>'
    ), height


def placed(shapes: gpd.GeoSeries) -> tuple[np.ndarray, float]:
    """Shapes in the picture, equirectangular about the middle latitude and as wide as it, and how high it is."""
    west, south, east, north = shapes.total_bounds if len(shapes) else (0.0, 0.0, 1.0, 1.0)
    narrow = float(np.cos(np.radians((south + north) / 2)))
    scale = _WIDTH / ((east - west) * narrow)
    made = shapely.transform(
        shapes.to_numpy(), lambda at: np.column_stack([(at[:, 0] - west) * narrow * scale, (north - at[:, 1]) * scale])
    )
    return made, (north - south) * scale


def outline(shape: shapely.Geometry) -> str:
    """The path of a shape, to a tenth of a thousandth of the picture's width."""
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z" for ring in rings)
