"""The five highest and five lowest of the regions shown."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.components.frame import show_frame
from dashboard.state.view import LiveView
from dashboard.words.sentences import layer_sentence
from dashboard.words.texts import pick, text

_ENDS = 5


def show_ranking(view: LiveView) -> None:
    """Two short tables; a sentence where fewer than two regions have a value, or all the same."""
    value = view.layer.value[view.start : view.end]
    frame = pd.DataFrame({text("table.name"): view.regions["name"].iloc[view.start : view.end].to_numpy(), "value": value})
    frame = frame[np.isfinite(frame["value"])].sort_values("value", ascending=False)
    if len(frame) < 2:
        st.caption(text("ranking.none"))
        return
    if frame["value"].nunique() == 1:
        st.caption(layer_sentence(view.layer, view.item, view.regions, view.start, view.end))
        return
    st.caption(pick(view.item.unit))  # a unit as a column's head would push the numbers off a narrow screen
    value_name = text("ranking.value")
    frame = frame.rename(columns={"value": value_name})
    ends = min(_ENDS, len(frame) // 2)
    for title, part in ((text("ranking.high"), frame.head(ends)), (text("ranking.low"), frame.tail(ends))):
        st.markdown(f"**{title}**")
        show_frame(part, {value_name: view.item.decimals}, alt=title)
