"""Small and restricted numbers: closed until somebody who may see them says why, and open for a while."""

import streamlit as st

from dashboard.runtime import store
from dashboard.texts import ZONE, text
from dashboard.who import ask_again
from data.access.opening import LONGEST_MINUTES, SHORTEST_REASON, close_numbers, open_numbers
from data.access.people import Person
from data.access.roles import Act, may
from data.errors import Fault

KEY = "buka_angka_kecil"
_MINUTES = (15, 30, LONGEST_MINUTES)


@st.fragment
def show_opening(person: Person) -> None:
    """Whether they are open and until when, and the way to open or to close them; nothing for roles that may not."""
    ask_again(person)
    if not may(person.role, Act.OPEN_NUMBERS):
        return
    if person.opened_until is not None:
        st.caption(text("opening.until", at=f"{person.opened_until.astimezone(ZONE):%H:%M}"))
        if st.button(text("opening.close"), icon=":material/lock:", width="stretch"):
            close_numbers(store(), person.scope)
            st.rerun()
        return
    place = st.popover(text("opening.open"), icon=":material/lock_open:", width="stretch", key=KEY, on_change="rerun")
    if not place.open:  # the form travels when it is wanted, and not with every run
        return
    with place, st.form("buka_angka", border=False):
        st.caption(text("opening.what"))
        reason = st.text_area(
            text("opening.why", least=SHORTEST_REASON), placeholder=text("opening.example"), max_chars=300, height=90
        )
        minutes = st.segmented_control(
            text("opening.how_long"), _MINUTES, default=_MINUTES[0], required=True,
            format_func=lambda count: text("opening.minutes", count=count),
        )  # fmt: skip
        if st.form_submit_button(text("opening.submit"), type="primary", width="stretch"):
            try:
                open_numbers(store(), person.scope, reason, int(minutes or _MINUTES[0]))
            except Fault as fault:
                st.error(str(fault), icon=":material/error:")
                return
            st.rerun()
