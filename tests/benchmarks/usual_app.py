"""The usual ways to put such a map into Streamlit, for comparison only: `streamlit run tests/benchmarks/usual_app.py`.

`?cara=folium` is a folium GeoJson in a frame, `?cara=plotly` a plotly choropleth; `?tingkat=2` or `3`. Both get what helps
them: shapes simplified together beforehand, Leaflet from our own copy, a blank style.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import folium
import geopandas as gpd
import plotly.express as px
import shapely
import streamlit as st

from dashboard.documents import html_map
from dashboard.words import palettes
from data import queries
from data.facts.indicators import indicator
from data.identity.demo import DEMO
from data.model.settings import Settings
from data.store import open_store

st.set_page_config(layout="wide")
SCOPE = DEMO[0].scope


@st.cache_resource
def store():
    return open_store(Settings())


@st.cache_resource
def shapes(level: int) -> gpd.GeoDataFrame:
    series = queries.shapes(store(), SCOPE, level, "ID")
    simple = shapely.coverage_simplify(series.to_numpy(), 0.01)
    regions = queries.regions(store(), SCOPE, level).set_index("code")
    return gpd.GeoDataFrame(
        {"name": regions.loc[series.index, "name"].to_numpy()}, geometry=simple, index=series.index, crs=4326
    )


@st.cache_resource
def layer(code: str, level: int):
    return queries.layer(store(), SCOPE, code, level, "2026")


level = int(st.query_params.get("tingkat", "2"))
st.title("Cara biasa")
service = st.segmented_control("Layanan", ["Rawat inap", "Rawat jalan"], default="Rawat inap", required=True)
item = indicator("kapasitas_inap" if service == "Rawat inap" else "kapasitas_jalan")
data, frame = layer(item.code, level), shapes(level)
numbers = queries.regions(store(), SCOPE, level)["code"].searchsorted(frame.index)
colours = palettes.palette(item)
if st.query_params.get("cara") == "plotly":
    geojson = json.loads(frame.to_json())
    figure = px.choropleth_map(
        geojson=geojson,
        locations=list(frame.index),
        color=data.value[numbers],
        map_style="white-bg",
        center={"lat": -2.5, "lon": 118},
        zoom=3.3,
        height=480,
        hover_name=frame["name"],
    )
    st.plotly_chart(figure, key="peta")
else:
    made = html_map.OwnLeaflet([-2.5, 118], zoom_start=4, tiles=None, prefer_canvas=True)
    coloured = frame.assign(colour=[colours[int(c)] for c in data.classes[numbers]])
    folium.GeoJson(
        json.loads(coloured.to_json()),
        style_function=lambda f: {"fillColor": f["properties"]["colour"], "fillOpacity": 1, "weight": 0.5, "color": "#333"},
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(made)
    st.iframe(html_map.standing_alone(made), height=480)
