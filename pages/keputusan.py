"""Page of decisions: what, by which office, the deadline, and the state by the data."""

import streamlit as st

from dashboard.analysis.decisions import followed
from dashboard.analysis.periods import newest_year
from dashboard.components.breadcrumb import show_place
from dashboard.components.decisions import show_closing, show_decisions, show_new
from dashboard.components.empty import show_empty
from dashboard.state import pickers
from dashboard.state.read_log import note_overview
from dashboard.state.view import current, known_region
from dashboard.words.texts import text
from data.model.clock import today
from data.model.roles import Act, may

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

scope = person.scope
focus = known_region(person, state)
code = str(focus["code"])
show_place(scope, state.boundary_version, code)
st.title(text("decision.title", place=focus["name"]))
note_overview(scope, state, code, newest_year(state))
kinds = ("terbuka", "semua")
kind = pickers.segmented("keputusan", text("decision.kind"), kinds, kinds[0], lambda name: text(f"decision.{name}"))

found = followed(scope, state, code, today())
chosen = show_decisions(found, scope, state, focus, closed=kind == "semua")
if chosen is not None and may(scope, Act.DECIDE, chosen.row["region_code"]):
    show_closing(chosen, scope)
if may(scope, Act.DECIDE, code):
    show_new(scope, state, code)
else:
    st.caption(text("decision.not_you"))
