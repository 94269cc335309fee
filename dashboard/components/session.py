"""The signed-in person: previous sign-in, password and second factor, signing out."""

import streamlit as st

from dashboard.cache.runtime import settings, store
from dashboard.state.link import show_link
from dashboard.words.texts import text
from data.identity.people import Person, end_sessions
from data.model.clock import ZONE


def show_session(person: Person) -> None:
    """Name and previous sign-in; password and second factor; sign out here, or everywhere."""
    st.caption(text("signin.as", name=person.full_name))
    before = person.sign_in_before
    if before is None:
        st.caption(text("signin.first"))
    else:
        st.caption(text("signin.before", at=f"{before.astimezone(ZONE):%Y-%m-%d %H:%M}"))
    with st.container(gap="xsmall"):
        if person.by_password:
            show_link(text("signin.password"), "/akun/sandi", icon="password", plain=True)
            if not (person.second_factor and settings().second_factor == "wajib"):  # where it is required it cannot be removed
                label = text("signin.unfactor" if person.second_factor else "signin.factor")
                show_link(label, "/akun/faktor", icon="phonelink_lock", plain=True)
        show_link(text("signin.out"), "/keluar", icon="logout", plain=True)
        if st.button(text("signin.out_everywhere"), icon=":material/phonelink_erase:", type="tertiary"):
            end_sessions(store(), person)
            st.rerun()
