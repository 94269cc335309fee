"""Places of treatment of an area: capacity in its units, free beds in words, occupancy and waiting by month."""

import pandas as pd
import streamlit as st

from dashboard.analysis.rehab.access import capacity, office_area, run_by, vacancies
from dashboard.analysis.rehab.access_words import capacity_title
from dashboard.cache import answers
from dashboard.components.explain import explain_button
from dashboard.components.facilities import show_nearest
from dashboard.components.frame import show_frame
from dashboard.components.table import MOST_ROWS
from dashboard.components.trend import show_trend
from dashboard.state.deferred import note_painted
from dashboard.state.read_log import note_reading
from dashboard.words.facility import long_day, sign
from dashboard.words.texts import number, pick, text
from data.facts.access_question import Question
from data.facts.indicators import indicator
from data.model.period import Grain
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, level_of

_MONTHLY = ("okupansi_inap", "hari_tunggu_rehab")
_MONTHS = 24  # of a line


def show_places(scope: Scope, state: Freshness, focus: "pd.Series[object]", question: Question) -> None:
    """Beds for men and for women, outpatient places and people a year, each by itself, of all facilities in the area that the
    chosen operator runs: which service is chosen takes no places away.
    """
    st.subheader(capacity_title(str(focus["name"]), question.operator))
    found = run_by(answers.facilities(scope, state.data_version, str(focus["code"])), question.operator)
    if found.empty:
        st.caption(text("access.none_here"))
        return
    said = capacity(found)
    columns = st.columns(4)
    for column, (name, value) in zip(
        columns,
        (("men", said.men), ("women", said.women), ("outpatients", said.outpatients), ("a_year", said.a_year)),
        strict=True,
    ):
        with column:
            known = name != "a_year" or said.say_a_year
            st.metric(text(f"access.{name}"), number(value) if known else "–")
            of = text("access.of_facilities", count=number(said.say_a_year), facilities=number(said.facilities))
            st.caption(of if name == "a_year" else text("access.at_once"))
    st.caption(text("access.capacity_note"))
    with st.expander(text("access.facilities", count=number(len(found))), icon=":material/local_hospital:"):
        heads = {"beds_men": "men", "beds_women": "women", "places": "outpatients", "people_per_year": "a_year"}
        listed = {
            text("table.name"): found["name"],
            text("facility.operator"): [f"{sign(one)} {one}" for one in found["operator"]],
        }
        listed |= {text(f"access.{head}"): found[name] for name, head in heads.items()}
        listed |= {text(f"access.{name}"): found[name].fillna("") for name in ("address", "telephone")}
        show_frame(pd.DataFrame(listed).head(MOST_ROWS), alt=text("access.facilities", count=number(len(found))))


def show_vacancy(scope: Scope, state: Freshness, code: str) -> None:
    """Facilities with beds by the word of their last report, with its day; and the nearest with a free bed."""
    st.subheader(text("access.vacancy"))
    every = answers.facilities(scope, state.data_version, code)
    beds = every[every["beds"] > 0]
    if beds.empty:
        st.caption(text("access.vacancy_none"))
    else:
        counts = {name or "unknown": number(count) for name, count in vacancies(beds).items()}
        st.markdown(text("access.vacancy_said", **counts))
        listed = pd.DataFrame(
            {
                text("table.name"): beds["name"],
                text("facility.operator"): [f"{sign(one)} {one}" for one in beds["operator"]],
                text("access.state"): [
                    text(f"facility.vacancy_{word}") if isinstance(word, str) else text("access.unreported")
                    for word in beds["vacancy"]
                ],
                text("access.as_of"): [long_day(day) if pd.notna(day) else "" for day in beds["as_of"]],
                text("access.men"): beds["beds_men"],
                text("access.women"): beds["beds_women"],
            }
        )
        show_frame(listed, alt=text("access.vacancy"), most=320)
        st.caption(text("access.vacancy_note"))
    if code == NATION:
        st.caption(text("access.nearest_choose"))
    else:
        show_nearest(scope, state, code, vacant=True)


def show_months(scope: Scope, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """Occupancy and waiting days by month, of the area or the kabupaten/kota around it, as the reader may see them."""
    code = office_area(str(focus["code"]))
    (place,) = answers.names_of(scope, state.boundary_version, [code])
    st.subheader(text("access.months", place=place))
    if code != focus["code"]:
        st.caption(text("access.months_above", place=place))
    note_painted()  # there is no large map on this page that charts would delay
    for column, name in zip(st.columns(2), _MONTHLY, strict=True):
        item = indicator(name)
        note_reading(scope, state, item, code, int(level_of(code)), period)
        rows = answers.series(scope, state.data_version, code, (name,), Grain.MONTH)
        with column:
            st.markdown(f"**{pick(item.name)}** ({pick(item.unit)})")
            show_trend(item, {place: rows.tail(_MONTHS)}, state, key=f"bulan_{name}")
            explain_button(scope, state, name, code, period, key=f"akses_{name}")
