"""Page of the audit trail, for auditors: search, and whether the chain is intact."""

import streamlit as st

from dashboard.components.trail import choose_acts, show_chain, show_trail
from dashboard.state.read_log import note_trail
from dashboard.state.view import current
from dashboard.words.texts import text
from data.model.roles import Act, may

person, _ = current()
st.title(text("trail.title"))
if not may(person, Act.READ_TRAIL):
    st.info(text("trail.only"), icon=":material/lock:")
    st.stop()

note_trail(person.scope)
show_chain(person.scope)
words, acts, since, until = choose_acts()
show_trail(person.scope, words, acts, since, until)
