"""The bar on top of every page: links that carry the address, and one menu for everything that is not about the area.

The links are plain HTML, a third of the weight of Streamlit's own; `dashboard/assets/bar` opens them without a reload.
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.cache.runtime import here, store
from dashboard.components.badges import marks
from dashboard.components.figures import show_figures
from dashboard.components.session import show_session
from dashboard.state import theme, url
from dashboard.state.pickers import segmented, select
from dashboard.web.pages import BAR, MENU, PageEntry, listed
from dashboard.words.assets import asset_version
from dashboard.words.texts import LANGUAGES, language, text
from data.identity.demo import DEMO, demo_person
from data.identity.people import Person
from data.queries import Freshness

# served from our own address and cached by the browser, as the search is
_JS = """let loading;
export default(c)=>{loading??=import(`${location.origin}${c.data.at}/bar/bar.js`);loading.then((bar)=>bar.render(c))}"""
_component = st.components.v2.component("bersinar_bilah", html="", js=_JS)


def show_bar(entry: PageEntry, person: Person | None, state: Freshness | None = None) -> None:
    """The bar, with the marks of `state`. Without a `person` only language and screen can be chosen in it."""
    with st.container(key="bilah", horizontal=True, vertical_alignment="center", gap=None):
        title = f"{text(f'page.{entry.name}')} · Dasbor Bersinar"
        at = here(f"/assets/{asset_version()}")
        _component(key="bilah_peramban", data={"at": at, "language": language(), "title": title}, height="content")
        st.html(_bar(entry, person) + (marks(state, with_map=entry.draws_map) if state else ""))
        # a key of its own on each page: a menu that stayed open would cover the page it led to
        with st.popover(text("bar.menu"), icon=":material/menu:", key=f"menu_{entry.path}"):
            st.html(_menu(entry, person))
            _choices(person)


def show_siblings(entry: PageEntry, person: Person) -> None:
    """The line below the bar: links to the pages that stand beside this one in its group, nothing where it is alone."""
    beside = listed(entry.group, person)
    links = ""
    if entry.group in BAR and len(beside) > 1:
        label = escape(text(f"bar.{entry.group}"))
        links = f'<nav class="bs-go bs-beside" aria-label="{label}">{_links(beside, entry, person)}</nav>'
    st.html(f'<div class="bs-line">{links}<span id="isi" tabindex="-1"></span></div>')


def _bar(entry: PageEntry, person: Person | None) -> str:
    """Way past the bar, name of the app (of the page where there is no room for links), links, and who is looking in a demo."""
    page = escape(text(f"page.{entry.name}"))
    links = "".join(_group(group, entry, person) for group in BAR) if person is not None else ""
    demo = _demo(person) if person is not None and store().kind == "embedded" else ""
    return (
        f'<a class="bs-skip" href="#isi">{escape(text("bar.skip"))}</a>'
        f'<nav class="bs-go bs-main" aria-label="{escape(text("bar.label"))}">'
        f'<b>Dasbor Bersinar</b><b class="bs-here">{page}</b>{links}{demo}</nav>'
    )


def _demo(person: Person) -> str:
    words = escape(text("bar.demo", name=person.full_name))
    return f'<span class="bs-demo" title="{escape(text("side.demo_note"))}">{words}</span>'


def _group(group: str, entry: PageEntry, person: Person) -> str:
    """The link of a group: to the open page where it is one of the group, else to the group's first."""
    shown = listed(group, person)
    if not shown:
        return ""
    to = entry if entry.group == group else shown[0]
    return _link(to, text(f"bar.{group}"), entry, person)


def _menu(entry: PageEntry, person: Person | None) -> str:
    """Pages of the bar, for screens that have no room for it; then those that only the menu has."""
    if person is None:
        return ""
    narrow = "".join(_links(listed(group, person), entry, person) for group in BAR)
    parts = [f'<div class="bs-narrow">{narrow}</div>']
    for group in MENU:
        if shown := listed(group, person):
            parts.append(f"<p>{escape(text(f'bar.{group}'))}</p>{_links(shown, entry, person)}")
    return f'<nav class="bs-go bs-menu" aria-label="{escape(text("bar.menu"))}">{"".join(parts)}</nav>'


def _links(pages: Sequence[PageEntry], entry: PageEntry, person: Person) -> str:
    return "".join(_link(one, text(f"page.{one.name}"), entry, person) for one in pages)


def _link(to: PageEntry, label: str, entry: PageEntry, person: Person) -> str:
    address = f"{here(f'/{to.path}')}?{urlencode(url.parameters(to.path, person))}"
    current = ' aria-current="page"' if to is entry else ""
    return f'<a href="{escape(address)}"{current}>{escape(label)}</a>'


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
