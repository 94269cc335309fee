"""The parts of a meeting's area as they are frozen with it: outlines once, drawn in the colours of each map."""

from collections.abc import Sequence
from html import escape
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dashboard.documents.drawing import outline, placed
from dashboard.documents.picture import FONT
from geo.frames import Box

Shapes = dict[str, Any]
WIDTH = 1000.0
PLAIN = "#cfe5e2"  # a map that shows only where the area is
_LARGEST = (800.0, 490.0)  # pixels that a slide of 1280 x 720 has for a map beside its legend
_LETTERS = 21.0  # pixels of a name on such a slide
_WIDE = 0.56  # width of a letter, as a share of its height
_BOX, _GAP = (190.0, 120.0), 16.0  # of a part that lies far away
_PREFIX = "Kabupaten "
# where a name may stand beside the middle of its area, in lines down; a number, in its own widths sideways too
_DOWN = ((0.0, 0.0), (0.0, -1.1), (0.0, 1.1), (0.0, -2.0), (0.0, 2.0))
_AROUND = (*_DOWN, (1.3, 0.0), (-1.3, 0.0), (1.3, 1.0), (-1.3, 1.0), (1.3, -1.0), (-1.3, -1.0), (2.6, 0.0), (-2.6, 0.0))


def shapes_of(outlines: gpd.GeoSeries, names: dict[str, str], frame: Box | None = None) -> Shapes | None:
    """Codes, names, outlines and the best places for names, in a picture `WIDTH` wide; ``None`` without any shape.

    What lies outside of `frame` would make the rest small: it stands in boxes below, each at a scale of its own.
    """
    known = outlines[[bool(shape) for shape in outlines]]
    if not len(known):
        return None
    framed = known if frame is None else gpd.GeoSeries(known.clip_by_rect(*frame), crs=known.crs)
    away = framed.is_empty
    made, height = placed(framed[~away])
    parts = dict(zip(framed.index[~away], made, strict=True))
    boxes = []
    for at, code in enumerate(framed.index[away]):
        left, top = at * (_BOX[0] + _GAP), height + _GAP
        parts[code] = _boxed(known[code], left, top)
        boxes.append([round(left, 1), round(top, 1)])
    return {
        "height": round(height + (_GAP + _BOX[1] if boxes else 0.0), 1),
        "codes": [str(code) for code in known.index],
        "names": [names[str(code)] for code in known.index],
        "paths": [outline(parts[code]) for code in known.index],
        "at": [_middle(parts[code]) for code in known.index],
        "boxes": boxes,
    }


def _boxed(shape: shapely.Geometry, left: float, top: float) -> shapely.Geometry:
    """A shape in the middle of a box of the picture, as large as it fits."""
    made, height = placed(gpd.GeoSeries([shape], crs=4326))
    scale = 0.9 * min(_BOX[0] / WIDTH, _BOX[1] / height)
    shift = (left + (_BOX[0] - WIDTH * scale) / 2, top + (_BOX[1] - height * scale) / 2)
    return shapely.transform(made[0], lambda at: at * scale + shift)


def fit(height: float) -> float:
    """Pixels of a slide of 1280 x 720 for each unit of a map that is `height` units high."""
    return min(_LARGEST[0] / WIDTH, _LARGEST[1] / height)


def map_svg(shapes: Shapes, colours: Sequence[str], *, names: bool = True, inside: bool = False) -> str:
    """The map as SVG, with the names that find room; `inside` of a page its script places them, to the size of the screen."""
    parts = "".join(
        f'<path data-at="{at}" data-code="{code}" fill="{colour}" d="{path}"><title>{escape(name)}</title></path>'
        for at, (code, name, path, colour) in enumerate(
            zip(shapes["codes"], shapes["names"], shapes["paths"], colours, strict=True)
        )
    )
    written = "" if inside or not names else _names_svg(shapes)
    boxes = "".join(
        f'<rect x="{x}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}" fill="none" stroke="#8a979a" stroke-width="2"/>'
        for x, y in shapes["boxes"]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {shapes["height"]}">'
        f'<g stroke="#33434a" stroke-width="1" stroke-linejoin="round" fill-rule="evenodd">{parts}</g>{boxes}{written}</svg>'
    )


def short(name: str) -> str:
    """A name as it stands on a map, where everything is a kabupaten that is not called kota."""
    return name.removeprefix(_PREFIX)


def spots(shapes: Shapes) -> tuple[list[tuple[str, float, float]], list[str]]:
    """Names and the middles at which they stand without touching each other, the roomiest parts first; where a name finds no
    room stands a number, whose name is in the second list (from 1).
    """
    size = _LETTERS / fit(shapes["height"])
    taken: list[tuple[float, float, float, float]] = []
    found, numbered = [], []
    for at in sorted(range(len(shapes["names"])), key=lambda one: -shapes["at"][one][2]):
        name, (x, y, _) = short(shapes["names"][at]), shapes["at"][at]
        spot = _free(taken, (x, y), len(name) * size * _WIDE, size, shapes["height"], _DOWN)
        if spot is None:
            numbered.append(at)
        else:
            found.append((name, *spot))
    listed = []
    for at in sorted(numbered):
        x, y, _ = shapes["at"][at]
        listed.append(short(shapes["names"][at]))
        sign = str(len(listed))
        spot = _free(taken, (x, y), len(sign) * size * _WIDE, size, shapes["height"], _AROUND)
        found.append((sign, *(spot or (x, y))))
    return found, listed


def _free(
    taken: list[tuple[float, float, float, float]],
    middle: tuple[float, float],
    wide: float,
    size: float,
    height: float,
    shifts: Sequence[tuple[float, float]],
) -> tuple[float, float] | None:
    """The first place at or near `middle` where words stand free and inside the picture; it is taken then."""
    for across, down in shifts:
        left = min(max(middle[0] + (across - 0.5) * wide, 0.0), WIDTH - wide)
        top = middle[1] + (down - 0.5) * size
        box = (left, top, left + wide, top + size)
        if top < 0 or box[3] > height or any(_touch(box, other) for other in taken):
            continue
        taken.append(box)
        return left + wide / 2, top + size / 2
    return None


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _names_svg(shapes: Shapes) -> str:
    size = _LETTERS / fit(shapes["height"])
    style = (
        f'font-family="{FONT}" font-size="{size:.1f}" font-weight="700" text-anchor="middle" fill="#10262b" '
        f'stroke="#ffffff" stroke-width="{size / 6:.1f}" stroke-linejoin="round" paint-order="stroke"'
    )
    said = "".join(f'<text x="{x:.1f}" y="{y + size * 0.35:.1f}">{escape(name)}</text>' for name, x, y in spots(shapes)[0])
    return f"<g {style}>{said}</g>"


def _middle(part: shapely.Geometry) -> list[float]:
    """x and y of the point furthest from every border, and that distance."""
    largest = max(shapely.get_parts(part), key=lambda one: one.area)
    try:
        way = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=1.0))
    except shapely.GEOSException:  # a shape so small that it is a line in the picture
        way = np.repeat(shapely.get_coordinates(largest)[:1], 2, axis=0)
    return [round(float(way[0][0]), 1), round(float(way[0][1]), 1), round(float(np.hypot(*(way[1] - way[0]))), 1)]
