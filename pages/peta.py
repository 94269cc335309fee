"""Where does each region stand? One theme, one level, one period on a map."""

import streamlit as st

from dashboard import answers, exports, theme
from dashboard.components.breadcrumb import show_place
from dashboard.components.empty import show_empty
from dashboard.components.legend import show_legend
from dashboard.components.map import show_map
from dashboard.components.method import show_method
from dashboard.components.published import TOPICS, show_published
from dashboard.components.summary import layer_sentence, show_answer
from dashboard.components.table import MOST_ROWS, layer_table, show_table
from dashboard.components.trend import show_trend, trend_lines
from dashboard.texts import number, pick, text
from dashboard.view import build_view, choose_level, choose_measure, choose_period, choose_theme, current, known_region
from geo.regions import ancestors_of

person, state = current()
if not state.periods:
    show_empty()
    st.stop()

focus = known_region(person, state)
show_place(person.scope, state.boundary_version, focus["code"])
with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
    chosen_theme = choose_theme()
    level = choose_level(focus["code"])
    item = choose_measure(chosen_theme, level)
    period = choose_period(item, state)

view = build_view(person, state, focus, item, level, period)
sentence = layer_sentence(view.layer, item, view.regions, view.start, view.end)
st.title(text("map.title", name=pick(item.name), place=focus["name"], period=period))
show_answer(sentence, item)

left, right = st.columns([3, 1], gap="medium")
with left:
    show_map(view, alt=sentence, height=theme.map_height(), key="peta")
with right:
    show_legend(item, view.layer, view.layer.counts(view.start, view.end))
    st.subheader(text("trend.title", place=focus["name"]))
    show_trend(*trend_lines(person.scope, state, focus, item), state, key="tren")
    around = tuple(reversed(ancestors_of(focus["code"])))
    show_published(answers.published(person.scope, state.data_version, around, TOPICS[chosen_theme]))
    show_method(item)

st.subheader(text("table.title", level=text(f"levels.{level}"), place=focus["name"]))
frame = layer_table(view.layer, item, view.regions, view.start, view.end)
if len(frame) > MOST_ROWS:
    st.caption(text("table.too_long", rows=number(len(frame))))
else:
    show_table(frame, item, key="tabel", alt=sentence, on_row=lambda row: view.go_to(level, view.start + row))
st.download_button(
    text("export.button"), data=lambda: exports.csv_of(frame, item, period, state), icon=":material/download:",
    file_name=exports.file_name(item, focus["code"], period, state), mime="text/csv",
)  # fmt: skip
