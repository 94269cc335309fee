"""The files of a tab: workbook, PDF, slides and letter."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.components.downloads import choose_exact
from dashboard.components.file import show_file_button
from dashboard.documents.files import WAYS, XLSX
from dashboard.documents.report import Report, paper_of_report
from dashboard.documents.workbook import workbook_of
from dashboard.state.url import address
from dashboard.words.texts import text
from data.identity.people import Person
from data.queries import Freshness
from data.store.scope import Scope

_WAYS = {"xlsx": ("table", workbook_of, XLSX)} | WAYS


def show_files(
    name: str,
    person: Person,
    state: Freshness,
    focus: "pd.Series[object]",
    period: str,
    compose: Callable[[Scope, Freshness], Report],
    workbook: Callable[[Scope, Freshness, str], bytes] | None = None,
) -> None:
    """A link for each kind of file. They hold published figures unless a cleared person chooses exact ones; `compose` gets the
    scope and the state that the file is made for, a `workbook` of all rows the address too.
    """
    st.markdown(f"**{text('export.papers')}**")
    exact = choose_exact(person, key=f"berkas_angka_kerja_{name}")
    scope = person.scope if exact else replace(person.scope, published=True)
    url = address()

    def made(suffix: str, make: Callable[..., bytes]) -> bytes:
        of_file = state if exact else replace(state, exact=False)
        if suffix == "xlsx" and workbook is not None:
            return workbook(scope, of_file, url)
        return make(paper_of_report(compose(scope, of_file), focus, period, of_file, url))

    mark = "SIMULASI_" if state.simulated else ""
    with st.container(horizontal=True, gap="small"):
        for suffix, (icon, make, mime) in _WAYS.items():
            show_file_button(
                suffix.upper(),
                lambda suffix=suffix, make=make: made(suffix, make),  # type: ignore[misc]
                scope=scope,
                file_name=f"{mark}{name}_{focus['code']}_{period}.{suffix}",
                mime=mime,
                icon=icon,
            )
