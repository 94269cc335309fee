"""One unit of community based intervention: its figures, and its evaluation report as PDF and DOCX."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.analysis.rehab import community
from dashboard.cache import answers
from dashboard.components.downloads import choose_exact
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.documents.files import WAYS
from dashboard.documents.unit_report import Unit, report_of
from dashboard.state.read_log import note_unit
from dashboard.state.url import address
from dashboard.words.texts import text
from data import queries
from data.identity.people import Person
from data.queries import ALL_YEARS, Freshness


def show_unit(person: Person, state: Freshness, row: "pd.Series[object]", name: str) -> None:
    """The unit in all years together, and its report: in exact figures for its own offices, if they choose so."""
    regency = str(row["village_code"])[:5]
    (place,) = answers.names_of(person.scope, state.boundary_version, [regency])
    unit = Unit(row, name, place)
    note_unit(person.scope, state, regency, unit.number)
    rows = answers.ask(queries.ibm_changes, person.scope, state.data_version, regency, ALL_YEARS)
    clients = community.clients_of(rows, regency, unit.number)
    wanted = (*community.DOMAINS, *community.SCORES)
    changes = [community.change_of(rows, regency, domain, unit.number) for domain in wanted]
    with st.container(border=True):
        st.markdown(f"**{name}**, {place}")
        st.markdown(community.clients_words(clients))
        show_frame(community.change_table(changes), alt=text("unit_report.title", name=name))
        _show_report(person, state, unit)


def _show_report(person: Person, state: Freshness, unit: Unit) -> None:
    st.markdown(f"**{text('unit_report.button')}**")
    exact = choose_exact(person, key="unit_ibm_angka_kerja")
    scope = person.scope if exact else replace(person.scope, published=True)
    shown = state if exact else replace(state, exact=False)
    where = address()
    mark = "SIMULASI_" if shown.simulated else ""
    with st.container(horizontal=True, gap="small"):
        for suffix, (icon, make, mime) in WAYS.items():
            if suffix == "pptx":
                continue

            def made(make: object = make) -> bytes:
                rows = answers.ask(queries.ibm_changes, scope, shown.data_version, unit.regency, ALL_YEARS)
                body = make(report_of(unit, rows, text("ibm_tab.all_years"), shown, where))  # type: ignore[operator]
                assert isinstance(body, bytes)
                return body

            show_file_button(
                suffix.upper(), made, scope=scope, file_name=f"{mark}evaluasi_ibm_{unit.number}.{suffix}", mime=mime, icon=icon
            )
