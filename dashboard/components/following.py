"""A line on pages of senders while figures are being computed, and once they are."""

import streamlit as st

from dashboard.cache.runtime import store
from dashboard.state.viewer import ask_again
from dashboard.words.texts import number, text
from data import queries
from data.identity.people import Person
from data.jobs.queue import FACTS, FAILED
from data.queries import RunState

_LOOK_EVERY_S = 1.0


def show_following(person: Person) -> None:
    """A line while facts of what was sent are computed; the page reruns when they are ready. A failed run is named."""
    latest = queries.latest_run(store(), person.scope, FACTS)
    if latest is not None and not latest.is_over:
        _follow(person)
    elif latest is not None and latest.state == FAILED:
        st.warning(text("job.failed", fault=latest.fault), icon=":material/sync_problem:")


@st.fragment(run_every=_LOOK_EVERY_S)
def _follow(person: Person) -> None:
    ask_again(person)
    latest = queries.latest_run(store(), person.scope, FACTS)
    if latest is None or latest.is_over:
        st.rerun()
    st.caption(_words(latest))


def _words(latest: RunState) -> str:
    if not latest.total:
        return text("job.waiting")
    return text("job.progress", done=number(latest.done), total=number(latest.total))
