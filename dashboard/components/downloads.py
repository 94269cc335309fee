"""Downloads of a view: they carry their sources, and a mark when the data is simulated."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import geopandas as gpd
import streamlit as st

from dashboard.cache import answers
from dashboard.components.file import show_file_button
from dashboard.documents import html_map
from dashboard.documents.files import WAYS, XLSX, csv_of, file_name, notes_of
from dashboard.documents.geopackage import geopackage_of
from dashboard.documents.paper import Paper, stamp_of
from dashboard.documents.rows import MOST_FILE_ROWS, placed, rows_of
from dashboard.documents.view import paper_of_view
from dashboard.documents.workbook import rows_workbook
from dashboard.state.url import address
from dashboard.state.view import LiveView
from dashboard.words.marks import marks
from dashboard.words.texts import number, pick, text
from data.facts.indicators import registry
from data.identity.people import Person
from data.model.roles import Sensitivity


def choose_exact(person: Person, key: str = "berkas_angka_kerja") -> bool:
    """Whether files hold exact figures of people: a choice of those who are shown them, else False."""
    if person.scope.clearance < Sensitivity.TERBATAS:
        return False
    return st.checkbox(text("export.exact"), key=key, help=text("export.exact_help"))


def show_downloads(looked_at: LiveView) -> None:
    """The view's files: tables, documents, and maps that open without this app."""
    exact = choose_exact(looked_at.person)
    scope = looked_at.person.scope if exact else replace(looked_at.person.scope, published=True)
    item, url = looked_at.item, address()

    def show(label: str, make: Callable[[LiveView], bytes], mime: str, icon: str, suffix: str, part: str = "") -> None:
        name = file_name(item, looked_at.focus["code"], looked_at.period, looked_at.state, suffix, part)
        show_file_button(
            label,
            lambda: make(looked_at if exact else looked_at.as_published()),
            scope=scope,
            mime=mime,
            icon=icon,
            file_name=name,
        )

    st.markdown(f"**{text('export.tables')}**")
    _show_tables(looked_at, url, show)
    drawn = looked_at.end - looked_at.start <= html_map.MOST_REGIONS
    st.markdown(f"**{text('export.papers')}**")
    with st.container(horizontal=True, gap="small"):
        for suffix, (icon, make, mime) in WAYS.items():
            show(suffix.upper(), partial(_paper, make, url, suffix == "pdf", drawn), mime, icon, suffix)
    st.markdown(f"**{text('export.maps')}**")
    if drawn:
        with st.container(horizontal=True, gap="small"):
            show("GeoPackage", lambda view: _geopackage(view, url), "application/geopackage+sqlite3", "layers", "gpkg")
            show(text("export.html"), lambda view: _html(view, url), "text/html", "map", "html")
    else:
        st.caption(text("export.html_too_many", most=number(html_map.MOST_REGIONS)))
    st.caption(text("export.picture"))


def _show_tables(looked_at: LiveView, url: str, show: Callable[..., None]) -> None:
    """Tables as Excel and CSV, of this figure and period or of more."""
    item, level = looked_at.item, looked_at.level
    group = [one for one in registry().values() if one.group == item.group and level in one.levels]
    items, periods = [item], [looked_at.period]
    if len(looked_at.periods) > 1 and st.checkbox(text("export.all_periods"), key="berkas_semua_tahun"):
        periods = list(looked_at.periods)
    more = text("export.all_figures", group=text(f"group.{item.group}"), count=number(len(group)))
    if len(group) > 1 and st.checkbox(more, key="berkas_semua_angka"):
        items = group
    rows = (looked_at.end - looked_at.start) * len(items) * len(periods)
    if rows > MOST_FILE_ROWS:
        st.caption(text("export.too_many", rows=number(rows), most=number(MOST_FILE_ROWS)))
        return
    part = ("_kelompok" if len(items) > 1 else "") + ("_semua_tahun" if len(periods) > 1 else "")
    with st.container(horizontal=True, gap="small"):
        for label, icon, suffix, mime, make in (
            ("Excel (XLSX)", "table", "xlsx", XLSX, lambda rows, notes: rows_workbook(rows, items, notes)),
            (text("export.csv_local"), "csv", "csv", "text/csv", partial(csv_of, local=True)),
            (text("export.csv_plain"), "csv", "program.csv", "text/csv", partial(csv_of, local=False)),
            (text("export.notes"), "description", "txt", "text/plain", lambda _, notes: notes_of(pick(item.name), notes)),
        ):

            def made(view: LiveView, make: Callable[..., bytes] = make) -> bytes:
                return make(rows_of(view, items, periods), _notes(view, url))

            show(label, made, mime, icon, suffix, part)


def _notes(view: LiveView, url: str) -> list[str]:
    item = view.item
    said = [pick(item.definition), *(pick(caveat) for caveat in item.caveats), f"{text('export.source')}: {pick(item.source)}"]
    return [marks(view.state, item), *said, *_stamp(view), url]


def _stamp(view: LiveView) -> list[str]:
    return stamp_of(str(view.focus["name"]), str(view.focus["code"]), view.period, view.state, view.item)


def _paper(make: Callable[[Paper], bytes], url: str, whole: bool, drawn: bool, view: LiveView) -> bytes:
    return make(paper_of_view(view, shapes_of(view) if drawn else None, url, whole=whole))


def _html(view: LiveView, url: str) -> bytes:
    return html_map.region_map(view, shapes_of(view), view.state, _stamp(view), url)


def _geopackage(view: LiveView, url: str) -> bytes:
    shapes = shapes_of(view)
    areas = placed(shapes.index.tolist(), view.level, view.person.scope, view.state.boundary_version)
    numbers = view.regions["code"].searchsorted(shapes.index)
    return geopackage_of(shapes, areas, numbers, view.layer, view.item, view.period, _stamp(view), url)


def shapes_of(view: LiveView) -> gpd.GeoSeries:
    """Shapes of the regions a view shows."""
    code = view.regions["code"].iat[view.start] if view.end - view.start == 1 else view.focus["code"]
    return answers.shapes(view.person.scope, view.state.boundary_version, view.level, code)
