"""Page about the data: source, age and completeness of each number."""

import streamlit as st

from dashboard.cache.runtime import previews
from dashboard.components.about import (
    beside_table,
    boundary_table,
    checks_table,
    choose_group,
    completeness_table,
    contents_table,
    overlap_table,
    placement_table,
    source_table,
)
from dashboard.components.empty import show_empty
from dashboard.components.frame import show_frame
from dashboard.state.pickers import segmented
from dashboard.state.view import current
from dashboard.words.texts import number, text

person, state = current()
st.title(text("about.title"))
if state.refreshed_at is not None:
    st.caption(text("about.fresh", version=number(state.data_version), at=f"{state.refreshed_at:%Y-%m-%d %H:%M %Z}"))

st.subheader(text("about.sources"))
show_frame(source_table(person.scope), alt=text("about.sources"))

contents = contents_table(person.scope)
if len(contents):
    st.subheader(text("about.contents"))
    show_frame(contents, most=240, alt=text("about.contents"))

beside = beside_table(person.scope, state)
if len(beside) and not previews():
    st.subheader(text("about.beside"))
    st.caption(text("published.note") + " " + (text("about.beside_simulated") if state.simulated else ""))
    show_frame(beside, most=320, alt=text("about.beside"))

st.subheader(text("about.boundaries"))
boundaries = boundary_table(person.scope)
areas = {text("boundary.overlap"): 3, text("boundary.gap"): 3}
show_frame(boundaries, areas, alt=text("about.boundaries"))
checks = checks_table(person.scope, state)
if len(checks):
    st.markdown(f"**{text('about.checks')}**")
    shaped = int(checks[text("boundary.area")].notna().sum())
    st.caption(text("about.checks_note", lost=number(shaped), without=number(len(checks) - shaped)))
    areas = {text("boundary.area"): 6, text("boundary.before"): 3, text("boundary.change") + " (%)": 2}
    show_frame(checks, areas, most=280, alt=text("about.checks"))

st.subheader(text("about.complete"))
if state.periods:
    level = int(segmented("rinci", text("choose.level"), ["1", "2", "3", "4"], "2", lambda name: text(f"level.{name}")))
    complete = completeness_table(person.scope, state, level, choose_group(level))
    show_frame(complete, alt=text("about.complete"))
else:
    show_empty()

left, right = st.columns(2, gap="medium")
with left:
    st.subheader(text("about.placed"))
    st.caption(text("about.placed_note"))
    show_frame(placement_table(person.scope), alt=text("about.placed"))
with right:
    st.subheader(text("about.overlap"))
    st.caption(text("about.overlap_note"))
    overlap = overlap_table()
    decimals = dict.fromkeys(overlap.select_dtypes("float").columns, 2)
    show_frame(overlap, decimals, alt=text("about.overlap"))
