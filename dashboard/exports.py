"""Files that leave the screen: they carry their sources, and say so when the data is simulated."""

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard import answers, pass_on
from dashboard.components.badges import marks
from dashboard.components.file import show_file_button
from dashboard.components.table import layer_table
from dashboard.texts import number, pick, text
from dashboard.view import View
from data.indicators import Indicator
from data.intake.sheets import harmless
from data.queries import Freshness


def show_downloads(view: View) -> None:
    """Buttons that take the view along: its rows, and a map that opens without this app."""
    item, state = view.item, view.state
    with st.container(horizontal=True, gap="small"):
        show_file_button(
            text("export.button"),
            lambda: csv_of(layer_table(view.layer, item, view.regions, view.start, view.end), item, view.period, state),
            scope=view.person.scope, mime="text/csv", file_name=file_name(item, view.focus["code"], view.period, state),
        )  # fmt: skip
        if view.end - view.start > pass_on.MOST_REGIONS:
            st.caption(text("export.html_too_many", most=number(pass_on.MOST_REGIONS)))
            return
        show_file_button(
            text("export.html"), lambda: pass_on.region_map(view, shapes_of(view), state),
            scope=view.person.scope, mime="text/html", icon="map",
            file_name=file_name(item, view.focus["code"], view.period, state, "html"),
        )  # fmt: skip


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
