"""Files that leave the screen: they carry their sources, and say so when the data is simulated."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard import pass_on
from dashboard.cache import answers
from dashboard.components.file import show_file_button
from dashboard.documents.geopackage import geopackage_of
from dashboard.documents.letter import letter_of
from dashboard.documents.paper import Paper, stamp_of
from dashboard.documents.pdf import pdf_of
from dashboard.documents.slides import slides_of
from dashboard.documents.view import paper_of_view
from dashboard.documents.workbook import rows_workbook
from dashboard.state.url import address
from dashboard.state.view import LiveView
from dashboard.words.marks import marks
from dashboard.words.tables import layer_table
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.identity.people import Person
from data.model.roles import Sensitivity
from data.model.spreadsheets import csv_bytes
from data.queries import Freshness

_OFFICE = "application/vnd.openxmlformats-officedocument."
# papers that an area and a view of the map become alike: icon, how, and what kind of file
WAYS: dict[str, tuple[str, Callable[[Paper], bytes], str]] = {
    "pdf": ("picture_as_pdf", pdf_of, "application/pdf"),
    "pptx": ("slideshow", slides_of, _OFFICE + "presentationml.presentation"),
    "docx": ("description", letter_of, _OFFICE + "wordprocessingml.document"),
}
XLSX = _OFFICE + "spreadsheetml.sheet"


def choose_exact(person: Person) -> bool:
    """Whether files hold exact figures of people: a choice of those who are looking at them, and else never made."""
    if person.scope.clearance < Sensitivity.TERBATAS:
        return False
    return st.checkbox(text("export.exact"), key="berkas_angka_kerja", help=text("export.exact_help"))


def show_downloads(looked_at: LiveView) -> None:
    """Buttons that take the view along: its rows, and a map that opens without this app."""
    exact = choose_exact(looked_at.person)
    scope = looked_at.person.scope if exact else replace(looked_at.person.scope, published=True)
    item, url = looked_at.item, address("")

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

    drawn = looked_at.end - looked_at.start <= pass_on.MOST_REGIONS
    with st.container(horizontal=True, gap="small"):
        show(
            text("export.button"), lambda view, stamp: csv_of(rows(view), item, view.period, view.state, stamp, url),
            "text/csv", "download", "csv",
        )  # fmt: skip
        show("XLSX", lambda view, stamp: rows_workbook(rows(view), item, stamp, url), XLSX, "table", "xlsx")
        for suffix, (icon, make, mime) in WAYS.items():
            show(
                suffix.upper(),
                lambda view, _, make=make: make(paper_of_view(view, shapes_of(view) if drawn else None, url)),
                mime, icon, suffix,
            )  # fmt: skip
        if not drawn:
            st.caption(text("export.html_too_many", most=number(pass_on.MOST_REGIONS)))
            return
        show(
            "GeoPackage", lambda view, stamp: _geopackage(view, stamp, url), "application/geopackage+sqlite3", "layers", "gpkg"
        )
        show(
            text("export.html"), lambda view, stamp: pass_on.region_map(view, shapes_of(view), view.state, stamp, url),
            "text/html", "map", "html",
        )  # fmt: skip


def _geopackage(view: LiveView, stamp: list[str], url: str) -> bytes:
    shapes = shapes_of(view)
    numbers = view.regions["code"].searchsorted(shapes.index)
    names = view.regions["name"].to_numpy()[numbers].tolist()
    return geopackage_of(shapes, names, numbers, view.layer, view.item, view.period, stamp, url)


def shapes_of(view: LiveView) -> gpd.GeoSeries:
    """Shapes of the regions a view shows."""
    code = view.regions["code"].iat[view.start] if view.end - view.start == 1 else view.focus["code"]
    return answers.shapes(view.person.scope, view.state.boundary_version, view.level, code)


def csv_of(
    frame: pd.DataFrame, item: Indicator, period: str, state: Freshness, stamp: Sequence[str], url: str
) -> bytes:  # fmt: skip
    """CSV (UTF-8 with BOM, so that Excel reads it) of a table, with indicator, period, source and marks in every row.

    What is long, the stamp and the address that reopens the view, stands in the first row alone. No text can become a formula.
    """
    out = frame.copy()
    out[text("export.indicator")] = pick(item.name)
    out[text("export.period")] = period
    out[text("export.source")] = pick(item.source)
    out[text("export.mark")] = marks(state, item)
    for name, said in (("paper.about", " · ".join(stamp)), ("export.address", url)):
        out[text(name)] = [said, *[""] * (len(out) - 1)][: len(out)]
    return csv_bytes(out)


def plain_csv(frame: pd.DataFrame, mark: str) -> bytes:
    """CSV (UTF-8 with BOM) of rows that are no indicator, `mark` in every row. No text can become a formula."""
    return csv_bytes(frame.assign(**{text("export.mark"): mark}) if mark else frame)


def file_name(item: Indicator, region: str, period: str, state: Freshness, suffix: str = "csv") -> str:
    """A name that says what is inside, SIMULASI first where it is."""
    mark = "SIMULASI_" if state.simulated else ""
    return f"{mark}{item.code}_{region}_{period}.{suffix}"
