"""One area in two minutes: what it is like, beside areas like it, what changed, what is late, where to go, whom to ask."""

import streamlit as st

from dashboard import answers, profile
from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.components.profile import show_offices, show_peers, show_sentences, show_verdict, show_visits
from dashboard.noted import note_overview
from dashboard.overview import overview_of
from dashboard.texts import text
from dashboard.view import choose_period, current, known_region
from data import queries
from data.indicators import for_theme
from geo.regions import NATION, Level

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

scope, version = person.scope, state.data_version
focus = known_region(person, state)
code, level, name = str(focus["code"]), Level(int(focus["level"])), str(focus["name"])
show_place(scope, state.boundary_version, code)
heading = st.columns([4, 1], vertical_alignment="bottom")
with heading[0]:
    st.title(text("profile.title", place=name))
with heading[1]:
    period = choose_period(for_theme("program", 2)[0], state)
note_overview(scope, state, code, period)

within = code[:2] if level >= Level.DISTRICT else NATION
if level == Level.VILLAGE:
    within = code.rpartition(".")[0]
facts = answers.ask(queries.across, scope, version, profile.asked_of(level), int(level), period, within)
told = {"scope": scope, "state": state, "region_code": code, "period": period}
around = code if level < Level.VILLAGE else within
villages = answers.ask(queries.programme, scope, version, around, period) if level > Level.NATION else None
if level < Level.VILLAGE:
    found = overview_of(scope, state, focus, period)
    regions = answers.regions(scope, state.boundary_version, int(level)).set_index("code")
    inside = regions[regions.index.str.startswith(within)] if within != NATION else regions
    apart = profile.beside(facts, code, inside["kind"]) if level > Level.NATION else profile.Beside([], [])
    targets = profile.promised(found.promised)
    show_verdict(apart.sentences, targets)
left, right = st.columns([3, 2], gap="medium")
with left:
    if level == Level.VILLAGE:
        own = profile.of_village(facts, villages, code, name)
        show_sentences(text("profile.about"), own, none=text("profile.nothing"), **told)
    else:
        show_sentences(text("profile.about"), profile.about(facts, code, name), none=text("profile.nothing"), **told)
        if level > Level.NATION:
            show_sentences(text("profile.beside"), apart.sentences, none=text("profile.alike_all"), **told)
            show_peers(apart.codes, facts, inside["name"], code)
        show_sentences(text("profile.changed"), profile.changes(found, period), none=text("profile.unchanged"), **told)
        show_sentences(text("profile.targets"), targets, none=text("profile.no_targets"), **told)
with right:
    if villages is not None and level < Level.VILLAGE:
        bare = answers.ask(queries.candidates, scope, version, code, period)
        show_visits(profile.visits(villages, bare, state.last_day))
    show_offices(answers.ask(queries.senders, scope, version, code))
