"""Page of data quality: numbers that contradict each other, who owns them, and what was done about it."""

import streamlit as st

from dashboard.components.breadcrumb import show_place
from dashboard.components.following import show_following
from dashboard.components.quality import show_findings, show_rules
from dashboard.state.view import current, known_region
from dashboard.words.texts import text

person, state = current()
focus = known_region(person, state)
code = str(focus["code"])
show_place(person.scope, state.boundary_version, code)
st.title(text("quality.title", place=focus["name"]))
show_following(person)
names = show_rules(person, code)
if not names:
    st.caption(text("quality.none"))
    st.stop()
show_findings(person, code, names, state)
