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
        work = Work.open(person, contract, office, state)
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")
        return
    show_sent(work)
    with st.container(key="isian", gap="small"):
        _show(work, state)


def _show(work: Work, state: Freshness) -> None:
    if work.draft.supersedes is not None:
        st.info(text("form.correcting", number=number(work.draft.supersedes)), icon=":material/history:")
    table = _is_table(work.contract)
    if table:
        with st.container(key="isian_satu", gap="small"):
            show_start(work, state)
        show_grid(work, state)
    else:
        with st.container(key="isian_satu", gap="small"):
            show_start(work, state)
            show_entry(work, state)
        if work.draft.rows:
            show_rows(work, state)
    if not work.draft.rows:
        return
    st.caption(text("form.saved_here"))
    show_sending(work, state, opening=not table)
    if st.button(text("form.discard"), icon=":material/delete:", type="tertiary", key=work.key("buang")):
        _ask_to_discard(work)


def _is_table(contract: Contract) -> bool:
    """Whether the rows are filled in as a table: offered where they fit into one and the screen is wide."""
    if not may_be_a_table(contract):
        return False
    with st.container(key="isian_cara"):
        way = segmented(ENTRY, text("form.way"), ENTRIES, ENTRIES[0], lambda one: text(f"form_way.{one}"), hidden=True)
    return way == ENTRIES[1]


@st.dialog(" ")
def _ask_to_discard(work: Work) -> None:
    st.markdown(text("form.discard_asked", count=number(len(work.draft.rows))))
    if st.button(text("form.discard_yes"), type="primary", icon=":material/delete:"):
        work.drop()
        st.rerun()
