"""Services of the offices: volume, waiting, reach, and what became of integrated assessments."""

import pandas as pd
import streamlit as st

from dashboard.analysis.area_rows import areas_table, file_rows
from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import period_label
from dashboard.analysis.rehab import services
from dashboard.cache import answers
from dashboard.components.cards import show_cards
from dashboard.components.explain import explain_button
from dashboard.components.frame import show_frame
from dashboard.components.method import show_method
from dashboard.components.rehab.service_charts import show_outcomes
from dashboard.components.report_files import show_files
from dashboard.components.trend import show_trend, trend_lines
from dashboard.documents.paper import stamp_of
from dashboard.documents.services import CARDS, report_of_services
from dashboard.documents.workbook import rows_workbook
from dashboard.state import pickers, url
from dashboard.state.read_log import note_reading
from dashboard.words.texts import pick, text
from data.facts.indicators import indicator
from data.identity.people import Person
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import Level, inside

_KEY = "layanan"
_BY_AREA = (*services.VOLUMES, *services.WAITS)
_TAT_BY_AREA = ("tat_dilaksanakan", *services.SHARES, *(f"lanjut_ya_{name}" for name in services.RECOMMENDATIONS))


def show_services(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year, from the nation to a kabupaten/kota."""
    scope = person.scope
    code, name, level = str(focus["code"]), str(focus["name"]), int(str(focus["level"]))
    for one in services.ALL:
        note_reading(scope, state, indicator(one), code, min(level + 1, int(Level.REGENCY)), period)
    found = services.figures(scope, state, (code,), period)
    if services.is_silent(found, code):
        st.info(text("service_tab.silent", place=name, period=period_label(period, state)), icon=":material/inventory_2:")
        return
    st.markdown(services.answer_words(found, code, name, period_label(period, state)))
    if said := services.coverage_words(found, code):
        st.caption(said)
    show_cards(cards_for(scope, state, code, period, CARDS), scope, state)
    _show_course(person, state, focus)
    _show_reach(person, state, found, code, period)
    _show_assessments(person, state, found, code, name, period)
    areas = _areas(person, state, focus)
    if areas:
        _show_areas(person, state, areas, period)
    show_files(
        _KEY,
        person,
        state,
        focus,
        period,
        lambda of, at: report_of_services(of, at, code, name, period),
        lambda of, at, where: _workbook(of, at, where, {code: name} | areas, (name, code), period),
    )
    st.subheader(text("service_tab.method"))
    for one in (*services.VOLUMES, *services.WAITS, *services.SHARES[:1], *services.FOLLOWED[:1]):
        show_method(indicator(one), titled=True)


def _show_course(person: Person, state: Freshness, focus: "pd.Series[object]") -> None:
    """One service through time, beside the area above."""
    st.subheader(text("service_tab.course"))
    names = (*services.VOLUMES, *services.WAITS)
    chosen = pickers.select(
        url.SERVICE, text("service_tab.service"), names, names[0], lambda one: pick(indicator(one).name), width=380
    )
    item, lines = trend_lines(person.scope, state, focus, indicator(chosen))
    show_trend(item, lines, state, key=f"{_KEY}_perjalanan", at_once=True)
    rows = [rows.assign(**{text("table.name"): place}) for place, rows in lines.items() if len(rows)]
    if rows:
        with st.expander(text("service_tab.table"), icon=":material/table_rows:"):
            every = pd.concat(rows, ignore_index=True)
            frame = pd.DataFrame(
                {
                    text("choose.period"): [period_label(one, state) for one in every["period"]],
                    text("table.name"): every[text("table.name")],
                    pick(item.unit): every["value"],
                }
            )
            show_frame(frame, {pick(item.unit): item.decimals}, alt=text("service_tab.course"))
    st.caption(text("service_tab.stock") if chosen == "tat_menunggu" else pick(item.definition))


def _show_reach(person: Person, state: Freshness, found: pd.DataFrame, code: str, period: str) -> None:
    st.subheader(text("service_tab.reach"))
    reached = services.reach_of(person.scope, state, found, code, period)
    show_frame(services.reach_table(reached), alt=text("service_tab.reach"))
    st.caption(text("service_tab.reach_note"))


def _show_assessments(person: Person, state: Freshness, found: pd.DataFrame, code: str, name: str, period: str) -> None:
    """What integrated assessments recommended, and what became of it."""
    st.subheader(text("service_tab.advice", place=name, period=period_label(period, state)))
    outcomes = services.outcomes_of(found, code)
    show_outcomes(outcomes)
    with st.expander(text("service_tab.table"), icon=":material/table_rows:"):
        show_frame(services.outcome_table(outcomes), alt=text("service_tab.advice", place=name, period=period))
    st.caption(text("service_tab.advice_note"))
    explain_button(person.scope, state, "lanjut_ya_rehabilitasi", code, period, key=f"{_KEY}_lanjut")


def _areas(person: Person, state: Freshness, focus: "pd.Series[object]") -> dict[str, str]:
    """Codes and names of the areas one level below, down to kabupaten/kota."""
    level = int(str(focus["level"])) + 1
    if level > Level.REGENCY:
        return {}
    regions = answers.regions(person.scope, state.boundary_version, level)
    start, end = inside(regions["code"], str(focus["code"]))
    part = regions.iloc[start:end]
    return dict(zip(part["code"].astype(str), part["name"].astype(str), strict=True))


def _show_areas(person: Person, state: Freshness, areas: dict[str, str], period: str) -> None:
    """Services and assessments of each area below."""
    found = services.figures(person.scope, state, tuple(areas), period)
    st.subheader(text("service_tab.by_area"))
    with st.expander(text("service_tab.services_of"), icon=":material/table_rows:"):
        show_frame(areas_table(found, areas, [indicator(one) for one in _BY_AREA]), alt=text("service_tab.services_of"))
    with st.expander(text("service_tab.advice_of"), icon=":material/table_rows:"):
        show_frame(areas_table(found, areas, [indicator(one) for one in _TAT_BY_AREA]), alt=text("service_tab.advice_of"))


def _workbook(scope: Scope, state: Freshness, where: str, names: dict[str, str], focus: tuple[str, str], period: str) -> bytes:
    """All figures of the tab, of the area and those below it."""
    items = [indicator(one) for one in services.ALL]
    rows = file_rows(services.figures(scope, state, tuple(names), period), names, state)
    return rows_workbook(rows, items, [*stamp_of(*focus, period, state, *items), where])
