"""Ways to take a profile along."""

import streamlit as st

from dashboard.choices import address
from dashboard.components.file import show_file_button
from dashboard.documents.paper import paper, paper_name
from dashboard.documents.workbook import workbook_of
from dashboard.exports import WAYS, XLSX
from dashboard.profile import Profile
from dashboard.texts import text
from data.access.token import Scope
from data.queries import Freshness

_WAYS = WAYS | {"xlsx": ("table", workbook_of, XLSX)}


def show_documents(profile: Profile, scope: Scope, state: Freshness) -> None:
    """A button for each kind of document; it is made when somebody takes it."""
    url = address("profil")
    with st.container(border=True):
        st.subheader(text("paper.title"))
        with st.container(horizontal=True, gap="small"):
            for suffix, (icon, make, mime) in _WAYS.items():
                show_file_button(
                    suffix.upper(), lambda make=make: make(paper(profile, scope, state, url)), scope=scope, mime=mime,
                    icon=icon, file_name=paper_name(profile, state, suffix),
                )  # fmt: skip
        st.caption(text("paper.note"))
