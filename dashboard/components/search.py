"""A field that finds any region while somebody types. The browser's side is `dashboard/assets/search`."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.cache.runtime import here
from dashboard.state.url import go_to
from dashboard.words.assets import asset_version
from dashboard.words.texts import text

# the script is served from our own address and cached by the browser: each page run sends only these lines
_JS = """const m=new Map(),at=(v)=>`${location.origin}${v}/search/`;
const load=(v)=>m.get(v)??m.set(v,import(at(v)+'search.js')).get(v);
export default(c)=>{const p=c.parentElement,v=`${c.data.home}/assets/${c.data.assets}`;
if(!p.querySelector('link'))p.prepend(Object.assign(document.createElement('link'),{rel:'stylesheet',href:at(v)+'search.css'}));
load(v).then((search)=>search.render(c))}"""
_KEY = "cari"
_component = st.components.v2.component("bersinar_cari", html='<div class="cari"></div>', js=_JS)


def show_search(boundary_version: str, path: Sequence[tuple[str, str]] = ()) -> None:
    """The field, after the `path` to the chosen region: codes with their names, each a press away. The chosen region is
    written into the address.
    """

    _show(_KEY, boundary_version, path, go_to, text("search.label"), text("search.placeholder"))


def find_region(key: str, boundary_version: str, take: Callable[[str], None], label: str) -> None:
    """The field for another purpose: `take` gets the code of the region that was found."""
    _show(key, boundary_version, (), take, label, label)


def _show(
    key: str,
    boundary_version: str,
    path: Sequence[tuple[str, str]],
    take: Callable[[str], None],
    label: str,
    placeholder: str,
) -> None:
    def chosen() -> None:
        if code := st.session_state[key].chosen:
            take(str(code))

    _component(
        key=key,
        data={
            "home": here(""),
            "assets": asset_version(),
            "version": boundary_version,
            "path": [list(one) for one in path],
            "path_label": text("search.path"),
            "label": label,
            "placeholder": placeholder,
            "none": text("search.none", words="{words}"),
            "was": text("search.was", code="{code}"),
            "levels": [text(f"level.{level}") for level in range(5)],
        },
        on_chosen_change=chosen,
    )
