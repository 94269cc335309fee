"""Downloads of a view: they carry their sources, and a mark when the data is simulated."""

from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.cache import answers
from dashboard.components.file import show_file_button
from dashboard.documents import html_map
from dashboard.documents.files import WAYS, XLSX, csv_of, file_name
from dashboard.documents.geopackage import geopackage_of
from dashboard.documents.paper import stamp_of
from dashboard.documents.view import paper_of_view
from dashboard.documents.workbook import rows_workbook
from dashboard.state.url import address
from dashboard.state.view import LiveView
from dashboard.words.tables import layer_table
from dashboard.words.texts import number, text
from data.identity.people import Person
from data.model.roles import Sensitivity


def choose_exact(person: Person) -> bool:
    """Whether files hold exact figures of people: a choice of those who are shown them, else False."""
    if person.scope.clearance < Sensitivity.TERBATAS:
        return False
    return st.checkbox(text("export.exact"), key="berkas_angka_kerja", help=text("export.exact_help"))


def show_downloads(looked_at: LiveView) -> None:
    """Buttons for the view's files: its rows, and a map that opens without this app."""
    exact = choose_exact(looked_at.person)
    scope = looked_at.person.scope if exact else replace(looked_at.person.scope, published=True)
    item, url = looked_at.item, address()

    def taken() -> LiveView:
        return looked_at if exact else looked_at.as_published()

    def rows(view: LiveView) -> pd.DataFrame:
        return layer_table(view.layer, item, view.regions, view.start, view.end)

    def show(label: str, make: Callable[[LiveView, list[str]], bytes], mime: str, icon: str, suffix: str) -> None:
        def made() -> bytes:
            view = taken()
            stamp = stamp_of(str(view.focus["name"]), str(view.focus["code"]), view.period, view.state, item)
            return make(view, stamp)

        name = file_name(item, looked_at.focus["code"], looked_at.period, looked_at.state, suffix)
        show_file_button(label, made, scope=scope, mime=mime, icon=icon, file_name=name)

    drawn = looked_at.end - looked_at.start <= html_map.MOST_REGIONS
    with st.container(horizontal=True, gap="small"):
        show(
            text("export.button"),
            lambda view, stamp: csv_of(rows(view), item, view.period, view.state, stamp, url),
            "text/csv",
            "download",
            "csv",
        )
        show("XLSX", lambda view, stamp: rows_workbook(rows(view), item, stamp, url), XLSX, "table", "xlsx")
        for suffix, (icon, make, mime) in WAYS.items():
            show(
                suffix.upper(),
                lambda view, _, make=make: make(paper_of_view(view, shapes_of(view) if drawn else None, url)),
                mime,
                icon,
                suffix,
            )
        if not drawn:
            st.caption(text("export.html_too_many", most=number(html_map.MOST_REGIONS)))
            return
        show(
            "GeoPackage", lambda view, stamp: _geopackage(view, stamp, url), "application/geopackage+sqlite3", "layers", "gpkg"
        )
        show(
            text("export.html"),
            lambda view, stamp: html_map.region_map(view, shapes_of(view), view.state, stamp, url),
            "text/html",
            "map",
            "html",
        )


def _geopackage(view: LiveView, stamp: list[str], url: str) -> bytes:
    shapes = shapes_of(view)
    numbers = view.regions["code"].searchsorted(shapes.index)
    names = view.regions["name"].to_numpy()[numbers].tolist()
    return geopackage_of(shapes, names, numbers, view.layer, view.item, view.period, stamp, url)


def shapes_of(view: LiveView) -> gpd.GeoSeries:
    """Shapes of the regions a view shows."""
    code = view.regions["code"].iat[view.start] if view.end - view.start == 1 else view.focus["code"]
    return answers.shapes(view.person.scope, view.state.boundary_version, view.level, code)
