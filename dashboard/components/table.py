"""The same rows as the map, as a table; choosing a row is the same as clicking the map."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.components.frame import show_frame
from dashboard.state.view import LiveView
from dashboard.words.tables import layer_table
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator

MOST_ROWS = 1_000  # all kabupaten/kota at once, about 90 kB; all kecamatan would be over 1 MB at every change


def show_layer_table(view: LiveView, *, key: str, alt: str, on_pick: Callable[[list[int]], None]) -> None:
    """The rows behind the map; those chosen together where there are any."""
    st.subheader(text("table.title", level=text(f"levels.{view.level}"), place=view.focus["name"]))
    frame = layer_table(view.layer, view.item, view.regions, view.start, view.end)
    chosen = [n - view.start for n in view.selection()]
    if chosen:
        frame = frame.iloc[chosen]
    if len(frame) > MOST_ROWS:
        st.caption(text("table.too_long", rows=number(len(frame))))
        return
    show_table(frame, view.item, key=key, alt=alt, on_row=lambda row: on_pick([view.start + row]))


def show_table(
    frame: pd.DataFrame, item: Indicator, *, key: str, on_row: Callable[[int], None], alt: str, height: int = 420
) -> None:
    """The table, sorted by value; `on_row` gets the position in `frame` of the row that was chosen."""
    unit = pick(item.unit)
    shown = frame.sort_values(unit, ascending=False, na_position="last") if unit in frame else frame

    def chosen() -> None:
        rows = st.session_state[key].selection.rows
        if rows:
            on_row(int(shown.index[rows[0]]))

    show_frame(shown, {unit: item.decimals}, alt=alt, most=height, key=key, on_select=chosen, selection_mode="single-row")
