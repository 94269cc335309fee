"""Page of one area's profile: figures, peer areas, changes, targets, villages to visit, offices to ask."""

import streamlit as st

from dashboard.analysis.profile import compose
from dashboard.components.breadcrumb import show_place
from dashboard.components.documents import show_documents
from dashboard.components.empty import show_empty
from dashboard.components.profile import show_offices, show_sections, show_verdict, show_visits
from dashboard.state.pickers import choose_period
from dashboard.state.read_log import note_overview
from dashboard.state.view import current, known_region
from dashboard.words.texts import text
from data.facts.indicators import for_theme
from geo.regions.codes import Level

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

scope = person.scope
focus = known_region(person, state)
code, level = str(focus["code"]), Level(int(focus["level"]))
show_place(scope, state.boundary_version, code)
heading = st.columns([4, 1], vertical_alignment="bottom")
with heading[0]:
    st.title(text("profile.title", place=focus["name"]))
with heading[1]:
    period = choose_period(for_theme("program", 2)[0], state)
note_overview(scope, state, code, period)

found = compose(scope, state, focus, period)
if level < Level.VILLAGE:
    show_verdict(found)
left, right = st.columns([3, 2], gap="medium")
with left:
    show_sections(found, scope, state)
with right:
    if level in (Level.PROVINCE, Level.REGENCY, Level.DISTRICT):
        show_visits(found.visits)
    show_offices(found.offices)
    show_documents(found, person, state, focus)
