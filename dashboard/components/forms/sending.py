"""The last step of a form: its rows are checked as a file is, and sent with the same receipt."""

import streamlit as st

from dashboard.components.forms.work import Work
from dashboard.components.sending.offers import with_answers
from dashboard.components.sending.session import Opened
from dashboard.components.sending.upload import receipt, show_check
from dashboard.words.texts import number, text
from data.feeds import Mapping
from data.intake.entry import book_of
from data.intake.submit.report import Report
from data.model.errors import Fault
from data.queries import Freshness

FILE_NAME = "formulir"
_OPENED = 5
_SENT = "isian_terkirim"


def show_sent(work: Work) -> None:
    """The receipt of what was sent last, until the next report is begun: the page runs again when its figures are ready."""
    if not work.draft.rows:
        st.session_state.pop(_checked(work), None)
    if not work.draft.rows and (sent := st.session_state.get(_SENT, {}).get(work.key_of_draft)):
        st.success(sent, icon=":material/task_alt:")


def show_sending(work: Work, state: Freshness, *, opening: bool) -> None:
    """A button that checks the rows, and what the check says; asked for again after any change. With `opening`, a button opens
    each of the first rows with a fault.
    """
    file = Opened(book_of(work.contract, work.draft.rows), FILE_NAME, None, len(work.draft.rows), links=work.draft.token_links)
    asked = work.key("periksa") + file.sha256[:12]
    if st.button(text("form.check", count=number(file.rows)), icon=":material/fact_check:", width="stretch", type="primary"):
        st.session_state[asked] = True
        st.session_state[_checked(work)] = file.sha256
    if not st.session_state.get(asked):
        if st.session_state.get(_checked(work), file.sha256) != file.sha256:  # in another tab perhaps: nothing here shows it
            st.info(text("form.check_again"), icon=":material/fact_check:")
        return
    mapping = with_answers(_answered(work), file, work.contract, work.office)
    try:
        report, done = show_check(work.person, work.contract, work.office, state, file, mapping, work.draft.supersedes)
        if done is not None:
            work.drop()
            st.session_state[_SENT] = {work.key_of_draft: receipt(done)}
            st.toast(receipt(done), icon=":material/task_alt:", duration="long")  # on a phone the top is out of sight
            st.rerun()
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")
        return
    if opening:
        _show_faulty(work, report)


def _checked(work: Work) -> str:
    return f"{work.key_of_draft}_diperiksa"


def _answered(work: Work) -> Mapping | None:
    return Mapping(feed=work.contract.name, answers=dict(work.draft.answers)) if work.draft.answers else None


def _show_faulty(work: Work, report: Report) -> None:
    """A button for each of the first rows with a fault, which opens it."""
    faulty = sorted({row - 2 for _, row in report.remarks.rejected_rows if 2 <= row <= len(work.draft.rows) + 1})
    with st.container(horizontal=True, gap="small"):
        for at in faulty[:_OPENED]:
            if st.button(text("form.open", number=at + 1), icon=":material/edit:", key=work.key(f"salah_{at}")):
                work.turn_to(at)
                st.rerun()
