"""A picture of the shapes that contradict, with a line from each to where its region is known to be."""

import json
from html import escape

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
import typst

_WIDTH, _LEAST_HEIGHT, _MOST_HEIGHT = 1000.0, 300.0, 700.0
_MARGIN = 0.06  # of the larger side, around what is drawn
_GREY = 3000  # shapes drawn as surroundings, the largest ones
_MANY = 60
_LABELS = 15  # more names would cover each other
_TEMPLATE = """
#let it = json(bytes(sys.inputs.picture))
#set page(width: 1040pt, height: auto, margin: 20pt, fill: white)
#set text(size: 15pt, lang: "id")
#text(size: 22pt, weight: "bold", it.title)
#v(-8pt)
#it.subtitle
#v(-4pt)
#image(bytes(it.svg), format: "svg", width: 1000pt)
#v(-4pt)
#for (colour, label) in it.legend [
  #box(baseline: 10%, rect(width: 16pt, height: 12pt, fill: rgb(colour), stroke: 0.6pt + rgb("#333333"))) #label #h(16pt)
]
"""
_SHAPE, _WRONG, _KNOWN = "#d9d9d9", "#d55e00", "#0072b2"


def picture(features: gpd.GeoDataFrame, contradictions: gpd.GeoDataFrame, title: str, subtitle: str) -> bytes:
    """A PNG of `contradictions` (see `geo.boundaries.hold.Held`) among the other `features`, all in EPSG:4326."""
    svg = _svg(features, contradictions)
    legend = [
        (_SHAPE, "Bentuk lain di berkas"),
        (_WRONG, "Bentuk yang bertentangan"),
        (_KNOWN, "Letak wilayah itu yang diketahui, dihubungkan dengan garis"),
    ]
    content = {"title": title, "subtitle": subtitle, "svg": svg, "legend": legend}
    made = typst.compile(
        _TEMPLATE.encode(), format="png", ppi=96, ignore_system_fonts=True, sys_inputs={"picture": json.dumps(content)}
    )
    assert isinstance(made, bytes)
    return made


class _Frame:
    """Turns degrees into places of the picture."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        pad = _MARGIN * max(east - west, north - south, 0.01)
        wide, high = east - west + 2 * pad, north - south + 2 * pad
        self.height = min(max(_WIDTH * high / wide, _LEAST_HEIGHT), _MOST_HEIGHT)
        self.scale = min(_WIDTH / wide, self.height / high)
        self._left = west - pad - (_WIDTH / self.scale - wide) / 2
        self._top = north + pad + (self.height / self.scale - high) / 2
        self.box = shapely.box(self._left, self._top - self.height / self.scale, self._left + _WIDTH / self.scale, self._top)

    def at(self, lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray((lonlat - [self._left, self._top]) * [self.scale, -self.scale])

    def path(self, shape: shapely.Geometry) -> str:
        simple = shapely.simplify(shape, 0.7 / self.scale)
        simple = shape.envelope if simple.is_empty else simple
        rings = shapely.get_rings(shapely.get_parts(simple))
        return " ".join(
            "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in self.at(shapely.get_coordinates(ring))) + "Z" for ring in rings
        )


def _svg(features: gpd.GeoDataFrame, contradictions: gpd.GeoDataFrame) -> str:
    wrong = contradictions[contradictions.geometry.notna() & ~contradictions.geometry.is_empty]
    known = wrong[["lon", "lat"]].dropna().to_numpy()
    sides = np.vstack([wrong.geometry.bounds.to_numpy(), np.hstack([known, known])])
    frame = _Frame(*sides[:, :2].min(axis=0), *sides[:, 2:].max(axis=0)) if len(sides) else _Frame(95.0, -11.0, 141.0, 6.0)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {frame.height:.0f}">']
    parts.append(f'<rect width="{_WIDTH:.0f}" height="{frame.height:.0f}" fill="#f7fbff" stroke="#333333"/>')
    shapes = features.geometry.to_numpy()
    near = shapes[shapely.intersects(shapely.box(*shapely.bounds(shapes).T), frame.box)]
    for shape in near[np.argsort(-shapely.area(near))][:_GREY]:
        parts.append(f'<path d="{frame.path(shape)}" fill="{_SHAPE}" stroke="#9a9a9a" stroke-width="0.6"/>')
    for shape in wrong.geometry:
        parts.append(f'<path d="{frame.path(shape)}" fill="{_WRONG}" fill-opacity="0.6" stroke="{_WRONG}"/>')
    middle = frame.at(shapely.get_coordinates(shapely.point_on_surface(shapely.make_valid(wrong.geometry.to_numpy()))))
    radius = 4.5 if len(wrong) < _MANY else 2.0
    for x, y in middle:  # a village is smaller than a point of the nation's map
        parts.append(
            f'<rect x="{x - radius / 2:.1f}" y="{y - radius / 2:.1f}" width="{radius}" height="{radius}" fill="{_WRONG}"/>'
        )
    for (x, y), (to_x, to_y) in zip(middle, frame.at(wrong[["lon", "lat"]].to_numpy()), strict=True):
        if np.isfinite(to_x):
            line = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
            parts.append(f'<line {line} stroke="#222222" stroke-width="{radius / 4:.1f}"/>')
            parts.append(
                f'<circle cx="{to_x:.1f}" cy="{to_y:.1f}" r="{radius}" fill="{_KNOWN}" stroke="white" stroke-width="0.5"/>'
            )
    if len(wrong) <= _LABELS:
        for (x, y), code, name in zip(middle, wrong["code"], wrong["name"], strict=True):
            halo = 'stroke="white" stroke-width="3" paint-order="stroke"'
            parts.append(f'<text x="{x + 6:.1f}" y="{y - 6:.1f}" font-size="13" {halo}>{escape(f"{name} ({code})")}</text>')
    return "".join([*parts, _scale_bar(frame), "</svg>"])


def _scale_bar(frame: _Frame) -> str:
    """A line of a round number of kilometres in the lower left corner."""
    longest = 220 / frame.scale * 111.2
    power = 10 ** np.floor(np.log10(longest))
    km = float(next(step * power for step in (5, 2, 1) if step * power <= longest))
    end, low = 20 + km / 111.2 * frame.scale, frame.height - 20
    return (
        f'<path d="M20,{low - 6}V{low}H{end:.1f}V{low - 6}" fill="none" stroke="#222222" stroke-width="1.5"/>'
        f'<text x="24" y="{low - 8}" font-size="13">{km:g} km</text>'
    )
