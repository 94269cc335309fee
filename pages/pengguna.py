"""Page of accounts below an administrator: rights with giver, reason and last day; granted, changed, ended."""

import streamlit as st

from dashboard.components.accounts import show_accounts, show_change, show_new
from dashboard.state.view import current
from dashboard.words.texts import text
from data.model.roles import Act, may

person, state = current()
st.title(text("account.title"))
if not (person.administers and may(person, Act.ADMINISTER)):
    st.info(text("account.only"), icon=":material/lock:")
    st.stop()

chosen = show_accounts(person, state.boundary_version)
if chosen is not None:
    show_change(person, chosen, state.boundary_version)
show_new(person, state.boundary_version)
