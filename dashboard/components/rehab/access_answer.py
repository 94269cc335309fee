"""Asks for an answer that was not computed yet, and follows the job that computes it."""

import streamlit as st

from dashboard.cache.runtime import store
from dashboard.state.viewer import ask_again
from dashboard.words.texts import number, text
from data import queries
from data.facts.access_question import Question
from data.identity.audit import note_within
from data.identity.people import Person
from data.jobs.queue import ACCESS, FAILED, ask
from data.model.errors import Fault

_LOOK_EVERY_S = 1.0
_ASKED = "akses_diminta"  # of this session alone: which question it waits for


def ask_for(person: Person, question: Question) -> None:
    """Ask for the answer; the trail notes who did. Says why where that is not possible."""
    try:
        with store().writing() as connection:
            run = ask(connection, ACCESS, [question.spelled()])
            note_within(connection, person.username, person.role, "baca", f"akses {question.spelled()}", pekerjaan=run)
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")
        return
    st.session_state[_ASKED] = question.spelled()


def show_computing(person: Person, question: Question) -> None:
    """In place of an answer: how far its job is; where it was not asked for, a button to do so."""
    latest = queries.latest_run(store(), person.scope, ACCESS)
    # a page that was reloaded, or another person's, follows the run that computes its question too
    awaited = latest is not None and (st.session_state.get(_ASKED) == question.spelled() or question.spelled() in latest.inputs)
    if latest is not None and awaited and not latest.is_over:
        _follow(person, question)
        return
    if latest is not None and latest.state == FAILED:
        st.warning(text("access.failed", fault=latest.fault), icon=":material/sync_problem:")
    st.info(text("access.not_computed"), icon=":material/calculate:")
    if st.button(text("access.compute"), icon=":material/play_arrow:", key=f"hitung_{question.spelled()}"):
        ask_for(person, question)
        st.rerun()


@st.fragment(run_every=_LOOK_EVERY_S)
def _follow(person: Person, question: Question) -> None:
    ask_again(person)
    latest = queries.latest_run(store(), person.scope, ACCESS)
    # the newest run may be somebody else's, asked for later
    wanted = {one.spelled() for one in (question, question.unchanged())}
    if latest is None or latest.is_over or all(queries.access_summary(store(), person.scope, one) for one in wanted):
        st.rerun()
    total = latest.total or 1
    words = text("access.computing", done=number(latest.done), total=number(latest.total)) if latest.total else ""
    st.progress(min(latest.done / total, 1.0), text=words or text("access.waiting"))
