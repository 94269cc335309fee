"""Who can reach treatment: the answer for an area, then its evidence, what if, and how it is computed."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.analysis.rehab.access import Reach, reach_of
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.rehab.access_answer import show_computing
from dashboard.components.rehab.access_map import show_parts
from dashboard.components.rehab.access_places import show_months, show_places, show_vacancy
from dashboard.components.rehab.access_what_if import show_what_if
from dashboard.state import url
from dashboard.state.pickers import segmented, select
from dashboard.words.texts import number, text
from data import queries
from data.facts.access_question import BY_PREVALENCE, DEMANDS, FORMULAS, OPERATORS, RADII_KM, SERVICES, Question, change_of
from data.identity.people import Person
from data.queries import Freshness
from geo.regions.codes import Level


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
    scope, version, level = person.scope, state.data_version, int(str(focus["level"]))
    nation = answers.ask(queries.access, scope, version, question.spelled(), int(Level.NATION))
    own = answers.ask(queries.access, scope, version, question.spelled(), level)
    codes = answers.regions(scope, state.boundary_version, level)["code"]
    at = int(codes.searchsorted(str(focus["code"])))
    if at >= len(own):
        return
    found = reach_of(own.iloc[at], float(nation["access"].iloc[0]))
    st.markdown(f"#### {said(found, str(focus['name']), question, level)}")
    if not summary["facilities"]:
        st.warning(text("access.no_facility"), icon=":material/help:")
    notes = [text("access.straight")]
    if found.unknown:
        notes.append(text("access.unknown", villages=number(found.unknown), people=number(found.population_unknown)))
    if found.access == found.access:
        notes.append(text("access.relative", value=number(found.access, 2)))
    st.caption(" ".join(notes))


def said(found: Reach, place: str, question: Question, level: int) -> str:
    """The answer in a sentence or two."""
    words = {
        "place": place,
        "km": question.radius_km,
        "service": text(f"access.of_{question.service}"),
        "reaching": number(found.reaching),
        "villages": number(found.villages),
        "population": number(found.population_reaching),
        "beyond": number(found.beyond),
        "population_beyond": number(found.population_beyond),
    }
    if level == Level.VILLAGE:
        kind = "unknown" if found.unknown else "yes" if found.reaching else "no"
        return text(f"access.village_{kind}", **words)
    if found.share != found.share:
        return text("access.answer_villages", **words)
    return (
        text("access.answer", share=share_words(found.share), **words)
        + " "
        + text("access.beyond" if found.beyond else "access.all", **words)
    )


def share_words(share: float) -> str:
    """A share in per cent; what is not quite nobody or everybody never reads as such."""
    if 0 < share < 0.05:
        return f"<{number(0.1, 1)}"
    return f">{number(99.9, 1)}" if 99.95 <= share < 100 else number(share, 1)


def _show_method(question: Question, summary: dict[str, Any]) -> None:
    with st.expander(text("access.method"), icon=":material/help:"):
        st.markdown(text(f"access.about_{question.formula}", km=question.radius_km))
        st.markdown(_demand(question, summary))
        st.markdown(text("access.about_facilities", facilities=number(summary["facilities"]), places=number(summary["places"])))
        if summary["without_number"]:
            st.markdown(text("access.without_number", facilities=number(summary["without_number"])))
        if summary["unreached"]:
            st.markdown(text("access.unreached", facilities=number(summary["unreached"])))
        if summary["without_people"]:
            st.markdown(text("access.without_people", villages=number(summary["without_people"])))
        st.markdown(text("access.no_promise"))


def _demand(question: Question, summary: dict[str, Any]) -> str:
    if question.demand != BY_PREVALENCE:
        return text("access.about_rawan", mapped=number(summary["mapped"]))
    years = "–".join(str(year) for year in dict.fromkeys(summary["people_years"])) or "–"
    if not summary["survey"]:
        return text("access.about_people", years=years)
    words = text("access.about_prevalence", years=years, survey=summary["survey"])
    if summary["by_nation"]:
        words += " " + text("access.by_nation", count=number(summary["by_nation"]), provinces=number(summary["provinces"]))
    return words
