"""Community based intervention: units, clients, and what changed for them."""

import pandas as pd
import streamlit as st

from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import period_label
from dashboard.analysis.rehab import community
from dashboard.cache import answers
from dashboard.components.cards import show_cards
from dashboard.components.explain import explain_button
from dashboard.components.frame import show_frame
from dashboard.components.method import show_method
from dashboard.components.rehab.change_charts import show_changes, show_units
from dashboard.components.rehab.unit import show_unit
from dashboard.components.report_files import show_files
from dashboard.documents.community import report_of_community
from dashboard.documents.paper import stamp_of
from dashboard.documents.workbook import rows_workbook
from dashboard.state import pickers, url
from dashboard.state.read_log import note_reading
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import indicator
from data.facts.instruments import LEAST_SPREAD, whoqol
from data.identity.people import Person
from data.queries import ALL_YEARS, Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION

_KEY = "ibm"
_WHOQOL = tuple(f"whoqol_{domain}" for domain in community.DOMAINS)


def show_community(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year, from the nation to a kabupaten/kota."""
    scope, version = person.scope, state.data_version
    code, name, level = str(focus["code"]), str(focus["name"]), int(str(focus["level"]))
    for one in ("ibm_klien", "ibm_dinilai_ulang", *_WHOQOL):
        note_reading(scope, state, indicator(one), code, level, period)
    units = answers.ask(queries.ibm_units, scope, version, code)
    year = answers.ask(queries.ibm_changes, scope, version, code, period)
    whole = answers.ask(queries.ibm_changes, scope, version, code, ALL_YEARS)
    label = period_label(period, state)
    if units.empty and not community.clients_of(whole, code).there:
        st.info(text("ibm_tab.silent", place=name), icon=":material/inventory_2:")
        return
    for sentence in community.answer_words(year, whole, units, code, name, period, label):
        st.markdown(sentence)
    show_cards(cards_for(scope, state, code, period, community.FIGURES), scope, state)
    _show_change(person, state, year, whole, code, label, period)
    _show_clients(year, whole, code, label)
    _show_units(person, state, units, whole, code, name)
    show_files(
        _KEY,
        person,
        state,
        focus,
        period,
        lambda of, at: report_of_community(of, at, code, name, period),
        lambda of, at, where: _workbook(of, at, where, units, (name, code), period),
    )
    st.subheader(text("ibm_tab.method"))
    st.markdown(
        text("ibm_tab.method_words", measure=pick(whoqol().measure), source=whoqol().source, least=number(LEAST_SPREAD))
    )
    for one in (*community.FIGURES, *_WHOQOL):
        show_method(indicator(one), titled=True)


def _show_change(
    person: Person, state: Freshness, year: pd.DataFrame, whole: pd.DataFrame, code: str, label: str, period: str
) -> None:
    """Change per domain of the year and of all years, with intervals and counts of reliable change."""
    st.subheader(text("ibm_tab.changes"))
    columns = {label: year, text("ibm_tab.all_years"): whole}
    wanted = (*community.DOMAINS, *community.SCORES)
    made = {name: [community.change_of(rows, code, domain) for domain in wanted] for name, rows in columns.items()}
    show_changes({name: changes[: len(community.DOMAINS)] for name, changes in made.items()}, key=f"{_KEY}_ranah")
    with st.expander(text("service_tab.table"), icon=":material/table_rows:"):
        for name, changes in made.items():
            st.markdown(f"**{name}**")
            show_frame(community.change_table(changes), alt=f"{text('ibm_tab.changes')}: {name}")
    st.caption(text("ibm_tab.reliable_note"))
    explain_button(person.scope, state, "whoqol_fisik", code, period, key=f"{_KEY}_fisik")


def _show_clients(year: pd.DataFrame, whole: pd.DataFrame, code: str, label: str) -> None:
    st.subheader(text("ibm_tab.clients"))
    columns = {label: community.clients_of(year, code), text("ibm_tab.all_years"): community.clients_of(whole, code)}
    show_frame(community.clients_table(columns), alt=text("ibm_tab.clients"))
    st.caption(text("ibm_tab.clients_note"))


def _show_units(person: Person, state: Freshness, units: pd.DataFrame, whole: pd.DataFrame, code: str, place: str) -> None:
    """Units beside each other in one domain, and the chosen one by itself."""
    st.subheader(text("ibm_tab.comparison", place=place))
    if units.empty:
        st.caption(text("ibm_tab.no_units"))
        return
    domain = pickers.segmented(
        url.SERVICE,
        text("ibm_tab.domain"),
        community.DOMAINS,
        community.DOMAINS[0],
        lambda one: text(f"domain.{one}"),
        hidden=True,
    )
    benchmark = community.change_of(whole, NATION, domain)
    deviation = community.deviation_of(whole, NATION, domain)
    compared = community.compare_units(units, whole, domain, benchmark, deviation)
    show_units(compared, benchmark, deviation, domain, key=f"{_KEY}_corong")
    with st.expander(text("ibm_tab.units_table", count=number(len(compared))), icon=":material/table_rows:"):
        show_frame(community.units_table(compared), alt=text("ibm_tab.comparison", place=place))
    st.caption(text("ibm_tab.funnel_note"))
    names = {str(row.unit_id): str(row.name) for row in compared.sort_values("name").itertuples(index=False)}
    chosen = pickers.select(
        url.UNIT,
        text("ibm_tab.choose_unit"),
        ["", *names],
        "",
        lambda one: names.get(one, text("ibm_tab.no_unit")),
        width=460,
    )
    if chosen:
        unit = units[units["id"] == int(chosen)].iloc[0]
        show_unit(person, state, unit, names[chosen])


def _workbook(scope: Scope, state: Freshness, where: str, units: pd.DataFrame, focus: tuple[str, str], period: str) -> bytes:
    """All figures of the tab, of the area and its units."""
    place, code = focus
    items = [indicator(one) for one in (*community.FIGURES, *_WHOQOL)]
    parts = {
        period_label(period, state): answers.ask(queries.ibm_changes, scope, state.data_version, code, period),
        text("ibm_tab.all_years"): answers.ask(queries.ibm_changes, scope, state.data_version, code, ALL_YEARS),
    }
    rows = community.file_rows(parts, units, code, place, state)
    return rows_workbook(rows, items, [*stamp_of(place, code, period, state, *items), where])
