"""Prevalence by survey as a small figure and a table: a change of ages is a break, and each change says what it is in."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.prevalence import PAST_YEAR, Survey, stretches, surveys
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.words.sentences import literal
from dashboard.words.texts import number, text

_HEIGHT = 230  # pixels
_COLOURS = ("#0b6e69", "#b45309", "#1f4e9c", "#7a3e9d", "#5b6470")
_SIGNS = ("circle", "diamond", "square", "triangle-up", "cross")


def show_prevalence(published: pd.DataFrame, places: list[str]) -> None:
    """A figure of the place with most surveys, and a table of all `places`; nothing where there are none."""
    found = {place: made for place in places if (made := surveys(published, place))}
    if not found:
        return
    st.subheader(text("recap.title"))
    place, shown = max(found.items(), key=lambda one: len(one[1]))
    bands = stretches(shown, PAST_YEAR)
    if sum(map(len, bands.values())) > 1:
        _show_figure(place, bands)
    rows = [one for made in found.values() for one in made]
    sources = list(dict.fromkeys(map(_source, rows)))
    show_frame(_table(rows, sources), alt=text("recap.title"))
    listed = "; ".join(f"[{at}] {source}" for at, source in enumerate(sources, 1))
    st.caption(text("recap.sources", listed=literal(listed)))
    st.caption(text("recap.note"))
    if any(one.simulated for one in rows):
        st.caption(text("recap.simulated"))


def _show_figure(place: str, bands: dict[str, list[Survey]]) -> None:
    figure = go.Figure()
    for (ages, made), colour, sign in zip(bands.items(), _COLOURS * len(bands), _SIGNS * len(bands), strict=False):
        figure.add_scatter(
            x=[one.year for one in made],
            y=[one.value for one in made],
            mode="lines+markers+text",
            text=[number(one.value, 2) for one in made],
            textposition="top center",
            name=text("recap.of_ages", ages=ages.replace("-", "–")),
            line={"color": colour},
            marker={"color": colour, "size": 9, "symbol": sign},
            showlegend=True,
        )
    years = sorted({one.year for made in bands.values() for one in made})
    top = max(one.value for made in bands.values() for one in made)
    figure.update_layout(
        xaxis={
            "tickvals": years,
            "ticktext": [str(year) for year in years],  # else a year is written as a number: 2.021
            "tickangle": 0,
            "range": [years[0] - 1, years[-1] + 1],
        },
        yaxis={"range": [0, 1.35 * top], "title": {"text": text("recap.axis")}},
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
    )
    st.caption(text("recap.figure", place=place))
    said = "; ".join(
        f"{ages}: {', '.join(f'{one.year} {number(one.value, 2)} %' for one in made)}" for ages, made in bands.items()
    )
    show_chart(
        figure, key="prevalensi", height=_HEIGHT, margin={"l": 46, "b": 28}, alt=text("recap.alt", place=place, said=said)
    )


def _source(one: Survey) -> str:
    return f"{one.source} ({one.note})" if one.note else one.source


def _table(rows: list[Survey], sources: list[str]) -> pd.DataFrame:
    """The surveys; a source is its place in `sources`, for their names are longer than a column."""
    return pd.DataFrame(
        {
            text("recap.place"): [one.place for one in rows],
            text("recap.year"): [str(one.year) for one in rows],
            text("recap.measure"): [one.measure for one in rows],
            text("recap.ages"): [one.ages.replace("-", "–") for one in rows],
            text("recap.value"): [number(one.value, 2) for one in rows],
            text("recap.interval"): [_interval(one) for one in rows],
            text("recap.points"): [_change(one, one.points, 2) for one in rows],
            text("recap.relative"): [_change(one, one.relative, 1) for one in rows],
            text("recap.source"): [f"[{sources.index(_source(one)) + 1}]" for one in rows],
        }
    )


def _interval(one: Survey) -> str:
    return "–" if one.low is None or one.high is None else f"{number(one.low, 2)}–{number(one.high, 2)}"


def _change(one: Survey, change: float | None, decimals: int) -> str:
    """A change with its sign and the year it is from; a dash where there is nothing to compare with."""
    if change is None or one.before is None:
        return "–"
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return text("recap.since", change=f"{sign}{number(abs(change), decimals)}", year=one.before)
