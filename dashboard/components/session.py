"""Who is signed in here, since when the account was not used, and the ways out."""

from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.runtime import store
from dashboard.texts import text
from data.access.people import Person, end_sessions

_ZONE = ZoneInfo("Asia/Jakarta")


def show_session(person: Person) -> None:
    """Name and sign-in before this one; sign out here, or everywhere."""
    st.caption(text("signin.as", name=person.full_name))
    before = person.sign_in_before
    if before is None:
        st.caption(text("signin.first"))
    else:
        st.caption(text("signin.before", at=f"{before.astimezone(_ZONE):%Y-%m-%d %H:%M}"))
    st.link_button(text("signin.out"), "/keluar", icon=":material/logout:")
    if st.button(text("signin.out_everywhere"), icon=":material/phonelink_erase:", type="tertiary"):
        end_sessions(store(), person)
        st.rerun()
