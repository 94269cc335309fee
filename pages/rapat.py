"""Page of Forkopimda meetings: slides of the chosen area, frozen at the start, and previous meetings."""

import streamlit as st

from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.components.meeting import show_asked, show_earlier, show_number, show_start
from dashboard.state.pickers import choose_period
from dashboard.state.read_log import note_overview
from dashboard.state.view import current, known_region
from dashboard.words.texts import text
from data.facts.indicators import for_theme
from data.model.roles import Act, may
from geo.regions.codes import Level

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

scope = person.scope
focus = known_region(person, state)
code = str(focus["code"])
show_place(scope, state.boundary_version, code)
heading = st.columns([4, 1.6, 1], vertical_alignment="bottom")
with heading[0]:
    st.title(text("meeting.of", place=focus["name"]))
with heading[1]:
    show_number()
show_asked(scope)
if int(focus["level"]) == Level.VILLAGE:
    st.info(text("meeting.no_village"), icon=":material/help:")
    st.stop()
with heading[2]:
    period = choose_period(for_theme("program", 2)[0], state)
if may(scope, Act.MEET, code):
    note_overview(scope, state, code, period)
    show_start(scope, state, focus, period)
else:
    st.info(text("meeting.not_you"), icon=":material/lock:")
show_earlier(scope, code)
