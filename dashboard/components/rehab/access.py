"""Who can reach treatment: the answer for an area, then its evidence, what if, and how it is computed."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.analysis.rehab.access_words import method_words, notes_of, own_reach, said
from dashboard.cache.runtime import store
from dashboard.components.rehab.access_answer import show_computing
from dashboard.components.rehab.access_map import show_parts
from dashboard.components.rehab.access_places import show_months, show_places, show_vacancy
from dashboard.components.rehab.access_what_if import show_what_if
from dashboard.components.report_files import show_files
from dashboard.documents.access import report_of_access
from dashboard.state import url
from dashboard.state.pickers import segmented, select
from dashboard.words.texts import text
from data import queries
from data.facts.access_question import DEMANDS, FORMULAS, OPERATORS, RADII_KM, SERVICES, Question, change_of
from data.identity.people import Person
from data.queries import Freshness


def show_access(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year."""
    scope, code = person.scope, str(focus["code"])
    question = _choose()
    base = question.unchanged()
    summary = queries.access_summary(store(), scope, base.spelled())
    if summary:
        _show_answer(person, state, focus, base, summary)
        show_parts(person, state, focus, base, summary)
    else:
        show_computing(person, question)
    show_places(scope, state, focus, base)
    show_vacancy(scope, state, code)
    show_months(scope, state, focus, period)
    if summary:
        show_what_if(person, state, focus, question)
        _show_method(base, summary)
        show_files(
            "akses",
            person,
            state,
            focus,
            period,
            lambda of, at: report_of_access(of, at, code, str(focus["name"]), base, period),
        )


def _choose() -> Question:
    """The question in the address: service and radius in sight, the rest folded away."""
    default = Question()
    first, second = st.columns([1, 1], vertical_alignment="bottom")
    with first:
        service = segmented(
            url.SERVICE, text("access.service"), SERVICES, default.service, lambda one: text(f"access.short_{one}")
        )
    with second:
        radii = tuple(map(str, sorted(RADII_KM)))
        radius = segmented(
            url.RADIUS, text("access.radius"), radii, str(default.radius_km), lambda km: text("access.km", km=km)
        )
    with st.expander(text("access.more"), icon=":material/tune:"), st.container(horizontal=True):
        operator = select(url.OPERATOR, text("access.operator"), OPERATORS, default.operator, _operator)
        demand = select(
            url.DEMAND, text("access.demand"), DEMANDS, default.demand, lambda one: text(f"access.demand_{one}"), width=300
        )
        formula = select(
            url.FORMULA, text("access.formula"), FORMULAS, default.formula, lambda one: text(f"access.formula_{one}"), width=300
        )
    return replace(
        default,
        service=service,
        operator=operator,
        demand=demand,
        formula=formula,
        radius_km=int(radius),
        change=change_of(url.read(url.WHAT_IF) or ""),
    )


def _operator(name: str) -> str:
    return text("access.any_operator") if name == OPERATORS[0] else name


def _show_answer(
    person: Person, state: Freshness, focus: "pd.Series[object]", question: Question, summary: dict[str, Any]
) -> None:
    scope, level = person.scope, int(str(focus["level"]))
    found = own_reach(scope, state, str(focus["code"]), question)
    if found is None:
        return
    st.markdown(f"#### {said(found, str(focus['name']), question, level)}")
    if not summary["facilities"]:
        st.warning(text("access.no_facility"), icon=":material/help:")
    st.caption(" ".join(notes_of(found)))


def _show_method(question: Question, summary: dict[str, Any]) -> None:
    with st.expander(text("access.method"), icon=":material/help:"):
        for words in method_words(question, summary):
            st.markdown(words)
