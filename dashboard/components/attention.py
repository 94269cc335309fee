"""Changes, completeness and targets as short lists."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.attention import Promise, promise_words
from dashboard.components.chart import show_chart
from dashboard.state.deferred import chart_place
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, pick, text
from data.facts.indicators import indicator
from data.feeds import feeds
from data.model.status import FactStatus
from data.queries import Freshness

_MOST = 5
_HEIGHT = 230  # pixels


def show_changes(moved: pd.DataFrame, before: str, now: str, watched: int) -> None:
    """Figures that differ from a year ago beyond chance."""
    st.subheader(text("changes.title", before=before, now=now))
    lines = []
    for row in moved.head(_MOST).itertuples():
        item = indicator(str(row.indicator))
        mark = {True: ":green[▲]", False: ":red[▼]", None: "•"}[row.better]
        arrow = f"{number(row.before, item.decimals)} → **{number(row.now, item.decimals)}**"
        lines.append(f"- {mark} {pick(item.short)}: {arrow} {pick(item.unit)}")
    if not lines:
        st.caption(text("changes.none", before=before, count=number(watched)))
        return
    st.markdown("\n".join(lines))
    st.caption(text("changes.rest", count=number(watched - len(moved)), shown=number(len(moved))))


def show_completeness(now: pd.DataFrame) -> None:
    """The share of expected reports behind the figures that has arrived."""
    came = now[now["indicator"] == "kelengkapan_data"]["value"].dropna()
    silent = now[now["status"] == FactStatus.NOT_REPORTED]["indicator"].tolist()
    words = [text("complete.share", share=number(came.iloc[0], 0))] if len(came) else []
    if silent:
        words.append(text("complete.silent", names=", ".join(pick(indicator(code).short) for code in silent)))
    st.caption(" ".join(words) or text("complete.all"))


def show_promises(promised: Sequence[Promise], series: pd.DataFrame, state: Freshness) -> None:
    """Each target with its trajectory."""
    if not promised:
        st.caption(text("target.none", senders=", ".join(feeds()["target"].senders)))
    for promise in promised:
        item = indicator(str(promise.row["indicator"]))
        st.markdown(f"**{pick(item.name)}**")
        st.caption(promise_words(promise, item))
        by = text("target.by", who=promise.row["said_by"])
        st.caption(f"{by} · {text('badge.simulated')}" if promise.row["simulated"] else by)
        _trajectory(promise, series[series["indicator"] == item.code], state)


def _trajectory(promise: Promise, rows: pd.DataFrame, state: Freshness) -> None:
    if not chart_place(_HEIGHT):
        return
    item = indicator(str(promise.row["indicator"]))
    first, second = line_colours(st.context.theme.type)
    known = rows.dropna(subset=["value"])
    figure = go.Figure()
    figure.add_scatter(
        x=known["period"], y=known["value"], name=pick(item.short), mode="lines+markers", line={"color": first, "width": 3}
    )
    when = [promise.row["baseline_period"], promise.row["target_period"]]
    figure.add_scatter(
        x=when,
        y=[promise.row["baseline"], promise.row["target"]],
        name=text("target.plan"),
        mode="lines+markers",
        line={"color": second, "dash": "dot"},
        marker={"symbol": "diamond", "size": 9},
    )
    if np.isfinite(promise.way.expected) and len(known):
        figure.add_scatter(
            x=[known["period"].iloc[-1], when[1]],
            y=[known["value"].iloc[-1], promise.way.expected],
            name=text("target.trend"),
            mode="lines",
            line={"color": first, "dash": "dash", "width": 1.5},
        )
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"type": "category", "categoryorder": "category ascending"},
        yaxis={"rangemode": "tozero"},
    )
    margin = {"l": 40, "b": 24}
    show_chart(figure, key=f"target_{item.code}", height=_HEIGHT, margin=margin, alt=promise_words(promise, item))
