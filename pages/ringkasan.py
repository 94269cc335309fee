"""Page of the summary: headline figures, changes, concerns, and a small map."""

import streamlit as st

from dashboard.analysis.overview import HEADLINES, cards_of, heading_region, overview_of
from dashboard.analysis.periods import year_before
from dashboard.cache import answers
from dashboard.components import picked
from dashboard.components.attention import show_attention, show_changes, show_completeness, show_promises
from dashboard.components.badges import show_provisional
from dashboard.components.before_split import show_before_split
from dashboard.components.breadcrumb import show_place
from dashboard.components.cards import show_cards
from dashboard.components.empty import show_empty
from dashboard.components.facilities import show_facilities
from dashboard.components.map import show_map
from dashboard.components.published import show_published, topics_of
from dashboard.components.ranking import show_ranking
from dashboard.components.rehab_headcount import show_people
from dashboard.components.summary import show_answer
from dashboard.state import theme
from dashboard.state.pickers import choose_period, choose_theme
from dashboard.state.read_log import note_overview
from dashboard.state.view import build_view, current, known_region
from dashboard.words.sentences import layer_sentence
from dashboard.words.texts import pick, text
from data.facts.indicators import for_theme
from geo.regions.codes import ancestors_of

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

focus = heading_region(person, state, known_region(person, state))
show_place(person.scope, state.boundary_version, focus["code"])
heading = st.columns([4, 1], vertical_alignment="bottom")
with heading[0]:
    st.title(text("overview.title", place=focus["name"]))
with heading[1]:
    period = choose_period(for_theme("program", 2)[0], state)
note_overview(person.scope, state, str(focus["code"]), period)
found = overview_of(person.scope, state, focus, period)
show_cards(cards_of(found, period), person.scope, state)
notable, moved = st.columns(2, gap="medium")
with notable, st.container(border=True, height="stretch"):
    show_attention(found.concerns, person.scope, state, focus["code"], period)
with moved, st.container(border=True, height="stretch"):
    show_changes(found.moved, year_before(period), period, len(found.now))
    show_completeness(found.now)
show_promises(found.promised, found.series, state)
show_before_split(person.scope, state, focus["code"], HEADLINES, period)
show_people(person.scope, state, focus["code"], period)

chosen_theme = choose_theme()
level = min(int(focus["level"]) + 1, 3)
item = for_theme(chosen_theme, level)[0]
view = build_view(person, state, focus, item, level, period)
sentence = layer_sentence(view.layer, item, view.regions, view.start, view.end)
st.subheader(f"{pick(item.name)}, {period}")
show_answer(sentence, item)
show_provisional(state, item)

left, right = st.columns([2, 1], gap="medium")
with left:
    show_map(view, alt=sentence, height=theme.map_height(0.7), key="peta_kecil", followers=(picked.FRAGMENT,))
with right:
    picked.show_choice(view)
    show_ranking(view)
    around = tuple(reversed(ancestors_of(focus["code"])))
    show_published(answers.published(person.scope, state.data_version, around, topics_of(item)), expanded=True)

show_facilities(view)
