"""A view as a GeoPackage: shapes, figures as numbers, a style that QGIS takes up by itself, and metadata."""

import json
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from dashboard.words import palettes
from dashboard.words.legend import all_labels
from dashboard.words.texts import pick, text
from data.facts.indicators import Indicator
from data.queries import Layer

LAYER = "wilayah"
_FIELDS = {
    "kode_bps": "export.bps",
    "nama": "table.name",
    "provinsi": "export.province",
    "kabupaten_kota": "export.regency",
    "kecamatan": "export.district",
}
# what QGIS looks for beside a layer: the style marked as default is the one it opens with
_STYLES = """create table layer_styles (
    id integer primary key autoincrement, f_table_catalog text, f_table_schema text, f_table_name text, f_geometry_column text,
    styleName text, styleQML text, styleSLD text, useAsDefault boolean, description text, owner text, ui text,
    update_time datetime default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""


def geopackage_of(
    shapes: gpd.GeoSeries,
    areas: pd.DataFrame,
    numbers: np.ndarray,
    layer: Layer,
    item: Indicator,
    period: str,
    stamp: Sequence[str],
    url: str,
) -> bytes:
    """One layer, EPSG:4326: ``kode, kode_bps, nama, provinsi, kabupaten_kota, kecamatan``, as far as the level has them,
    and ``nilai, pembilang, penyebut, kelas, keterangan, periode, indikator``.

    `shapes` by code; `areas` (rows as `placed` makes them) and `numbers` (positions in `layer`) are of the same length. A value
    that is not known or not shown is empty, and ``keterangan`` says which of the two.
    """
    labels = all_labels(item, layer)
    classes = layer.classes[numbers]
    frame = gpd.GeoDataFrame(
        {
            "kode": shapes.index.to_numpy(),
            **{field: areas[text(key)].to_numpy() for field, key in _FIELDS.items() if text(key) in areas},
            "nilai": layer.value[numbers].astype(float),
            "pembilang": layer.numerator[numbers].astype(float),
            "penyebut": layer.denominator[numbers].astype(float),
            "kelas": classes.astype(int),
            "keterangan": [labels[int(byte)] for byte in classes],
            "periode": period,
            "indikator": item.code,
        },
        geometry=shapes.to_numpy(),
        crs=4326,
    )
    about = {
        "judul": pick(item.name),
        "satuan": pick(item.unit),
        "sumber": pick(item.source),
        "catatan": list(stamp),
        "alamat": url,
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "wilayah.gpkg"
        pyogrio.write_dataframe(
            frame,
            file,
            driver="GPKG",
            layer=LAYER,
            geometry_type="MultiPolygon",
            promote_to_multi=True,
            dataset_options={"VERSION": "1.2"},  # what QGIS of many offices knows; newer ones make it warn
            layer_metadata={"dasbor_bersinar": json.dumps(about, ensure_ascii=False)},
            layer_options={"IDENTIFIER": pick(item.name), "DESCRIPTION": " · ".join(stamp), "GEOMETRY_NAME": "geom"},
        )
        with sqlite3.connect(file) as connection:
            connection.execute(_STYLES)
            connection.execute(
                "insert into layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
                "styleQML, styleSLD, useAsDefault, description, owner) values ('', '', ?, 'geom', ?, ?, '', 1, ?, '')",
                (LAYER, item.code, style_of(item, layer, sorted(set(classes.tolist()))), pick(item.name)),
            )
            connection.execute(
                "insert into gpkg_contents (table_name, data_type, identifier) "
                "values ('layer_styles', 'attributes', 'layer_styles')"
            )
        connection.close()
        return file.read_bytes()


def style_of(item: Indicator, layer: Layer, classes: Sequence[int]) -> str:
    """A QGIS style (QML): each class and each kind of nothing in the colour and with the words of the map."""
    colours, labels = palettes.layer_palette(item, layer), all_labels(item, layer)
    root = Xml.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = Xml.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="kelas", symbollevels="0", enableorderby="0")
    categories, symbols = Xml.SubElement(renderer, "categories"), Xml.SubElement(renderer, "symbols")
    for at, byte in enumerate(classes):
        Xml.SubElement(
            categories, "category", symbol=str(at), value=str(byte), type="integer", label=labels[byte], render="true"
        )
        symbol = Xml.SubElement(symbols, "symbol", type="fill", name=str(at), alpha="1", clip_to_extent="1")
        fill = Xml.SubElement(symbol, "layer", attrib={"class": "SimpleFill", "pass": "0", "enabled": "1", "locked": "0"})
        options = Xml.SubElement(fill, "Option", type="Map")
        values = {
            "color": _rgba(colours[byte]),
            "outline_color": "51,67,74,255",
            "outline_width": "0.1",
            "outline_style": "solid",
            "style": "solid",
        }
        for name, value in values.items():
            Xml.SubElement(options, "Option", type="QString", name=name, value=value)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>" + Xml.tostring(root, encoding="unicode")


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
