"""The panel beside a map: the area picked on it, in a chart or a table, else the area that is open; and several together."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.figure import Figure, figure_of
from dashboard.analysis.periods import is_part_year
from dashboard.analysis.same_months import same_months
from dashboard.analysis.village_card import village_lines
from dashboard.cache import answers
from dashboard.components.beside import MOST, add_area
from dashboard.components.explain import explain_button
from dashboard.components.frame import show_frame
from dashboard.components.trend import own_item, show_trend, trend_lines
from dashboard.state import url
from dashboard.state.view import LiveView
from dashboard.state.viewer import ask_again
from dashboard.words.legend import class_labels
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import Indicator
from data.model.period import Grain
from geo.regions.codes import Level

FRAGMENT = "terpilih"


@st.fragment(key=FRAGMENT)
def show_choice(view: LiveView) -> None:
    """The regions picked on the map, one or several; a pick reruns this part and not the page."""
    ask_again(view.person)
    show_areas(view)


def show_areas(view: LiveView) -> None:
    """The area picked, else the one that is open; then several picked together."""
    if view.picked >= 0:
        _show_picked(view)
    else:
        _show_open(view)
    _show_many(view)


def _show_open(view: LiveView) -> None:
    """The figure of the area that is open, and its years."""
    item = own_item(view.item, int(view.focus["level"]))
    if item is not None:
        _show_figure(_figure(view, view.focus, item), str(view.focus["name"]), pick(item.name), [])
    st.caption(text("picked.hint"))
    show_trend(*trend_lines(view.person.scope, view.state, view.focus, view.item), view.state, key="tren")


def _show_picked(view: LiveView) -> None:
    row, item, at = view.regions.iloc[view.picked], view.item, view.picked
    facts = []
    if np.isfinite(view.layer.value[at]):
        rank, known = rank_of(view)
        facts = [text("picked.rank", rank=number(rank), known=number(known), place=view.focus["name"])]
    if view.level == Level.VILLAGE:
        code = str(row["code"])
        events = answers.ask(queries.programme, view.person.scope, view.state.data_version, code, view.period)
        others = answers.ask(queries.other_programmes, view.person.scope, view.state.data_version, code, view.period)
        facts += village_lines(events, others)
    _show_figure(_figure(view, row, item), str(row["name"]), pick(item.name), facts, picked=True)
    with st.container(horizontal=True, gap="small"):
        if view.level < Level.VILLAGE and st.button(
            text("picked.enter"), icon=":material/zoom_in:", key="masuk_pilihan", type="primary"
        ):
            view.go_to(view.level, at)
            st.rerun()  # rerun the whole page: the map moves too
        if len(url.together()) < MOST and row["code"] not in url.together():
            st.button(
                text("beside.add"), icon=":material/add:", key="tambah_banding", on_click=add_area, args=(str(row["code"]),)
            )
        if st.button(text("picked.leave"), icon=":material/close:", key="lepas_pilihan"):
            url.choose(url.PICKED, "", "")
            st.rerun()
    explain_button(view.person.scope, view.state, item.code, str(row["code"]), view.period, key="pilihan")
    show_trend(*trend_lines(view.person.scope, view.state, row, view.item), view.state, key="tren")


def _figure(view: LiveView, row: pd.Series, item: Indicator) -> Figure:
    scope, version, code = view.person.scope, view.state.data_version, str(row["code"])
    rows, running = answers.series(scope, version, code, (item.code,)), None
    if item.accumulates and is_part_year(view.period, view.state):
        months = answers.series(scope, version, code, (item.code,), Grain.MONTH)
        running = same_months(months, item, view.period, view.state.last_day)
    return figure_of(rows, item, view.period, view.state, running)


def _show_figure(figure: Figure, place: str, name: str, facts: list[str], *, picked: bool = False) -> None:
    """Name, value, move and rank, as one block."""
    kind = "" if figure.is_number else " bs-words"
    move = f'<span class="bs-move bs-{figure.tone}">{escape(figure.move)}</span>' if figure.move else ""
    lines = [*facts, figure.made_of]
    st.html(
        f'<section class="bs-figure{" bs-picked" if picked else ""}"><p class="bs-kicker">{escape(name)}</p>'
        f'<h2>{escape(place)}</h2><p class="bs-number{kind}"><b>{escape(figure.value)}</b>{escape(figure.unit)}</p>'
        f"<p>{move}</p>" + "".join(f"<p>{escape(line)}</p>" for line in lines if line) + "</section>"
    )


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
