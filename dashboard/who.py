"""Who is looking: a demo user of the embedded store, or the account behind the session's cookie."""

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.choices import chosen
from dashboard.components.link import show_link
from dashboard.runtime import settings, store
from dashboard.texts import text
from dashboard.web import session
from data.access.demo import DEMO, demo_person_now
from data.access.people import Person

PARAMETER = "sebagai"


def known_person() -> Person | None:
    """The person of this run; ``None`` on a shared store without a session."""
    if store().kind == "embedded":
        return demo_person_now(store(), chosen(PARAMETER, [person.username for person in DEMO], DEMO[0].username))
    return session.person_of(store(), settings(), st.context.cookies.get(session.COOKIE))


def ask_again(person: Person) -> None:
    """In a run of a part of the page alone: the whole page runs again where this is no longer who looks, with these rights.

    The part was drawn for `person` and would go on with the rights of then.
    """
    context = get_script_run_ctx()
    if context is None or not context.fragment_ids_this_run:
        return
    now = known_person()
    if now is None or now.scope != person.scope or now.administers != person.administers:
        st.rerun()


def ask_to_sign_in() -> NoReturn:
    """The run ends with a way to sign in."""
    st.info(text("signin.needed"))
    show_link(text("signin.submit"), "/masuk", icon="login")
    st.stop()
