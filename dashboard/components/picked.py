"""The region picked on the map, a chart or a table: its value, its rank among the others, and a button to enter it."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.components.explain import explain_button
from dashboard.components.frame import show_frame
from dashboard.components.trend import show_trend, trend_lines
from dashboard.state import url
from dashboard.state.view import LiveView
from dashboard.state.viewer import ask_again
from dashboard.words.legend import all_labels, class_labels
from dashboard.words.texts import number, pick, text
from geo.regions.codes import Level

FRAGMENT = "terpilih"


@st.fragment(key=FRAGMENT)
def show_choice(view: LiveView) -> None:
    """The regions picked on the map, one or several; a pick reruns this part and not the page."""
    ask_again(view.person)
    _show_picked(view)
    _show_many(view)


def _show_picked(view: LiveView) -> None:
    """The picked region where there is one, else the chosen area's own trend."""
    if view.picked < 0:
        st.subheader(text("trend.title", place=view.focus["name"]))
        show_trend(*trend_lines(view.person.scope, view.state, view.focus, view.item), view.state, key="tren")
        st.caption(text("picked.hint"))
        return
    row = view.regions.iloc[view.picked]
    layer, item, at = view.layer, view.item, view.picked
    with st.container(border=True):
        st.subheader(str(row["name"]))
        labels = all_labels(item, layer)
        value = layer.value[at]
        if np.isfinite(value):
            st.markdown(f"**{number(value, item.decimals)}** {pick(item.unit)}")
            rank, known = rank_of(view)
            st.caption(text("picked.rank", rank=number(rank), known=number(known), place=view.focus["name"]))
            if item.denominator is not None:
                parts = (layer.numerator[at], pick(item.numerator)), (layer.denominator[at], pick(item.denominator))
                st.caption(" / ".join(f"{number(part)} {name}" for part, name in parts))
        else:
            st.markdown(f"**{labels[int(layer.classes[at])]}**")
        with st.container(horizontal=True, gap="small"):
            if view.level < Level.VILLAGE and st.button(
                text("picked.enter"), icon=":material/zoom_in:", key="masuk_pilihan", type="primary"
            ):
                view.go_to(view.level, at)
                st.rerun()  # rerun the whole page: the map moves too
            if st.button(text("picked.leave"), icon=":material/close:", key="lepas_pilihan"):
                url.choose(url.PICKED, "", "")
                st.rerun()
        explain_button(view.person.scope, view.state, item.code, str(row["code"]), view.period, key="pilihan")
        show_trend(*trend_lines(view.person.scope, view.state, row, view.item), view.state, key="tren")


def rank_of(view: LiveView) -> tuple[int, int]:
    """The picked region's rank by value inside the chosen area (1 is the highest), and of how many."""
    values = view.layer.value[view.start : view.end]
    known = values[np.isfinite(values)]
    return int((known > view.layer.value[view.picked]).sum()) + 1, len(known)


def _show_many(view: LiveView) -> None:
    """The value of several chosen regions together."""
    chosen = list(view.selection())
    if not chosen:
        return
    item, layer = view.item, view.layer
    with st.container(border=True):
        st.subheader(text("picked.many", count=number(len(chosen)), level=text(f"levels.{view.level}")))
        parts = together(view, chosen)
        if parts:
            st.markdown(parts)
        names = view.regions["name"].iloc[chosen]
        order = np.argsort(-np.nan_to_num(layer.value[chosen], nan=-1.0), kind="stable")[:8]
        listed = pd.DataFrame(
            {text("table.name"): names.iloc[order].to_numpy(), text("ranking.value"): layer.value[chosen][order]}
        )
        if np.isfinite(listed[text("ranking.value")]).any():
            show_frame(listed, {text("ranking.value"): item.decimals}, most=10_000, alt=item.code)
        if st.button(text("picked.leave"), icon=":material/close:", key="lepas_banyak"):
            view.choose_many(())
            st.rerun()


def together(view: LiveView, chosen: list[int]) -> str:
    """The value of the chosen regions together, from their parts, never a mean of values. Empty where parts are not known."""
    item, layer = view.item, view.layer
    if item.is_categorical:
        labels = class_labels(item, layer)
        counts = np.bincount(layer.classes[chosen][layer.classes[chosen] < len(labels)], minlength=len(labels))
        return "; ".join(f"{label}: **{number(int(count))}**" for label, count in zip(labels, counts, strict=True) if count)
    if item.denominator is None:
        return ""
    known = [n for n in chosen if np.isfinite(layer.value[n])]
    numerator, denominator = layer.numerator[known].sum(), layer.denominator[known].sum()
    if not known or denominator <= 0:
        return ""
    return text(
        "picked.together",
        value=number(numerator / denominator * item.scale, item.decimals),
        unit=pick(item.unit),
        numerator=number(numerator),
        denominator=number(denominator),
        known=number(len(known)),
        count=number(len(chosen)),
    )
