"""Places of treatment: those nearest to a place, and all of one region with a detail map."""

import hashlib
from collections.abc import Hashable
from html import escape

import pandas as pd
import streamlit as st

from dashboard.analysis.nearest import nearest
from dashboard.analysis.rehab.access import with_vacancy
from dashboard.cache import answers
from dashboard.cache.runtime import here
from dashboard.components.frame import show_frame
from dashboard.documents import html_map
from dashboard.state.offers import offer
from dashboard.state.view import LiveView, current
from dashboard.state.viewer import ask_again
from dashboard.words import palettes
from dashboard.words.facility import card_lines, distance, has_beds, sign
from dashboard.words.texts import number, text
from data.feeds import feeds
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, Level, level_of

_HEIGHT = 380  # pixels
_POSITION = "posisi_perangkat"  # of this session alone: it is neither stored nor in the address
# a browser gives its position to https and to this machine only, and asks the person
_JS = """export default({parentElement:p,data:d,setTriggerValue:send})=>{const box=p.querySelector('.posisi');
if(!isSecureContext||!navigator.geolocation){box.textContent=d.insecure;return}
const b=document.createElement('button');b.type='button';b.textContent=d.here;b.onclick=()=>{b.disabled=true;
navigator.geolocation.getCurrentPosition(({coords:c})=>send('at',[c.longitude,c.latitude]),
()=>{box.textContent=d.refused},{timeout:15000,maximumAge:60000})};box.replaceChildren(b)}"""
_CSS = """.posisi{font-size:.85rem} button{font:inherit;color:inherit;background:none;border:1px solid var(--st-border-color);
border-radius:8px;padding:.4rem .8rem;min-height:40px;cursor:pointer}"""
_component = st.components.v2.component("bersinar_posisi", html='<div class="posisi" role="status"></div>', js=_JS, css=_CSS)


@st.fragment
def show_nearest(scope: Scope, state: Freshness, code: str, most: int = 3, *, vacant: bool = False) -> None:
    """The `most` places of treatment nearest to this device, where it gives its position, else to the region `code`; only those
    with a free bed at their last report where `vacant`.
    """
    ask_again(current()[0])
    row = answers.region_row(scope, state.boundary_version, code)
    place = answers.place_of(scope, state.boundary_version, code)
    if row is None or place is None:
        return
    st.subheader(text("access.nearest") if vacant else text("facility.nearest"))
    device = _device(str(row["name"]))
    lon, lat = device or place
    among = answers.facilities(scope, state.data_version, NATION)
    found = nearest(with_vacancy(among) if vacant else among, lon, lat, most)
    if found.empty and vacant:
        st.caption(text("access.nearest_none"))
        return
    if found.empty:
        st.caption(text("facility.nearest_none", senders=", ".join(feeds()["fasilitas_rehab"].senders)))
        return
    st.html("".join(_card(one) for one in found.to_dict("records")))
    st.caption(text("facility.nearest_here") if device else text("facility.nearest_from", place=row["name"]))


def _device(place: str) -> tuple[float, float] | None:
    def given() -> None:
        if at := st.session_state[_POSITION].at:
            st.session_state[f"{_POSITION}_di"] = (float(at[0]), float(at[1]))

    words = {name: text(f"facility.{name}", place=place) for name in ("here", "insecure", "refused")}
    _component(key=_POSITION, data=words, on_at_change=given)
    found: tuple[float, float] | None = st.session_state.get(f"{_POSITION}_di")
    return found


def _card(row: dict[Hashable, object]) -> str:
    colour = palettes.surface(st.context.theme.type)["accent" if has_beds(row) else "second"]
    lines = "".join(f"<div>{escape(line)}</div>" for line in card_lines(row))
    return (
        '<div style="padding:.5rem 0;border-bottom:1px solid rgb(128 128 128 / .3)">'
        f'<span style="color:{colour}" aria-hidden="true">{sign(str(row["operator"]))}</span>'
        f" <b>{escape(str(row['name']))}</b> · {escape(distance(float(str(row['km']))))}"
        f'<div style="font-size:.88rem">{lines}</div></div>'
    )


@st.fragment
def show_facilities(view: LiveView) -> None:
    """An expander that fetches its map when it is opened; nothing for the nation, whose facilities are on the large map.

    A part of its own: opened while the page still loads, it fills as well.
    """
    ask_again(view.person)
    code = str(view.focus["code"])
    if code == NATION:
        return
    place = st.expander(text("facility.title", place=view.focus["name"]), icon=":material/local_hospital:", on_change="rerun")
    if not place.open:
        return
    scope, state = view.person.scope, view.state
    found = answers.facilities(scope, state.data_version, code)
    level = min(level_of(code) + 1, Level.VILLAGE)
    with place:
        if found.empty:
            st.caption(text("facility.none"))
            return
        outlines = answers.shapes(scope, state.boundary_version, level, code)
        alt = text("facility.alt", count=number(len(found)), place=view.focus["name"])
        made = html_map.facility_map(found, outlines, view.focus).encode()
        # named by content: another map needs another address, or the frame would not load it
        name = f"fasilitas_{hashlib.sha256(made).hexdigest()[:16]}.html"
        ticket = offer(lambda: made, scope=scope, file_name=name, mime="text/html", framed=True)
        st.iframe(here(f"/bingkai/{ticket}"), height=_HEIGHT, alt=alt)
        st.caption(text("facility.key"))
        listed = pd.DataFrame(
            {
                text("table.name"): found["name"],
                text("facility.operator"): [f"{sign(one)} {one}" for one in found["operator"]],
                text("facility.beds"): found["beds"],
                text("facility.places"): found["places"],
            }
        )
        show_frame(listed, alt=alt)
