"""Page of the map: one indicator, one level, one period."""

import streamlit as st

from dashboard.analysis.periods import measured_periods
from dashboard.components.breadcrumb import show_place
from dashboard.components.downloads import show_downloads
from dashboard.components.empty import show_empty
from dashboard.components.map import Extras, choose_extras, show_map
from dashboard.components.panel import FRAGMENT, show_panel
from dashboard.components.picker import choose_indicator
from dashboard.components.summary import show_answer
from dashboard.state.pickers import choose_level, chosen_period, moved_words
from dashboard.state.view import build_view, current, known_region
from dashboard.words.sentences import layer_sentence
from dashboard.words.texts import pick, text
from data.facts.families import at_level

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

focus = known_region(person, state)
with st.container(key="pilihan", horizontal=True, vertical_alignment="center", gap=None):
    show_place(person.scope, state.boundary_version, focus["code"])
    family = choose_indicator()
    level = choose_level(focus["code"], family)
    item = at_level(family, level)
    compare, layers = choose_extras(item, level)
    period = chosen_period(item, state, measured_periods(person.scope, state, item, level))
    view = build_view(person, state, focus, item, level, period)
    with st.popover(text("export.menu"), icon=":material/download:"):
        show_downloads(view)

sentence = layer_sentence(view.layer, item, view.regions, view.start, view.end)
with st.container(key="judul"):  # in the picture for eyes, here for screen readers
    st.title(text("map.title", name=pick(item.name), place=focus["name"], period=view.period))
    show_answer(sentence, item)
with st.container(key="layar", horizontal=True, gap=None):
    with st.container(key="gambar"):
        title = text("map.heading", name=pick(item.short), place=focus["name"])
        show_map(view, alt=sentence, key="peta", title=title, extras=Extras(compare, layers), followers=(FRAGMENT,))
    with st.container(key="sisi"):
        if moved := moved_words(focus["code"], family, level, view.period):
            st.caption(moved)
        show_panel(view, alt=sentence)
