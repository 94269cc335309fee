"""Places of treatment in one region: a detail map and a list."""

import hashlib

import pandas as pd
import streamlit as st

from dashboard.cache import answers
from dashboard.cache.runtime import here
from dashboard.components.frame import show_frame
from dashboard.documents import html_map
from dashboard.state.offers import offer
from dashboard.state.view import LiveView
from dashboard.words.texts import number, text
from geo.regions.codes import NATION, Level, level_of

_HEIGHT = 380  # pixels


def show_facilities(view: LiveView) -> None:
    """An expander that fetches its map when it is opened; nothing for the nation, whose facilities are on the large map."""
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
                text("facility.operator"): found["operator"],
                text("facility.beds"): found["beds"],
                text("facility.places"): found["places"],
            }
        )
        show_frame(listed, alt=alt)
