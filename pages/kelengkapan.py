"""Page of completeness: who had to send what, when it arrived, what is overdue; and the list to send round."""

import streamlit as st

from dashboard.analysis import timeliness
from dashboard.components.breadcrumb import show_place
from dashboard.components.duties import show_offices, show_overview
from dashboard.components.feeds import choose_feed
from dashboard.state.view import current, known_region
from dashboard.words.texts import text

person, state = current()
focus = known_region(person, state)
code, day = str(focus["code"]), timeliness.today(state)
show_place(person.scope, state.boundary_version, code)
st.title(text("duty.title", place=focus["name"]))
overview = timeliness.overview(person.scope, state.data_version, code, day)
if overview.empty:
    st.info(text("duty.none"), icon=":material/inventory_2:")
    st.stop()
show_overview(overview, day)
contract = choose_feed(list(overview["feed"]), timeliness.worst(overview))
show_offices(timeliness.duties(person.scope, state.data_version, contract.name, code, day), contract, code, state, person.scope)
