"""Ways to take a profile along."""

from collections.abc import Callable

import streamlit as st

from dashboard.choices import address
from dashboard.components.file import show_file_button
from dashboard.documents.letter import letter_of
from dashboard.documents.paper import Paper, paper, paper_name
from dashboard.documents.pdf import pdf_of
from dashboard.documents.slides import slides_of
from dashboard.documents.workbook import workbook_of
from dashboard.profile import Profile
from dashboard.texts import text
from data.access.token import Scope
from data.queries import Freshness

_OFFICE = "application/vnd.openxmlformats-officedocument."
_WAYS: dict[str, tuple[str, Callable[[Paper], bytes], str]] = {
    "pdf": ("picture_as_pdf", pdf_of, "application/pdf"),
    "pptx": ("slideshow", slides_of, _OFFICE + "presentationml.presentation"),
    "docx": ("description", letter_of, _OFFICE + "wordprocessingml.document"),
    "xlsx": ("table", workbook_of, _OFFICE + "spreadsheetml.sheet"),
}


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
