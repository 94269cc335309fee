"""Page of KOTAN: index and five variables of each kabupaten/kota, one edition at a time."""

import streamlit as st

from dashboard.analysis.kotan import edition_name, index_of, ranked
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.components import kotan_charts as parts
from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.components.explain import explain_button
from dashboard.components.method import show_method
from dashboard.state.view import current, known_region
from dashboard.words.texts import number, text
from data import queries
from geo.regions.codes import NATION, Level, ancestors_of

person, state = current()
if not state.periods:
    show_empty()
    st.stop()
scope, version = person.scope, state.data_version
made = answers.ask(queries.assessments, scope, version, NATION)
if made.empty:
    st.title(text("page.kotan"))
    st.info(text("kotan.none"), icon=":material/help:")
    st.stop()

chosen = known_region(person, state)
focus = chosen
if int(chosen["level"]) > Level.REGENCY:
    focus = region_row(scope, state.boundary_version, ancestors_of(chosen["code"])[Level.REGENCY])
code, level = str(focus["code"]), int(focus["level"])
show_place(scope, state.boundary_version, code)
st.title(text("kotan.title", place=focus["name"]))
edition, year = parts.choose_edition(made)
st.caption(text("kotan.never_across"))

same = made[(made["edition"] == int(edition)) & (made["year"] == int(year))]
ranks = ranked(same)
if level == Level.REGENCY:
    own = same[same["region_code"] == code]
    if own.empty:
        st.info(text("kotan.not_measured", place=focus["name"], edition=edition, year=year), icon=":material/help:")
    else:
        row = own.iloc[0]
        parts.show_standing(row, ranks, edition, text("kotan.nation"))
        explain_button(scope, state, index_of(edition).code, code, year, key="kotan")
        left, right = st.columns([1, 1], gap="medium")
        with left:
            parts.show_radar(row, same, edition)
        with right:
            parts.show_lifts(row, edition)
        mine = made[(made["edition"] == int(edition)) & (made["region_code"] == code)]
        st.subheader(text("kotan.years", edition=edition_name(edition)))
        parts.show_multiples(mine, edition)

inside = ranks if level != Level.PROVINCE else ranked(same[same["region_code"].str.startswith(f"{code}.")])
regencies = answers.regions(scope, state.boundary_version, Level.REGENCY)["code"]
total = len(regencies) if level != Level.PROVINCE else int(regencies.str.startswith(f"{code}.").sum())
st.subheader(text("kotan.ranking"))
st.caption(text("kotan.measured", measured=number(len(inside)), total=number(total), silent=number(total - len(inside))))
if len(inside):
    parts.show_ranking(inside, edition, code)
show_method(index_of(edition))
