"""Where cases stand still: the answer, what waits with whom, how far cases got, how long each step takes, and the verdicts."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.analysis.cases.course import ALL, advice_of, advice_table, answer_words, funnel_of, known_agencies, steps_of
from dashboard.analysis.periods import day_words, period_label
from dashboard.cache import answers
from dashboard.components.cases.course_charts import show_funnel, show_steps
from dashboard.components.cases.course_list import show_list
from dashboard.components.cases.course_waiting import show_areas, show_waiting
from dashboard.components.frame import show_frame
from dashboard.components.report_files import show_files
from dashboard.components.summary import show_answer
from dashboard.documents.course import report_of_course
from dashboard.state import pickers, url
from dashboard.state.read_log import note_reading
from dashboard.words.texts import text
from data import queries
from data.facts.indicators import indicator
from data.identity.people import Person
from data.queries import Freshness
from geo.regions.codes import Level, ancestors_of, inside


def show_course(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year, from the nation to a kabupaten/kota."""
    scope, version = person.scope, state.data_version
    code, name = str(focus["code"]), str(focus["name"])
    label, day = period_label(period, state), day_words(date.fromisoformat(state.last_day))
    areas = _areas(person, state, focus)
    waiting = answers.ask(queries.case_waiting, scope, version, (code, *areas))
    funnel = answers.ask(queries.case_funnel, scope, version, code, period)
    around = _around(person, state, code)
    steps = answers.ask(queries.case_steps, scope, version, (code, *around, *areas), period)
    mine = waiting[waiting["region_code"] == code]
    if mine.empty and funnel.empty and steps.empty:
        st.info(text("course.silent", place=name), icon=":material/inventory_2:")
        return
    show_answer(answer_words(mine, name, day), indicator("perkara_mandek"))
    show_waiting(mine, day)
    show_list(person, state, code)
    if areas:
        show_areas(waiting, steps, areas, label)
    chosen = _choose_agency(funnel)
    show_funnel(funnel_of(funnel, chosen), funnel_of(funnel, ALL), chosen, label, day)
    beside = next(((place, steps_of(steps, above)) for above, place in around.items()), None)
    show_steps(steps_of(steps, code), beside, label)
    _show_advice(person, state, focus, period)
    show_files(
        "alur-perkara",
        person,
        state,
        focus,
        period,
        lambda of, at: report_of_course(of, at, code, name, period),
    )


def _choose_agency(funnel: pd.DataFrame) -> str:
    """The agency whose view the funnel shows; `ALL` for everybody's."""
    st.subheader(text("course.funnel"))
    options = (ALL, *known_agencies(funnel))
    return pickers.segmented(url.AGENCY, text("course.seen_by"), options, ALL, lambda one: text(f"course_agency.{one}"))


def _show_advice(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """Verdicts beside what assessments recommended, as `person` may see them."""
    code, label = str(focus["code"]), period_label(period, state)
    rows = answers.ask(queries.breakdown, person.scope, state.data_version, code, period)
    advice = advice_of(rows)
    st.subheader(text("course.tat"))
    if not advice:
        st.caption(text("course.tat_none", period=label))
        return
    exact = bool((rows["sensitivity"] > 0).any())
    if exact:
        note_reading(person.scope, state, indicator("tat_rehabilitasi"), code, int(str(focus["level"])), period)
    show_frame(advice_table(advice), alt=text("course.tat"), key="perkara_tat")
    note = text("course.tat_note", period=label, day=day_words(date.fromisoformat(state.last_day)))
    st.caption(note if exact else f"{note} {text('treated.rounded')}")


def _around(person: Person, state: Freshness, code: str) -> dict[str, str]:
    """The area above, by code; none above the nation."""
    above = ancestors_of(code)[:-1]
    if not above:
        return {}
    return {above[-1]: answers.names_of(person.scope, state.boundary_version, above[-1:])[0]}


def _areas(person: Person, state: Freshness, focus: "pd.Series[object]") -> dict[str, str]:
    """Codes and names of the areas one level below, down to kabupaten/kota."""
    level = int(str(focus["level"])) + 1
    if level > Level.REGENCY:
        return {}
    regions = answers.regions(person.scope, state.boundary_version, level)
    start, end = inside(regions["code"], str(focus["code"]))
    part = regions.iloc[start:end]
    return dict(zip(part["code"].astype(str), part["name"].astype(str), strict=True))
