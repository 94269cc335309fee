"""Page of the map: one theme, one level, one period."""

import streamlit as st

from dashboard.cache import answers
from dashboard.components import below, picked
from dashboard.components.badges import show_provisional
from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.components.map import Extras, choose_extras, show_map
from dashboard.components.method import show_method
from dashboard.components.published import TOPICS, show_published
from dashboard.components.summary import show_answer
from dashboard.state import theme
from dashboard.state.pickers import choose_level, choose_measure, choose_period, choose_theme
from dashboard.state.view import build_view, current, known_region
from dashboard.words.sentences import layer_sentence
from dashboard.words.texts import pick, text
from geo.regions.codes import ancestors_of

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

focus = known_region(person, state)
show_place(person.scope, state.boundary_version, focus["code"])
with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
    chosen_theme = choose_theme()
    level = choose_level(focus["code"])
    item = choose_measure(chosen_theme, level)
    period = choose_period(item, state)

view = build_view(person, state, focus, item, level, period)
sentence = layer_sentence(view.layer, item, view.regions, view.start, view.end)
heading, options = st.columns([6, 1], vertical_alignment="center")
with heading:
    st.title(text("map.title", name=pick(item.name), place=focus["name"], period=period))
with options:
    compare, layers = choose_extras(item, level)
show_answer(sentence, item)
show_provisional(state, item)

left, right = st.columns([3, 1], gap="medium")
with left:
    extras = Extras(compare, layers)
    followers = (picked.FRAGMENT, below.FRAGMENT)
    show_map(view, alt=sentence, height=theme.map_height(), key="peta", extras=extras, followers=followers)
with right:
    picked.show_choice(view)
    around = tuple(reversed(ancestors_of(focus["code"])))
    show_published(answers.published(person.scope, state.data_version, around, TOPICS[chosen_theme]))
    show_method(item)

below.show_below(view, alt=sentence)
