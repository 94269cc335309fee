"""Where does each number come from, how old is it, how complete?"""

import streamlit as st

from dashboard.about import (
    completeness_table,
    overlap_table,
    placement_table,
    source_table,
)
from dashboard.choices import segmented
from dashboard.components.empty import show_empty
from dashboard.components.method import show_method
from dashboard.components.table import written
from dashboard.texts import number, text
from dashboard.view import current
from data.indicators import registry

person, state = current()
st.title(text("about.title"))
if state.refreshed_at is not None:
    st.caption(text("about.fresh", version=number(state.data_version), at=f"{state.refreshed_at:%Y-%m-%d %H:%M %Z}"))

st.subheader(text("about.sources"))
st.dataframe(written(source_table(person.scope), {}), hide_index=True, alt=text("about.sources"))

st.subheader(text("about.complete"))
if state.periods:
    level = int(segmented("rinci", text("choose.level"), ["1", "2", "3", "4"], "2", lambda name: text(f"level.{name}")))
    st.dataframe(written(completeness_table(person.scope, level), {}), hide_index=True, alt=text("about.complete"))
else:
    show_empty()

left, right = st.columns(2, gap="medium")
with left:
    st.subheader(text("about.placed"))
    st.caption(text("about.placed_note"))
    st.dataframe(written(placement_table(person.scope), {}), hide_index=True, alt=text("about.placed"))
with right:
    st.subheader(text("about.overlap"))
    st.caption(text("about.overlap_note"))
    overlap = overlap_table()
    decimals = dict.fromkeys(overlap.select_dtypes("float").columns, 2)
    st.dataframe(written(overlap, decimals), hide_index=True, alt=text("about.overlap"))

st.subheader(text("about.method"))
for item in registry().values():
    show_method(item, titled=True)
