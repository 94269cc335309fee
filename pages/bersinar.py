"""Page of Desa Bersinar: status of villages, what each lacks, candidates, and before and after."""

import streamlit as st

from dashboard.analysis.silent import is_known
from dashboard.analysis.village_programme import FUNNEL, funnel_values
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.components import picked
from dashboard.components import villages as parts
from dashboard.components.breadcrumb import show_place
from dashboard.components.candidates import show_before_after, show_candidates
from dashboard.components.empty import show_empty
from dashboard.components.explain import explain_button
from dashboard.components.funnel import show_coverage, show_funnel
from dashboard.components.map import show_map
from dashboard.components.summary import show_answer
from dashboard.state import theme
from dashboard.state.pickers import choose_period
from dashboard.state.view import build_view, current, known_region
from dashboard.words.sentences import layer_sentence
from dashboard.words.texts import pick, text
from data import queries
from data.facts.indicators import indicator
from geo.regions.codes import Level, ancestors_of

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

scope, version = person.scope, state.data_version
focus = known_region(person, state)
code, level = str(focus["code"]), int(focus["level"])
show_place(scope, state.boundary_version, code)
heading = st.columns([4, 1], vertical_alignment="bottom")
with heading[0]:
    st.title(text("bersinar.title", place=focus["name"]))
with heading[1]:
    period = choose_period(indicator("cakupan_bersinar"), state)

# counts are stored down to the kabupaten/kota; below it the rows are counted
upper = focus if level <= Level.REGENCY else region_row(scope, state.boundary_version, ancestors_of(code)[Level.REGENCY])
figures = answers.ask(queries.snapshot, scope, version, (str(upper["code"]),), FUNNEL, period)
left, right = st.columns([1, 1], gap="medium")
with left:
    st.subheader(text("bersinar.funnel", place=upper["name"]))
    show_funnel(funnel_values(figures), period, state)
with right:
    st.subheader(text("bersinar.coverage"))
    for name in ("cakupan_bersinar", "cakupan_bersinar_rawan"):
        show_coverage(figures, name)
        explain_button(scope, state, name, str(upper["code"]), period, key=f"bersinar_{name}")

item = indicator("status_bersinar") if level >= Level.REGENCY else indicator("cakupan_bersinar")
shown_level = Level.VILLAGE if level >= Level.REGENCY else level + 1
view = build_view(person, state, focus, item, shown_level, period)
sentence = layer_sentence(view.layer, item, view.regions, view.start, view.end)
show_answer(sentence, item)
if level == Level.NATION:
    villages = found = None
else:
    found = answers.ask(queries.programme, scope, version, code, period)
    lacking = parts.choose_lacking()
    villages = parts.chosen_villages(found, lacking, state.last_day)
    parts.mark_on_map(view, villages, lacking)
# only widgets on the page can follow the map
followers = (picked.FRAGMENT,) if villages is None else (picked.FRAGMENT, parts.FRAGMENT)
show_map(view, alt=sentence, height=theme.map_height(0.6), key="peta_bersinar", followers=followers)
picked.show_choice(view)

if villages is None:
    st.subheader(text("bersinar.villages"))
    st.info(text("bersinar.choose"), icon=":material/zoom_in:")
else:
    parts.show_villages(view, villages, len(found), reported=is_known(figures, "cakupan_bersinar"))
    show_candidates(scope, state, code, period)
show_before_after(scope, state, str(upper["code"]))
st.caption(pick(indicator("tahap_lengkap").definition))
