"""The beginning of every page run: person, texts, menu, marks."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.cache import answers, runtime
from dashboard.components.badges import show_badges
from dashboard.components.figures import show_figures
from dashboard.components.preparing import show_preparing, show_preview_strip
from dashboard.components.session import show_session
from dashboard.state import theme
from dashboard.state.pickers import segmented, select
from dashboard.state.view import begin_run
from dashboard.state.viewer import PARAMETER as AS
from dashboard.state.viewer import ask_to_sign_in, known_person
from dashboard.web import preparing
from dashboard.words.assets import ASSETS
from dashboard.words.texts import LANGUAGES, PARAMETER, text
from data.identity.demo import DEMO, demo_person
from data.identity.people import Person
from data.log import logged, new_number
from data.model.errors import Fault
from pages.registry import PAGES, page_at


def main() -> None:
    new_number()
    st.set_page_config(page_title="Dasbor Bersinar", page_icon=str(ASSETS / "icon.svg"), layout="wide")
    theme.apply_theme()
    person, fault = None, None
    try:
        person = known_person() if preparing.status().served else None
    except Fault as found:
        fault = found
    page = st.navigation(_menu(person), position="sidebar", expanded=True)  # else the last are behind an English "View more"
    entry = page_at(page.url_path)
    needs = entry.needs
    try:
        if fault is not None:
            raise fault
        if preparing.status().served is None:
            show_preparing(None, needs)
            return
        if person is None:
            ask_to_sign_in()
        if preparing.status().lacks(needs):
            _screen()
            show_preparing(person.scope, needs)
            return
        if runtime.previews():
            show_preview_strip()
        state = answers.freshness(person.scope)
        begin_run(person, state)
        _sidebar(person)
        show_badges(state, with_map=entry.draws_map)
        page.run()
    except Fault as found:
        st.error(logged(found, where="halaman"), icon=":material/error:")


def _menu(person: Person | None) -> dict[str, list[StreamlitPage]]:
    """All pages by the title of their section; those not meant for `person` are hidden, and also refuse by themselves."""
    menu: dict[str, list[StreamlitPage]] = {}
    for entry in PAGES:
        page = st.Page(
            entry.file,
            title=text(f"page.{entry.name}"),
            icon=f":material/{entry.icon}:",
            url_path=entry.path,
            default=entry is PAGES[0],
            visibility="visible" if entry.is_listed_for(person) else "hidden",
        )
        menu.setdefault(text(f"section.{entry.section}"), []).append(page)
    return menu


def _screen() -> None:
    with st.sidebar:
        segmented(PARAMETER, text("side.language"), LANGUAGES, LANGUAGES[0], lambda code: text(f"language.{code}"))
        segmented(theme.PARAMETER, text("side.screen"), theme.SCREENS, theme.SCREENS[0], lambda name: text(f"screen.{name}"))


def _sidebar(person: Person) -> None:
    _screen()
    with st.sidebar:
        if runtime.store().kind == "embedded":
            names = [person.username for person in DEMO]
            select(AS, text("side.demo"), names, names[0], lambda name: demo_person(name).full_name, width="stretch")
            st.caption(text("side.demo_note"))
        show_figures(person)
        if runtime.store().kind != "embedded":
            show_session(person)


main()
