"""Files that leave the screen: they carry their sources, and say so when the data is simulated."""

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard import answers, pass_on
from dashboard.choices import address
from dashboard.components.badges import marks
from dashboard.components.file import show_file_button
from dashboard.components.table import layer_table
from dashboard.documents.geopackage import geopackage_of
from dashboard.documents.paper import stamp_of
from dashboard.documents.workbook import rows_workbook
from dashboard.texts import number, pick, text
from dashboard.view import View
from data.indicators import Indicator
from data.intake.sheets import harmless
from data.queries import Freshness


def show_downloads(view: View) -> None:
    """Buttons that take the view along: its rows, and a map that opens without this app."""
    item, state, scope = view.item, view.state, view.person.scope
    stamp, url = stamp_of(str(view.focus["name"]), str(view.focus["code"]), view.period, state, item), address("")

    def rows() -> pd.DataFrame:
        return layer_table(view.layer, item, view.regions, view.start, view.end)

    with st.container(horizontal=True, gap="small"):
        show_file_button(
            text("export.button"), lambda: csv_of(rows(), item, view.period, state), scope=scope, mime="text/csv",
            file_name=file_name(item, view.focus["code"], view.period, state),
        )  # fmt: skip
        show_file_button(
            "XLSX", lambda: rows_workbook(rows(), item, stamp, url), scope=scope, icon="table",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            file_name=file_name(item, view.focus["code"], view.period, state, "xlsx"),
        )  # fmt: skip
        if view.end - view.start > pass_on.MOST_REGIONS:
            st.caption(text("export.html_too_many", most=number(pass_on.MOST_REGIONS)))
            return
        show_file_button(
            "GeoPackage", lambda: _geopackage(view, stamp, url), scope=scope, icon="layers",
            mime="application/geopackage+sqlite3",
            file_name=file_name(item, view.focus["code"], view.period, state, "gpkg"),
        )  # fmt: skip
        show_file_button(
            text("export.html"), lambda: pass_on.region_map(view, shapes_of(view), state),
            scope=view.person.scope, mime="text/html", icon="map",
            file_name=file_name(item, view.focus["code"], view.period, state, "html"),
        )  # fmt: skip


def _geopackage(view: View, stamp: list[str], url: str) -> bytes:
    shapes = shapes_of(view)
    numbers = view.regions["code"].searchsorted(shapes.index)
    names = view.regions["name"].to_numpy()[numbers].tolist()
    return geopackage_of(shapes, names, numbers, view.layer, view.item, view.period, stamp, url)


def shapes_of(view: View) -> gpd.GeoSeries:
    """Shapes of the regions a view shows."""
    code = view.regions["code"].iat[view.start] if view.end - view.start == 1 else view.focus["code"]
    return answers.shapes(view.person.scope, view.state.boundary_version, view.level, code)


def csv_of(frame: pd.DataFrame, item: Indicator, period: str, state: Freshness) -> bytes:
    """CSV (UTF-8 with BOM, so that Excel reads it) of a table, with indicator, period, source and marks in every row.

    No text can become a formula.
    """
    out = frame.copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name]):
            out[name] = out[name].map(harmless)
    out[text("export.indicator")] = pick(item.name)
    out[text("export.period")] = period
    out[text("export.source")] = pick(item.source)
    out[text("export.mark")] = marks(state, item)
    return out.to_csv(index=False).encode("utf-8-sig")


def plain_csv(frame: pd.DataFrame, mark: str) -> bytes:
    """CSV (UTF-8 with BOM) of rows that are no indicator, `mark` in every row. No text can become a formula."""
    out = frame.map(harmless)
    if mark:
        out[text("export.mark")] = mark
    return out.to_csv(index=False).encode("utf-8-sig")


def file_name(item: Indicator, region: str, period: str, state: Freshness, suffix: str = "csv") -> str:
    """A name that says what is inside, SIMULASI first where it is."""
    mark = "SIMULASI_" if state.simulated else ""
    return f"{mark}{item.code}_{region}_{period}.{suffix}"
