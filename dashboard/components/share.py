"""Passing an area's page on: its link, a picture for a chat, a page of paper, and documents to work with."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.analysis.profile import Profile, compose
from dashboard.cache.runtime import here
from dashboard.components.downloads import choose_exact
from dashboard.components.file import show_file_button
from dashboard.documents.card import card_of
from dashboard.documents.files import WAYS, XLSX
from dashboard.documents.paper import Paper, paper, paper_name
from dashboard.documents.workbook import workbook_of
from dashboard.state import url
from dashboard.words.assets import asset_version
from dashboard.words.texts import PARAMETER, text
from data.identity.people import Person
from data.queries import Freshness
from geo.regions.codes import NATION

_PNG = "image/png"
_WAYS = WAYS | {"xlsx": ("table", workbook_of, XLSX)}
_LOAD = """const m=new Map(),load=(d)=>{const at=`${location.origin}${d.home}/assets/${d.assets}/home/share.js`;
return m.get(at)??m.set(at,import(at)).get(at)};"""
_CSS = """.bagikan label{display:block;font-size:14px} .bagikan input{width:100%;box-sizing:border-box;
font:inherit;padding:8px;margin:4px 0;border:1px solid currentcolor;border-radius:6px;background:transparent;color:inherit}
.bagikan div{display:flex;gap:8px}
.bagikan button{font:inherit;padding:8px 14px;border-radius:6px;border:1px solid var(--st-primary-color);cursor:pointer;
background:transparent;color:inherit} .bagikan output{display:block;font-size:14px;min-height:1.3em}"""
_JUMP = """button{font:inherit;font-weight:600;width:100%;min-height:44px;border-radius:8px;
border:1px solid var(--st-primary-color);background:transparent;color:var(--st-primary-color);cursor:pointer}"""
_link = st.components.v2.component(
    "bersinar_bagikan",
    html='<div class="bagikan"></div>',
    css=_CSS,
    js=_LOAD + "export default(c)=>{load(c.data).then((share)=>share.render(c))}",
)
_jump = st.components.v2.component(
    "bersinar_terdekat",
    html='<button type="button"></button>',
    css=_JUMP,
    js=_LOAD + "export default(c)=>{load(c.data).then((share)=>share.jump(c))}",
)


def show_share(profile: Profile, person: Person, state: Freshness, focus: pd.Series) -> None:
    """Two buttons, which stay at the foot of a phone: the nearest treatment, and everything that can be passed on."""
    served = {"home": here(""), "assets": asset_version()}
    if profile.code != NATION:
        _jump(key="ke_terdekat", data=served | {"label": text("home.share_nearest")}, height="content")
    with st.popover(text("home.share"), icon=":material/share:", type="primary", width="stretch"):
        _link(key="tautan_halaman", data=served | _shared(profile), height="content")
        _show_files(profile, person, state, focus)


def _shared(profile: Profile) -> dict[str, object]:
    """The address by its path, without who reads it and how: the browser knows the host."""
    kept = {name: url.read(name) for name in (url.PERIOD, PARAMETER)}
    asked = {url.REGION: profile.code} | {name: value for name, value in kept.items() if value}
    return {
        "path": here(f"/{url.page_now()}") + "?" + urlencode(asked),
        "title": profile.name,
        "said": text("home.share_said", place=profile.name, verdict=profile.verdict),
        "words": {name: text(f"home.share_{name}") for name in ("link", "send", "copy", "copied", "by_hand")},
    }


def _show_files(profile: Profile, person: Person, state: Freshness, focus: pd.Series) -> None:
    """A link for each file, made when somebody takes it; of published figures unless they chose exact ones. The picture for a
    chat always holds published figures.
    """
    address = url.address("beranda")
    published = replace(person.scope, published=True)
    exact = choose_exact(person)

    def made(of_exact: bool) -> Paper:
        scope, shown = (person.scope, state) if of_exact else (published, replace(state, exact=False))
        taken = profile if of_exact else compose(scope, shown, focus, profile.period)
        return paper(taken, scope, shown, address)

    def offer(label: str, make: Callable[[Paper], bytes], mime: str, icon: str, suffix: str, of_exact: bool) -> None:
        show_file_button(
            label,
            lambda: make(made(of_exact)),
            scope=person.scope if of_exact else published,
            mime=mime,
            icon=icon,
            file_name=paper_name(profile, state, suffix),
        )

    with st.container(horizontal=True, gap="small"):
        offer(text("home.card"), card_of, _PNG, "image", "png", False)
        for suffix, (icon, make, mime) in _WAYS.items():
            offer(text("home.page") if suffix == "pdf" else suffix.upper(), make, mime, icon, suffix, exact)
    st.caption(text("paper.note"))
