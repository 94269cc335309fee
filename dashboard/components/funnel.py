"""The number of villages at each step of the programme, and each step's share."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.periods import period_label
from dashboard.analysis.village_programme import VULNERABLE_STEPS
from dashboard.components.chart import show_chart
from dashboard.words.palettes import line_colours
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data.facts.indicators import indicator
from data.queries import Freshness


def show_funnel(values: dict[str, float], period: str, state: Freshness) -> None:
    """From vulnerable villages to programmes that last; a step that is not known is left out and named."""
    known = {name: value for name, value in values.items() if value == value}
    if not known:
        st.caption(text("trend.none"))
        return
    labels = [text(f"funnel.{name}") for name in known]
    first, second = line_colours(st.context.theme.type)
    figure = go.Figure()
    figure.add_bar(
        y=labels,
        x=list(known.values()),
        orientation="h",
        textposition="outside",
        textangle=0,
        text=[number(value) for value in known.values()],
        marker={"color": [second if name in VULNERABLE_STEPS else first for name in known]},
        cliponaxis=False,
    )
    figure.update_layout(
        showlegend=False,
        yaxis={"autorange": "reversed"},
        xaxis={"visible": False, "rangemode": "tozero"},
    )
    described = "; ".join(f"{label}: {number(value)}" for label, value in zip(labels, known.values(), strict=True))
    margin = {"l": 200, "r": 50}
    show_chart(figure, key="bersinar_corong", height=60 + 44 * len(known), margin=margin, alt=described)
    silent = [text(f"funnel.{name}") for name in values if name not in known]
    note = text("funnel.note", period=period_label(period, state))
    st.caption(note + (" " + text("funnel.silent", names=", ".join(silent)) if silent else ""))


def show_coverage(figures: pd.DataFrame, name: str) -> None:
    """A coverage with its denominator in its name and its interval in words."""
    item = indicator(name)
    rows = figures[figures["indicator"] == name]
    if rows.empty or rows["value"].isna().all():
        st.metric(pick(item.name), "–")
        st.caption(status_words(int(rows["status"].iloc[0]), item) if len(rows) else text("trend.none"))
        return
    row = rows.iloc[0]
    st.metric(pick(item.name), f"{number(row['value'], item.decimals)} {pick(item.unit)}")
    parts = text("card.parts", numerator=number(row["numerator"]), denominator=number(row["denominator"]))
    low, high = number(row["low"], item.decimals), number(row["high"], item.decimals)
    st.caption(f"{parts} {pick(item.denominator or item.numerator)}. {text('card.interval', low=low, high=high)}")
