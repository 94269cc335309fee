"""Charts of what changed for clients of community based intervention."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.rehab.community import ABOVE, BELOW, FEW, LEVELS, SILENT, Change, points
from dashboard.components.chart import show_chart
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, text
from data.facts.indicators import LEAST_WHOLE
from geo.stats.change import mean_limits

_ROW, _HEIGHT = 46, 360  # pixels
_APART = 0.14  # of a row, so that intervals of two periods do not cover each other
_SIGNS = {ABOVE: "triangle-up", BELOW: "triangle-down"}


def show_changes(changes: Mapping[str, Sequence[Change]], *, key: str) -> None:
    """The mean change of each domain with its interval, a sign for each period; a line where there is none to draw."""
    colours, figure, said = line_colours(st.context.theme.type), go.Figure(), []
    names = [text(f"domain.{one.domain}") for one in next(iter(changes.values()))]
    places = {one.domain: at for at, one in enumerate(next(iter(changes.values())))}
    looks = zip(colours, ("circle", "diamond"), (-_APART, _APART), strict=True)
    for (period, made), (colour, sign, apart) in zip(changes.items(), looks, strict=True):
        known = [one for one in made if np.isfinite(one.mean)]
        if not known:
            st.caption(text("ibm_tab.not_drawn", period=period, least=number(LEAST_WHOLE)))
            continue
        figure.add_scatter(
            x=[one.mean for one in known],
            y=[places[one.domain] + apart for one in known],
            mode="markers",
            name=period,
            hovertemplate="%{x:.1f}<extra>%{fullData.name}</extra>",
            marker={"color": colour, "size": 11, "symbol": sign},
            error_x={
                "array": [one.high - one.mean for one in known],
                "arrayminus": [one.mean - one.low for one in known],
                "color": colour,
            },
        )
        said += [
            text("ibm_tab.alt", period=period, domain=text(f"domain.{one.domain}"), change=points(one.mean),
                 low=points(one.low), high=points(one.high))
            for one in known
        ]  # fmt: skip
    if not said:
        return
    figure.add_vline(x=0, line={"width": 1, "dash": "dot"})
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        yaxis={
            "range": [len(names) - 0.5, -0.5],
            "automargin": True,
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "zeroline": False,
        },
        xaxis={"title": {"text": text("ibm_tab.axis"), "font": {"size": 12}}, "rangemode": "tozero"},
    )
    show_chart(figure, key=key, height=120 + _ROW * len(names), margin={"t": 40, "b": 44}, alt=" ".join(said))


def show_units(compared: pd.DataFrame, benchmark: Change, deviation: float, domain: str, *, key: str) -> None:
    """Mean change of each unit by its number of clients, within limits of chance around the nation's mean."""
    drawn = compared[~compared["verdict"].isin([FEW, SILENT])]
    counts = compared["verdict"].value_counts()
    few, silent = (int(counts.get(word, 0)) for word in (FEW, SILENT))
    said = text(
        "ibm_tab.funnel",
        above=number(int(counts.get(ABOVE, 0))),
        below=number(int(counts.get(BELOW, 0))),
        drawn=number(len(drawn)),
        few=number(few),
        silent=number(silent),
        least=number(LEAST_WHOLE),
    )
    outside = drawn[drawn["verdict"].isin([ABOVE, BELOW])]
    if len(outside):
        named = "; ".join(f"{row.name} ({points(row.mean)})" for row in outside.head(8).itertuples(index=False))
        st.markdown(text("ibm_tab.outside", domain=text(f"domain.{domain}").lower(), units=named))
    if len(drawn) and np.isfinite(benchmark.mean) and np.isfinite(deviation):
        _draw(drawn, benchmark, deviation, key=key, alt=said)
    st.caption(said)


def _draw(drawn: pd.DataFrame, benchmark: Change, deviation: float, *, key: str, alt: str) -> None:
    first, second = line_colours(st.context.theme.type)
    along = np.linspace(max(LEAST_WHOLE * 0.8, 2.0), float(drawn["n"].max()) * 1.1, 120)
    figure = go.Figure()
    for level, dash in zip(LEVELS, ("dash", "dot"), strict=True):
        for edge in mean_limits(benchmark.mean, deviation, along, level):
            figure.add_scatter(
                x=along,
                y=edge,
                mode="lines",
                line={"color": second, "dash": dash, "width": 1.2},
                hoverinfo="skip",
                showlegend=False,
            )
    figure.add_hline(y=benchmark.mean, line={"color": second, "width": 1})
    figure.add_scatter(
        x=drawn["n"],
        y=drawn["mean"],
        mode="markers",
        text=drawn["name"],
        showlegend=False,
        marker={
            "color": [second if verdict in _SIGNS else first for verdict in drawn["verdict"]],
            "size": [12 if verdict in _SIGNS else 8 for verdict in drawn["verdict"]],
            "symbol": [_SIGNS.get(verdict, "circle") for verdict in drawn["verdict"]],
        },
        hovertemplate="%{text}: %{y:.1f} (%{x})<extra></extra>",
    )
    figure.update_layout(
        xaxis={"title": {"text": text("ibm_tab.pairs"), "font": {"size": 12}}, "automargin": True},
        yaxis={"title": {"text": text("ibm_tab.axis"), "font": {"size": 12}}, "automargin": True},
    )
    show_chart(figure, key=key, height=_HEIGHT, margin={"b": 44}, alt=alt)
