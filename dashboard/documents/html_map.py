"""Maps made by folium: one file that opens anywhere without this app, and small maps of facilities inside it.

folium loads its scripts from other servers; these maps contain only Leaflet, from our own copy.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import ClassVar

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from dashboard.analysis.periods import period_label
from dashboard.analysis.view import View
from dashboard.cache.runtime import here
from dashboard.words import palettes
from dashboard.words.assets import ASSETS, asset_version
from dashboard.words.facility import NEW_SIGN, card_lines, has_beds, sign
from dashboard.words.legend import all_labels, method_note
from dashboard.words.marks import marks
from dashboard.words.qr import qr_svg
from dashboard.words.texts import language, number, pick, text
from data.queries import Freshness

MOST_REGIONS = 10_000  # more would make a file that no phone opens
_DETAIL = 1200  # least distance of a shape's corners, as a share of the picture's width
_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in "{}`$\\"}
_STYLE = """html, body { height: 100%; margin: 0; font: 15px system-ui, 'Segoe UI', 'Noto Sans', sans-serif; color: #12191c; }
.bs-head { position: fixed; top: 0; left: 48px; right: 0; z-index: 900; padding: 8px 12px; background: #fffffff0; }
.bs-head b { font-size: 17px; display: block; } .bs-head small { display: block; }
.bs-keys { position: fixed; left: 8px; bottom: 52px; z-index: 900; background: #fffffff0; padding: 8px 12px; border-radius: 6px;
  max-height: 50%; overflow: auto; } .bs-keys i { display: inline-block; width: 18px; height: 12px; border: 1px solid #777;
  margin-right: 6px; } .bs-keys p { margin: 2px 0; }  .bs-foot { position: fixed; right: 8px; bottom: 8px; z-index: 900;
  background: #fffffff0; padding: 6px 12px; border-radius: 6px; max-width: min(360px, 80vw); font-size: 13px;
  overflow-wrap: anywhere; } .bs-foot p { margin: 2px 0; } .bs-foot svg { width: 120px; height: 120px; }
.bs-sign div { line-height: 1; text-align: center; text-shadow: 0 0 2px #fff, 0 0 3px #fff; }
.leaflet-container { background: #e3edf0; font: inherit; }"""
_LINE, _DASHED = 0.4, "2 3"  # borders of painted areas


class OwnLeaflet(folium.Map):
    """A folium map that loads no address of its own."""

    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []


class Written(Element):
    """Text as it is. branca's own element takes its text for a template, and runs what stands in it."""

    _template = Template("{{ this.said }}")

    def __init__(self, said: str) -> None:
        super().__init__()
        self._name, self.said = "Written", said


class Signs(MacroElement):
    """Letters on a map; folium's own marker first asks for a picture that we do not have. Each is latitude, longitude, letter,
    pixels, colour and tip (HTML).
    """

    _template = Template(
        "{% macro script(this, kwargs) %}({{ this.signs|tojson }}).forEach(([lat, lon, letter, size, colour, tip]) =>"
        "L.marker([lat, lon], {icon: L.divIcon({className: 'bs-sign', iconSize: [size, size], "
        "html: `<div style='font-size:${size}px;color:${colour}'>${letter}</div>`})})"
        ".bindTooltip(tip).addTo({{ this._parent.get_name() }}));{% endmacro %}"
    )

    def __init__(self, signs: list[list[object]]) -> None:
        super().__init__()
        self._name, self.signs = "Signs", signs


class Refit(MacroElement):
    """Fits a map to its bounds, `top` pixels below its upper edge. Far down a page its frame has no size yet, and it waits:
    with less room than `top` Leaflet finds no zoom and stops.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}{const map = {{ this._parent.get_name() }}; let fitted = false;"
        "const fit = () => {const {x, y} = map.getSize(); if (fitted || !x || y <= {{ this.top }}) return; fitted = true;"
        "map.fitBounds({{ this.corners|tojson }}, {animate: false, paddingTopLeft: [0, {{ this.top }}]});};"
        "fit(); onresize = () => {if (!fitted) {map.invalidateSize(); fit();}};}{% endmacro %}"
    )

    def __init__(self, corners: list[list[float]], top: int) -> None:
        super().__init__()
        self._name, self.corners, self.top = "Refit", corners, top


def in_tip(words: object) -> str:
    """Words for a tip: HTML inside a string of JavaScript, in a script that folium takes for a template once more."""
    return escape(str(words)).translate(_ENTITIES)


@lru_cache(maxsize=1)
def _inlined() -> str:
    script = (ASSETS / "leaflet/leaflet.js").read_text(encoding="utf-8").rpartition("//# sourceMappingURL")[0]
    style = (ASSETS / "leaflet/leaflet.css").read_text(encoding="utf-8")
    # pictures of controls that these maps do not have
    style = re.sub(r"url\([^)]*\)", "none", style)
    return f"<script>{script}</script><style>{style}</style>"


def served() -> str:
    """The head of a map in a frame of the app: Leaflet comes from the app's own address."""
    at = here(f"/assets/{asset_version()}/leaflet/leaflet")
    return f'<script src="{at}.js"></script><link rel="stylesheet" href="{at}.css">'


def page_of(made: folium.Map, head: str) -> str:
    """A map as HTML with `head` and our styles."""
    root = made.get_root()
    assert isinstance(root, Figure)
    root.header.add_child(Written(head + f"<style>{_STYLE}</style>"), name="bersinar")
    return root.render()


def standing_alone(made: folium.Map) -> str:
    """A folium map as HTML that loads nothing from outside: Leaflet is inside."""
    return page_of(made, _inlined())


def base_map(bounds: Sequence[float], top: int = 0) -> folium.Map:
    """A map without tiles that shows west, south, east and north; `top` pixels above are for words."""
    west, south, east, north = bounds
    made = OwnLeaflet(tiles=None, prefer_canvas=True, zoom_snap=0.25, attribution_control=False, control_scale=True)
    Refit([[south, west], [north, east]], top).add_to(made)
    return made


def region_map(view: View, shapes: gpd.GeoSeries, state: Freshness, stamp: Sequence[str], url: str) -> bytes:
    """The regions of a view as one HTML file: classes, names, values, legend, source and marks; no address in it is asked for.

    `stamp` says what it is of; `url`, also as a QR picture, reopens the view.

    `shapes` are those of `queries.shapes` for the view's level and area.
    """
    item, layer = view.item, view.layer
    part = view.regions.iloc[view.start : view.end]
    at = pd.Series(np.arange(view.start, view.end), index=part["code"].to_numpy())
    drawn = simplified(shapes[shapes.index.isin(at.index)])
    colours = palettes.layer_palette(item, layer)
    labels = all_labels(item, layer)
    numbers = at.loc[drawn.index].to_numpy()
    value = layer.value[numbers]
    shaky = text("map_ui.unstable")
    said = [
        f"{number(v, item.decimals)} {pick(item.unit)}{f' · {shaky}' if 0 < events < item.unstable_below else ''}"
        if np.isfinite(v)
        else labels[int(c)]
        for v, c, events in zip(value, layer.classes[numbers], layer.numerator[numbers], strict=True)
    ]
    frame = gpd.GeoDataFrame(
        {
            "name": [in_tip(name) for name in view.regions["name"].iloc[numbers]],
            "said": [in_tip(words) for words in said],
            "colour": [colours[int(c)] for c in layer.classes[numbers]],
        },
        geometry=drawn.to_numpy(),
        crs=4326,
    )
    made = base_map(bounds_of(frame, view.focus))
    if len(frame):
        folium.GeoJson(
            json.loads(frame.to_json(drop_id=True)),
            style_function=lambda feature: {
                "fillColor": feature["properties"]["colour"],
                "fillOpacity": 0.95,
                "color": "#33434a",
                "weight": 0.6,
            },
            highlight_function=lambda _: {"weight": 3, "color": "#d1451b"},
            tooltip=folium.GeoJsonTooltip(["name", "said"], aliases=["", ""], labels=False),
            smooth_factor=0.4,
        ).add_to(made)
    counts = layer.counts(view.start, view.end)
    keys = "".join(
        f'<p><i style="background:{colours[byte]}"></i>{escape(label)}: <b>{number(counts[byte])}</b></p>'
        for byte, label in labels.items()
        if counts.get(byte)
    )
    title = text("map.title", name=pick(item.name), place=view.focus["name"], period=period_label(view.period, state))
    root = made.get_root()
    assert isinstance(root, Figure)
    root.title = escape(title)  # folium writes it as it is
    root.html.add_child(
        Written(
            f'<div class="bs-head"><b>{escape(title)}</b><small>{escape(marks(state, view.item))}</small>'
            f"<small>{escape(text('export.source'))}: {escape(pick(item.source))}</small></div>"
            f'<div class="bs-keys"><p><b>{escape(pick(item.short))} ({escape(pick(item.unit))})</b></p>{keys}'
            f"<p><small>{escape(method_note(item, layer, view.fit))}</small></p></div>"
            f'<details class="bs-foot"><summary>{escape(text("paper.about"))}</summary>{qr_svg(url)}'
            f"{''.join(f'<p>{escape(line)}</p>' for line in (*stamp, url))}</details>"
        )
    )
    return standing_alone(made).replace("<html>", f'<html lang="{language()}">', 1).encode()


def facility_map(facilities: pd.DataFrame, outlines: gpd.GeoSeries, focus: pd.Series) -> str:
    """Facilities of a region over its parts, as HTML for a frame inside the app; Leaflet comes from the app's own address.

    `facilities` as `queries.facilities` gives them; circles grow with the places they offer.
    """
    drawn = gpd.GeoDataFrame(geometry=simplified(outlines).to_numpy(), crs=4326)
    made = base_map(bounds_of(drawn, focus))
    if len(drawn):
        style = {"fillColor": "#eef2f2", "fillOpacity": 1, "color": "#7c888c", "weight": 0.7}
        folium.GeoJson(json.loads(drawn.to_json(drop_id=True)), style_function=lambda _: style, smooth_factor=0.4).add_to(made)
    colours = palettes.surface(None)
    most = max(1.0, float((facilities["beds"] + facilities["places"]).max())) if len(facilities) else 1.0
    for row in facilities.itertuples():
        words = "<br>".join(map(in_tip, card_lines(row._asdict())))
        folium.CircleMarker(
            [row.lat, row.lon],
            radius=4 + 12 * float(np.sqrt((row.beds + row.places) / most)),
            weight=1.5,
            color="#ffffff",
            fill=True,
            fill_color=colours["accent" if has_beds(row._asdict()) else "second"],
            fill_opacity=0.8,
            tooltip=folium.Tooltip(f"<b>{in_tip(row.name)}</b><br>{words}"),
        ).add_to(made)
    return page_of(made, served())


def access_map(
    areas: pd.DataFrame,
    shapes: gpd.GeoSeries,
    facilities: pd.DataFrame,
    sites: pd.DataFrame,
    focus: pd.Series,
    note: str = "",
) -> str:
    """Painted areas with places of treatment over them, as HTML for a frame inside the app; a `note` stands on the map.

    `areas` has ``name, said, colour`` by code, for the codes of `shapes`; facilities, as `queries.facilities` gives them, have
    the sign of their operator, which grows with their ``size``: places of one unit; `sites` (``lon, lat, name``) are new places
    of a what-if. What colours mean stands beside the frame.
    """
    drawn = simplified(shapes[shapes.index.isin(areas.index)])
    made = base_map(bounds_of(gpd.GeoDataFrame(geometry=drawn), focus))
    add_areas(made, areas, drawn)
    most = max(1.0, float(facilities["size"].max())) if len(facilities) else 1.0
    signs = []
    for row in facilities.itertuples():
        words = "<br>".join(map(in_tip, card_lines(row._asdict())))
        colour = palettes.surface(None)["accent" if has_beds(row._asdict()) else "second"]
        size = 12 + 20 * float(np.sqrt(row.size / most))
        signs.append([row.lat, row.lon, sign(row.operator), round(size), colour, f"<b>{in_tip(row.name)}</b><br>{words}"])
    signs += [[row.lat, row.lon, NEW_SIGN, 30, "#12191c", in_tip(row.name)] for row in sites.itertuples()]
    Signs(signs).add_to(made)
    if note:
        root = made.get_root()
        assert isinstance(root, Figure)
        root.html.add_child(Written(f'<p class="bs-foot">{escape(note)}</p>'))
    return page_of(made, served())


def add_areas(made: folium.Map, areas: pd.DataFrame, drawn: gpd.GeoSeries) -> None:
    """Put painted areas on a map: `areas` has ``name, said, colour`` by the codes of `drawn`, and may have ``dashed``, which
    draws the border of an area as a broken line.
    """
    if not len(drawn):
        return
    rows = areas.loc[drawn.index]
    painted = gpd.GeoDataFrame(
        {
            "name": [in_tip(name) for name in rows["name"]],
            "said": [in_tip(words) for words in rows["said"]],
            "colour": rows["colour"].to_numpy(),
            "dash": np.where(rows["dashed"], _DASHED, "") if "dashed" in rows else "",
        },
        geometry=drawn.to_numpy(),
        crs=4326,
    )
    folium.GeoJson(
        json.loads(painted.to_json(drop_id=True)),
        style_function=lambda feature: {
            "fillColor": feature["properties"]["colour"],
            "fillOpacity": 0.95,
            "color": "#33434a",
            "weight": 2 * _LINE if feature["properties"]["dash"] else _LINE,
            "dashArray": feature["properties"]["dash"],
        },
        smooth_factor=0.4,
        tooltip=folium.GeoJsonTooltip(["name", "said"], labels=False),
    ).add_to(made)


def simplified(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Shapes as coarse as the picture allows, with shared edges still shared."""
    if not len(shapes):
        return shapes
    west, south, east, north = shapes.total_bounds
    coarse = shapely.coverage_simplify(shapes.to_numpy(), max(east - west, north - south) / _DETAIL)
    return gpd.GeoSeries(shapely.set_precision(coarse, 1e-5, mode="pointwise"), index=shapes.index, crs=4326)


def bounds_of(frame: gpd.GeoDataFrame, focus: pd.Series) -> list[float]:
    """West, south, east, north of what is drawn, of the region in focus where nothing is."""
    if len(frame):
        return [float(side) for side in frame.total_bounds]
    return [float(focus[side]) for side in ("west", "south", "east", "north")]
