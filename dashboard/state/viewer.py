"""The person who is looking: a demo user of the embedded store, or the account behind the session's cookie."""

from dataclasses import replace
from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.cache.runtime import settings, store
from dashboard.state.link import show_link
from dashboard.state.url import AS, FIGURES, chosen
from dashboard.web import session
from dashboard.words.texts import text
from data.identity.demo import DEMO, demo_person_now
from data.identity.people import Person

WHICH = ("kerja", "terbit")  # exact figures of people, or those that others see


def known_person() -> Person | None:
    """The person of this run, as the store knows them, with the figures they chose; ``None`` without a session."""
    if store().kind == "embedded":
        person = demo_person_now(store(), chosen(AS, [person.username for person in DEMO], DEMO[0].username))
    else:
        person = session.person_of(store(), settings(), st.context.cookies.get(session.COOKIE))
    return person and replace(person, published=chosen(FIGURES, WHICH, WHICH[0]) == WHICH[1])


def ask_again(person: Person) -> None:
    """In a run of only a part of the page: rerun the whole page where the person or their rights have changed.

    The part was drawn for `person` and would otherwise go on with the previous rights.
    """
    context = get_script_run_ctx()
    if context is None or not context.fragment_ids_this_run:
        return
    now = known_person()
    if now is None or now.scope != person.scope or now.administers != person.administers:
        st.rerun()


def ask_to_sign_in() -> NoReturn:
    """End the run with a link to sign in."""
    st.info(text("signin.needed"))
    show_link(text("signin.submit"), "/masuk", icon="login")
    st.stop()
