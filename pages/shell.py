"""The beginning of every page run: person, texts, bar, marks."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.cache import answers, runtime
from dashboard.components.bar import show_bar, show_siblings
from dashboard.components.preparing import show_preparing, show_preview_strip
from dashboard.components.unknown import is_known, show_unknown
from dashboard.state import theme, url
from dashboard.state.view import begin_run
from dashboard.state.viewer import ask_to_sign_in, known_person
from dashboard.web import preparing
from dashboard.web.pages import MAP, PAGES, PageEntry, landing, page_at
from dashboard.words.assets import ASSETS
from dashboard.words.texts import text
from data.identity.people import Person
from data.log import logged, new_number
from data.model.errors import Fault


def main() -> None:
    new_number()
    st.set_page_config(page_title="Dasbor Bersinar", page_icon=str(ASSETS / "icon.svg"), layout="wide")
    theme.apply_theme()
    person, fault = None, None
    try:
        person = known_person() if preparing.status().served else None
    except Fault as found:
        fault = found
    pages = {entry.path: _page(entry) for entry in PAGES}
    # the bare address is redirected before it gets here (dashboard.web.middleware); Streamlit wants a page for it
    bare = st.Page(_bare, title="Dasbor Bersinar", url_path="awal", default=True, visibility="hidden")
    page = st.navigation([bare, *pages.values()], position="hidden")
    entry = page_at(page.url_path)
    if entry is None:
        to = landing(person) if person else MAP
        st.switch_page(pages[to.path], query_params=url.parameters(to.path, person) if person else None)
    url.arrive(entry.path)
    try:
        _run(page, entry, person, fault)
    except Fault as found:
        st.error(logged(found, where="halaman"), icon=":material/error:")


def _run(page: StreamlitPage, entry: PageEntry, person: Person | None, fault: Fault | None) -> None:
    if fault is not None:
        raise fault
    if preparing.status().served is None:
        show_bar(entry, None)
        show_preparing(None, entry.needs)
        return
    if person is None:
        ask_to_sign_in()
    if preparing.status().lacks(entry.needs):
        show_bar(entry, person)
        show_preparing(person.scope, entry.needs)
        return
    state = answers.freshness(person.scope)
    show_bar(entry, person, state)
    if runtime.previews():
        show_preview_strip()
    begin_run(person, state)
    show_siblings(entry, person)
    if entry.placed and state.boundary_version and not runtime.previews() and not is_known(person, state):
        show_unknown(person, state)
        return
    page.run()


def _page(entry: PageEntry) -> StreamlitPage:
    return st.Page(entry.file, title=text(f"page.{entry.name}"), url_path=entry.path, visibility="hidden")


def _bare() -> None:
    """Never runs: `main` goes on to another page."""


main()
