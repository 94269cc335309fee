"""The bar on top of every page: links that carry the address, and one menu for everything that is not about the area."""

from collections.abc import Mapping
from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.cache.runtime import here, store
from dashboard.components.figures import show_figures
from dashboard.components.session import show_session
from dashboard.state import theme, url
from dashboard.state.pickers import segmented, select
from dashboard.web.pages import BAR, MENU, PageEntry, listed
from dashboard.words.assets import asset_version
from dashboard.words.texts import LANGUAGES, language, text
from data.identity.demo import DEMO, demo_person
from data.identity.people import Person

Pages = Mapping[str, StreamlitPage]  # by address
# served from our own address and cached by the browser, as the search is
_JS = """let loading;
export default(c)=>{loading??=import(`${location.origin}${c.data.at}/bar/bar.js`);loading.then((bar)=>bar.render(c))}"""
_component = st.components.v2.component("bersinar_bilah", html="", js=_JS)


def show_bar(pages: Pages, entry: PageEntry | None, person: Person | None) -> None:
    """The bar. Without a `person` only language and screen can be chosen in it."""
    with st.container(key="bilah", horizontal=True, vertical_alignment="center", gap=None):
        at = here(f"/assets/{asset_version()}")
        _component(key="bilah_peramban", data={"at": at, "language": language(), "label": text("bar.label")}, height="content")
        st.html(_brand(entry), width="content")
        if person is not None:
            with st.container(key="bilah_utama", horizontal=True, vertical_alignment="center", gap=None):
                for group in BAR:
                    _group_link(pages, group, entry, person)
            if store().kind == "embedded":
                st.html(_demo(person), width="content")
        # a key of its own on each page: a menu that stayed open would cover the page it led to
        with st.popover(text("bar.menu"), icon=":material/menu:", key=f"menu_{entry.path if entry else ''}"):
            if person is not None:
                _all_links(pages, person)
            _choices(person)


def show_siblings(pages: Pages, entry: PageEntry, person: Person) -> None:
    """Links to the pages that stand beside this one in its group; nothing where it is alone."""
    beside = listed(entry.group, person)
    if entry.group in BAR and len(beside) > 1:
        with st.container(key="bilah_anak", horizontal=True, vertical_alignment="center", gap=None, width="content"):
            for one in beside:
                _link(pages, one, person)


def _brand(entry: PageEntry | None) -> str:
    """The name of the app, and on a narrow screen that of the page, which has no place in the bar there."""
    page = f'<span class="bs-here">{escape(text(f"page.{entry.name}"))}</span>' if entry else ""
    skip = f'<a class="bs-skip" href="#isi">{escape(text("bar.skip"))}</a>'
    return f'{skip}<span class="bs-brand"><b>Dasbor Bersinar</b>{page}</span>'


def _demo(person: Person) -> str:
    words = escape(text("bar.demo", name=person.full_name))
    return f'<span class="bs-demo" title="{escape(text("side.demo_note"))}">{words}</span>'


def _group_link(pages: Pages, group: str, entry: PageEntry | None, person: Person) -> None:
    """The link of a group: to the open page where it is one of the group, else to the group's first."""
    shown = listed(group, person)
    if not shown:
        return
    if entry is None or entry.group != group:
        _link(pages, shown[0], person, text(f"bar.{group}"))
        return
    with st.container(key="bilah_kini", width="content"):
        _link(pages, entry, person, text(f"bar.{group}"))


def _link(pages: Pages, to: PageEntry, person: Person, label: str | None = None, *, icon: bool = False) -> None:
    st.page_link(
        pages[to.path],
        label=label or text(f"page.{to.name}"),
        icon=f":material/{to.icon}:" if icon else "",
        query_params=url.parameters(to.path, person),
    )


def _all_links(pages: Pages, person: Person) -> None:
    """Pages of the bar, for screens that have no room for it; then those that only the menu has."""
    with st.container(key="menu_utama", gap=None):
        for group in BAR:
            for one in listed(group, person):
                _link(pages, one, person, icon=True)
    for group in MENU:
        shown = listed(group, person)
        if shown:
            with st.container(gap=None):
                st.html(f'<p class="bs-group">{escape(text(f"bar.{group}"))}</p>')
                for one in shown:
                    _link(pages, one, person, icon=True)


def _choices(person: Person | None) -> None:
    segmented(url.LANGUAGE, text("side.language"), LANGUAGES, LANGUAGES[0], lambda code: text(f"language.{code}"))
    segmented(url.SCREEN, text("side.screen"), theme.SCREENS, theme.SCREENS[0], lambda name: text(f"screen.{name}"))
    if person is None:
        return
    show_figures(person)
    if store().kind == "embedded":
        names = [one.username for one in DEMO]
        select(url.AS, text("side.demo"), names, names[0], lambda name: demo_person(name).full_name, width="stretch")
        st.caption(text("side.demo_note"))
    else:
        show_session(person)
