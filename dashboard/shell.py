"""What every page run begins with: who, which texts, which pages, which marks."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import preparing
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
from dashboard.words.assets import ASSETS
from dashboard.words.texts import LANGUAGES, PARAMETER, text
from data.identity.demo import DEMO, demo_person
from data.identity.people import Person
from data.model.errors import Fault
from data.model.roles import Act, may
from data.store.log import logged, new_number

_WITH_MAP = ("", "peta", "ringkasan", "bersinar", "rapat")  # the default page has an empty path
# what a page waits for in the first minutes: some steps of the load, or all of them for a province alone; the others write,
# or compare with areas all over the country
_EARLY: dict[str, tuple[str, ...]] = {"kamus": (), "tentang-data": ("regions", "published")}
_PROVINCE = ("", "peta", "bersinar", "kelengkapan")
_PAGES = Path(__file__).resolve().parent.parent / "pages"


def main() -> None:
    new_number()
    st.set_page_config(page_title="Dasbor Bersinar", page_icon=str(ASSETS / "icon.svg"), layout="wide")
    theme.apply_theme()
    person, fault = None, None
    try:
        person = known_person() if preparing.status().served else None
    except Fault as found:
        fault = found
    page = st.navigation(_pages(person), position="sidebar")
    needs = None if page.url_path in _PROVINCE else _EARLY.get(page.url_path, preparing.WHOLE)
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
        show_badges(state, with_map=page.url_path in _WITH_MAP)
        page.run()
    except Fault as found:
        st.error(logged(found, where="halaman"), icon=":material/error:")


def _pages(person: Person | None) -> dict[str, list[StreamlitPage]]:
    """All pages; the trail is in the menu of auditors alone, accounts in that of administrators."""
    audits = person is not None and may(person.role, Act.READ_TRAIL)
    administers = person is not None and person.administers and may(person.role, Act.ADMINISTER)
    return {
        text("section.look"): [
            st.Page(_PAGES / "peta.py", title=text("page.peta"), icon=":material/map:", url_path="peta", default=True),
            st.Page(_PAGES / "profil.py", title=text("page.profil"), icon=":material/badge:", url_path="profil"),
            st.Page(_PAGES / "ringkasan.py", title=text("page.ringkasan"), icon=":material/dashboard:", url_path="ringkasan"),
            st.Page(
                _PAGES / "bersinar.py", title=text("page.bersinar"), icon=":material/holiday_village:", url_path="bersinar"
            ),
            st.Page(_PAGES / "kotan.py", title=text("page.kotan"), icon=":material/location_city:", url_path="kotan"),
        ],
        text("section.meet"): [
            st.Page(_PAGES / "rapat.py", title=text("page.rapat"), icon=":material/present_to_all:", url_path="rapat"),
            st.Page(_PAGES / "keputusan.py", title=text("page.keputusan"), icon=":material/gavel:", url_path="keputusan"),
        ],
        text("section.data"): [
            st.Page(_PAGES / "kirim.py", title=text("page.kirim"), icon=":material/upload_file:", url_path="kirim"),
            st.Page(
                _PAGES / "kelengkapan.py",
                title=text("page.kelengkapan"),
                icon=":material/event_available:",
                url_path="kelengkapan",
            ),
            st.Page(_PAGES / "mutu.py", title=text("page.mutu"), icon=":material/rule:", url_path="mutu"),
            st.Page(_PAGES / "kamus.py", title=text("page.kamus"), icon=":material/menu_book:", url_path="kamus"),
            st.Page(
                _PAGES / "tentang_data.py", title=text("page.tentang"), icon=":material/database:", url_path="tentang-data"
            ),
            st.Page(
                _PAGES / "jejak.py",
                title=text("page.jejak"),
                icon=":material/policy:",
                url_path="jejak",
                visibility="visible" if audits else "hidden",
            ),
            st.Page(
                _PAGES / "pengguna.py",
                title=text("page.pengguna"),
                icon=":material/manage_accounts:",
                url_path="pengguna",
                visibility="visible" if administers else "hidden",
            ),
        ],
    }


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
