"""Home of an area: verdict, map, five figures, what to do next; text and evidence below."""

import streamlit as st

from dashboard.analysis.home import steps_of, tiles_of
from dashboard.analysis.profile import compose
from dashboard.components import home
from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.components.facilities import show_nearest
from dashboard.components.home_details import show_details
from dashboard.components.share import show_share
from dashboard.state.pickers import choose_period
from dashboard.state.read_log import note_overview
from dashboard.state.view import current, known_region
from dashboard.words.abbreviations import Abbreviations
from data.facts.indicators import for_theme
from geo.regions.codes import Level

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

scope = person.scope
focus = known_region(person, state)
home.apply_style()
with st.container(key="beranda_atas", horizontal=True, vertical_alignment="center"):
    show_place(scope, state.boundary_version, str(focus["code"]))
    passing_on = st.container(key="beranda_bagikan", horizontal=True, gap="small")

with st.container(key="beranda"):
    with st.container(key="beranda_periode"):
        period = choose_period(for_theme("program", 2)[0], state)
    note_overview(scope, state, str(focus["code"]), period)
    found, marked = compose(scope, state, focus, period), Abbreviations()
    view = home.small_view(found, person, state)
    with st.container(key="beranda_kata", gap=None):
        home.show_words(found, state, marked)
    with st.container(key="beranda_peta"):
        home.show_small_map(view)
    with st.container(key="beranda_angka"):
        home.show_tiles(tiles_of(found, scope, state), found, scope, state, marked)
    with st.container(key="beranda_langkah", gap=None):
        home.show_steps(steps_of(found), found, scope, state, marked)
    with st.container(key="beranda_kunjungan", gap=None):
        home.show_visits(found)
    with st.container(key="beranda_dekat", gap=None):
        if found.level > Level.NATION:
            show_nearest(scope, state, found.code)
with passing_on:
    show_share(found, person, state, focus)
show_details(found, view)
