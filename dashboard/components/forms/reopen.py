"""A submission of the own office, opened as a form to be corrected."""

import streamlit as st

from dashboard.cache.runtime import store
from dashboard.components.forms.starting import replaced_by
from dashboard.components.forms.work import Work
from dashboard.state.url import WAY, change
from dashboard.words.texts import number, text
from data.feeds import Contract
from data.identity.people import Person
from data.intake.entry import rows_from
from data.intake.submit import history
from data.model.errors import Fault
from data.queries import Freshness


def show_reopening(person: Person, contract: Contract, office: str, number_of: int, state: Freshness) -> None:
    """A button that puts the rows of a submission into the draft; a draft with other rows is not lost in silence."""
    work = Work.open(person, contract, office, state)
    lost = len(work.draft.rows) if work.draft.supersedes != number_of else 0
    agreed = not lost or st.checkbox(text("form.lose_draft", count=number(lost)), key=f"hilang_{number_of}")
    if st.button(text("form.reopen"), icon=":material/edit_document:", disabled=not agreed, key=f"buka_{number_of}"):
        try:
            _, table = history.reopened(store(), number_of, work.sender)
            replaced_by(work, rows_from(contract, table), number_of)
        except Fault as fault:
            st.error(str(fault), icon=":material/error:")
            return
        change({WAY: "formulir"})
        st.rerun()
