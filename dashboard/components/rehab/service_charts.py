"""Charts of the tab of services."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.rehab.services import OUTCOMES, Outcome
from dashboard.components.chart import show_chart
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, text

_ROW = 62  # pixels


def show_outcomes(outcomes: Sequence[Outcome]) -> None:
    """A bar for each kind of recommendation: carried out, not, not known. A kind with too few has no bar; a line says so."""
    drawn = [one for one in outcomes if any(np.isfinite(value) for value in one.share.values())]
    if drawn:
        _draw(drawn)
    for one in outcomes:
        missing = [name for name in OUTCOMES if not np.isfinite(one.share[name])]
        if not missing:
            continue
        reasons = list(dict.fromkeys(one.reason[name].lower() for name in missing))
        whole = len(missing) == len(OUTCOMES) and len(reasons) == 1
        why = reasons[0] if whole else "; ".join(f"{text(f'followed.{name}')}: {one.reason[name].lower()}" for name in missing)
        st.caption(text("service_tab.not_drawn", advice=text(f"recommendation.{one.name}"), why=why))


def _draw(drawn: Sequence[Outcome]) -> None:
    first, second = line_colours(st.context.theme.type)[:2]
    looks = {"ya": (first, ""), "tidak": (second, "/"), "kosong": ("#8a8f98", ".")}
    labels = [text("service_tab.counted", advice=text(f"recommendation.{one.name}"), count=number(one.total)) for one in drawn]
    figure = go.Figure()
    for name in OUTCOMES:
        colour, shape = looks[name]
        values = [one.share[name] for one in drawn]
        figure.add_bar(
            y=labels,
            x=values,
            orientation="h",
            name=text(f"followed.{name}"),
            text=[f"{number(value)} %" if np.isfinite(value) and value >= 8 else "" for value in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            marker_color=colour,
            marker_pattern_shape=shape,
            marker_pattern_fillmode="overlay",
            marker_pattern_fgcolor="rgba(255,255,255,0.55)",
        )
    figure.update_layout(
        barmode="stack",
        yaxis={"autorange": "reversed", "automargin": True},
        xaxis={"range": [0, 103], "ticksuffix": " %"},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
    )
    said = [
        text(
            "service_tab.alt",
            advice=label,
            parts=", ".join(
                f"{text(f'followed.{name}').lower()} {number(one.share[name])} %"
                for name in OUTCOMES
                if np.isfinite(one.share[name])
            ),
        )
        for label, one in zip(labels, drawn, strict=True)
    ]
    show_chart(figure, key="layanan_lanjut", height=110 + _ROW * len(drawn), margin={"t": 40, "b": 30}, alt=" ".join(said))
