"""Regions of the level shown with their statistics: interval, smoothed value, range of ranks, funnel."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.cache import answers
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.components.table import MOST_ROWS
from dashboard.state.deferred import chart_place
from dashboard.state.view import LiveView
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, pick, text
from data import queries
from data.queries import has_interval
from geo.regions.codes import Level
from geo.stats.rates import funnel_limits

_HEIGHT = 320  # pixels
_LEVELS = (0.95, 0.998)  # two and three standard deviations, as funnel plots are drawn (Spiegelhalter 2005)


def show_ranked(view: LiveView) -> None:
    """A table, and for rates of events a funnel: areas inside it differ from the whole no more than chance explains."""
    item = view.item
    title = text("ranked.title", level=text(f"levels.{view.level}"), place=view.focus["name"])
    st.subheader(title)
    if item.is_categorical or item.pooled or view.level == Level.VILLAGE:
        st.caption(text("ranked.none"))
        return
    within = str(view.focus["code"])
    rows = answers.ask(
        queries.ranking, view.person.scope, view.state.data_version, item.code, view.level, view.period, within
    ).dropna(subset=["value"])
    if len(rows) > MOST_ROWS:
        st.caption(text("table.too_long", rows=number(len(rows))))
        return
    names = view.regions.set_index("code")["name"]
    shown = pd.DataFrame(
        {
            text("kotan.rank_short"): [f"{row.rank:.0f} ({row.first:.0f}–{row.last:.0f})" for row in rows.itertuples()],
            text("table.name"): names.reindex(rows["region_code"]).to_numpy(),
            pick(item.unit): rows["value"],
            text("kotan.low"): rows["low"],
            text("kotan.high"): rows["high"],
            text("ranked.smoothed"): rows["smoothed"],
            text("ranked.reliability"): [text(f"reliability.{word}") if word else "" for word in rows["reliability"]],
        }
    ).dropna(axis=1, how="all")
    numbers = dict.fromkeys((pick(item.unit), text("kotan.low"), text("kotan.high"), text("ranked.smoothed")), item.decimals)
    show_frame(shown, numbers, alt=title)
    st.caption(text("ranked.note") if has_interval(item) else text("ranked.certain"))
    if item.kind == "rasio" and has_interval(item) and not item.is_share and len(rows) > 2:
        _funnel(view, rows, names)


def _funnel(view: LiveView, rows: pd.DataFrame, names: "pd.Series[str]") -> None:
    if not chart_place(_HEIGHT):
        return
    item = view.item
    first, second = line_colours(st.context.theme.type)
    people = rows["denominator"].to_numpy(dtype=float)
    whole = float(rows["numerator"].sum() / people.sum())
    along = np.linspace(max(people.min() * 0.8, 1.0), people.max() * 1.05, 120)
    figure = go.Figure()
    for level, dash in zip(_LEVELS, ("dash", "dot"), strict=True):
        limits = funnel_limits(whole, along, level)
        for edge in limits:
            figure.add_scatter(
                x=along,
                y=item.scale * edge,
                mode="lines",
                line={"color": second, "dash": dash, "width": 1.2},
                hoverinfo="skip",
                showlegend=False,
            )
    figure.add_hline(y=item.scale * whole, line={"color": second, "width": 1})
    figure.add_scatter(
        x=people,
        y=rows["value"],
        mode="markers",
        text=names.reindex(rows["region_code"]).to_numpy(),
        showlegend=False,
        marker={"color": first, "size": 7},
        hovertemplate="%{text}: %{y}<extra></extra>",
    )
    outside = funnel_limits(whole, people, _LEVELS[1])
    value = rows["value"].to_numpy(dtype=float) / item.scale
    count = int(((value < outside.low) | (value > outside.high)).sum())
    figure.update_layout(
        xaxis={"title": {"text": pick(item.denominator or item.numerator), "font": {"size": 12}}, "automargin": True},
        yaxis={"title": {"text": pick(item.unit), "font": {"size": 12}}, "automargin": True, "rangemode": "tozero"},
    )
    words = text("ranked.funnel", count=number(count), total=number(len(rows)))
    show_chart(figure, key="corong_acak", height=_HEIGHT, alt=words)
    st.caption(words)
