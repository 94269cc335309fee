"""Downloads of a profile as documents."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.analysis.profile import Profile, compose
from dashboard.components.downloads import choose_exact
from dashboard.components.file import show_file_button
from dashboard.documents.files import WAYS, XLSX
from dashboard.documents.paper import paper, paper_name
from dashboard.documents.workbook import workbook_of
from dashboard.state.url import address
from dashboard.words.texts import text
from data.identity.people import Person
from data.queries import Freshness

_WAYS = WAYS | {"xlsx": ("table", workbook_of, XLSX)}


def show_documents(profile: Profile, person: Person, state: Freshness, focus: pd.Series) -> None:
    """A button for each kind of document, made when somebody takes it; of published figures unless they chose exact ones."""
    url = address("profil")
    with st.container(border=True):
        st.subheader(text("paper.title"))
        exact = choose_exact(person)
        scope = person.scope if exact else replace(person.scope, published=True)
        shown = state if exact else replace(state, exact=False)

        def taken() -> Profile:
            return profile if exact else compose(scope, shown, focus, profile.period)

        with st.container(horizontal=True, gap="small"):
            for suffix, (icon, make, mime) in _WAYS.items():
                show_file_button(
                    suffix.upper(),
                    lambda make=make: make(paper(taken(), scope, shown, url)),
                    scope=scope,
                    mime=mime,
                    icon=icon,
                    file_name=paper_name(profile, state, suffix),
                )
        st.caption(text("paper.note"))
