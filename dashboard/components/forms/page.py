"""The form of a feed, from the first field to the receipt."""

import streamlit as st

from dashboard.components.forms.entry import show_entry
from dashboard.components.forms.grid import may_be_a_table, show_grid
from dashboard.components.forms.rows import show_rows
from dashboard.components.forms.sending import show_sending, show_sent
from dashboard.components.forms.starting import show_start
from dashboard.components.forms.work import Work
from dashboard.components.sending import session
from dashboard.state.pickers import segmented
from dashboard.state.url import ENTRY
from dashboard.words.texts import number, text
from data.feeds import Contract
from data.identity.people import Person
from data.model.errors import Fault
from data.queries import Freshness

ENTRIES = ("satu", "tabel")


def show_form(person: Person, contract: Contract, office: str, state: Freshness) -> None:
    """Fill in, look at the rows so far, check, send. Everything is kept after each row."""
    session.warm()
    try:
        work = Work.open(person, contract, office)
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")
        return
    show_sent()
    if work.draft.supersedes is not None:
        st.info(text("form.correcting", number=number(work.draft.supersedes)), icon=":material/history_edu:")
    show_start(work, state)
    table = False
    if may_be_a_table(contract):
        with st.container(key="isian_cara"):
            table = (
                segmented(ENTRY, text("form.way"), ENTRIES, ENTRIES[0], lambda one: text(f"form_way.{one}"), hidden=True)
                == ENTRIES[1]
            )
    if table:
        show_grid(work, state)
    else:
        show_entry(work, state)
    if not work.draft.rows:
        return
    if not table:
        show_rows(work, state)
    st.caption(text("form.saved_here"))
    show_sending(work, state)
    if st.button(text("form.discard"), icon=":material/delete_sweep:", type="tertiary", key=work.key("buang")):
        _ask_to_discard(work)


@st.dialog(" ")
def _ask_to_discard(work: Work) -> None:
    st.markdown(text("form.discard_asked", count=number(len(work.draft.rows))))
    if st.button(text("form.discard_yes"), type="primary", icon=":material/delete_sweep:"):
        work.drop()
        st.rerun()
