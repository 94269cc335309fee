"""How long people stay in treatment, and how soon they come again, as Kaplan-Meier curves with intervals."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.periods import day_words
from dashboard.analysis.rehab.stay import (
    RETURN,
    STAY,
    Curve,
    curve_label,
    curve_table,
    curves_of,
    drawn,
    share_places,
    stay_words,
)
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.state.pickers import segmented
from dashboard.state.url import OPERATOR
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, text
from data.queries import Freshness

_HEIGHT = 320  # pixels
_MARKS = (91, 182, 365)  # days: 3, 6 and 12 months
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_BY = {"layanan": "service", "pengelola": "agency"}


def show_stay(rows: pd.DataFrame, year: str, state: Freshness) -> None:
    """Time in treatment by service or by operator."""
    st.subheader(text("treated.stay"))
    by = segmented(
        OPERATOR,
        text("treated.by"),
        tuple(_BY),
        "layanan",
        lambda name: text("treated.by_service" if name == "layanan" else "treated.by_agency_choice"),
    )
    curves = curves_of(rows, STAY, _BY[by])
    published = "" if (rows["sensitivity"] > 0).all() else text("treated.published")
    day = day_words(date.fromisoformat(state.last_day))
    _show(curves, "stay", falling=True)
    st.caption(text("treated.stay_note", period=year, day=day, published=published))


def show_again(rows: pd.DataFrame, year: str) -> None:
    """The share who begin again after completing."""
    st.subheader(text("treated.again"))
    _show(curves_of(rows, RETURN, "service")[:1], "again", falling=False)
    st.caption(text("treated.again_note", period=year))


def _show(curves: list[Curve], name: str, *, falling: bool) -> None:
    if not curves:
        st.caption(text("treated.no_curve"))
        return
    figure, said = go.Figure(), []
    colours = line_colours(st.context.theme.type)
    for at, curve in enumerate(curves):
        lines, label = drawn(curve, falling=falling), curve_label(curve.group)
        colour, dash = colours[at % len(colours)], _DASHES[at % len(_DASHES)]
        if at == 0:  # the interval of one curve; those of all would hide each other, and are in the table
            sure = lines.dropna(subset=["low", "high"])
            figure.add_scatter(
                x=[*sure["days"], *sure["days"][::-1]],
                y=[*sure["high"], *sure["low"][::-1]],
                fill="toself",
                line={"width": 0, "shape": "linear"},
                fillcolor=colour,
                opacity=0.15,
                hoverinfo="skip",
                showlegend=False,
            )
        figure.add_scatter(
            x=lines["days"],
            y=lines["share"],
            name=label,
            mode="lines",
            line={"shape": "hv", "color": colour, "dash": dash, "width": 3 if at == 0 else 2},
        )
        known = [(day, curve.at(day)) for day in _MARKS]
        values = [
            text("treated.alt_at", share=number(100 * (row["share"] if falling else 1 - row["share"]), 1), day=number(day))
            for day, row in known
            if row is not None
        ]
        said.append(text("treated.alt_curve", group=label, values=", ".join(values) or "–"))
    figure.update_layout(legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    figure.update_xaxes(title={"text": text("treated.days" if falling else "treated.days_again")}, rangemode="tozero")
    title = text("treated.still" if falling else "treated.returned")
    figure.update_yaxes(title={"text": title}, range=[0, 100] if falling else None, rangemode="tozero")
    alt = text(f"treated.alt_{name}", parts="; ".join(said))
    show_chart(figure, key=f"rehab_{name}", height=_HEIGHT, margin={"l": 56, "t": 30, "b": 48}, alt=alt)
    if falling:
        st.caption(" · ".join(stay_words(curves)))
    with st.expander(text("treated.table")):
        show_frame(curve_table(curves, falling=falling), share_places(), alt=text(f"treated.{name}"), key=f"rehab_{name}_tabel")
