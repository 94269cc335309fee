"""Charts of the course of cases: how far cases got, and how long each step takes."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.cases.course import (
    ALL,
    FEW_CASES,
    Passed,
    Step,
    agency_name,
    days_words,
    funnel_table,
    quartiles,
    slowest_words,
    stage_name,
    steps_table,
)
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, text

_ROW = 40  # pixels
_PALE = "rgba(128,138,143,.35)"


def show_funnel(funnel: Sequence[Passed], everybody: Sequence[Passed], agency: str, period: str, day: str) -> None:
    """Bars of cases that passed each stage; of one agency over those of all, hatched where it does not name the stage."""
    if not funnel:
        st.caption(text("course.funnel_none", period=period))
        return
    names = [stage_name(one.stage) for one in funnel]
    figure = go.Figure()
    if agency != ALL:
        figure.add_bar(
            y=names, x=[one.reached for one in everybody], orientation="h", marker_color=_PALE, width=0.86, hoverinfo="skip"
        )
    words = [text("course.counted", count=number(one.reached), share=number(one.share)) for one in funnel]
    figure.add_bar(
        y=names,
        x=[one.reached for one in funnel],
        orientation="h",
        width=0.62,
        text=words,
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
        marker_color=line_colours(st.context.theme.type)[0],
        marker_pattern_shape=["" if agency == ALL or one.named else "/" for one in funnel],
        marker_pattern_fillmode="overlay",
        marker_pattern_fgcolor="rgba(255,255,255,0.55)",
    )
    widest = max(one.reached for one in everybody) or 1
    figure.update_layout(
        barmode="overlay",
        showlegend=False,
        yaxis={"autorange": "reversed", "automargin": True},
        xaxis={"visible": False, "range": [0, widest * 1.42]},
    )
    said = "; ".join(
        text("course.alt_passed", stage=name, count=number(one.reached), share=number(one.share))
        for name, one in zip(names, funnel, strict=True)
    )
    who = text("course.everybody") if agency == ALL else agency_name(agency)
    alt = text("course.alt_funnel", period=period, agency=who, parts=said)
    show_chart(figure, key="perkara_corong", height=30 + _ROW * len(funnel), alt=alt)
    if agency != ALL:
        st.caption(text("course.funnel_agency", agency=who))
    st.caption(text("course.funnel_note", period=period, day=day))
    with st.expander(text("course.table")):
        places = {text("course.share"): 1}
        show_frame(funnel_table(list(funnel)), places, alt=text("course.funnel"), key="perkara_corong_tabel")


def show_steps(steps: list[Step], beside: tuple[str, list[Step]] | None, period: str) -> None:
    """Median and quartiles of each step, open to the right where cases have not moved on yet; `beside` is a place above."""
    st.subheader(text("course.steps"))
    if not steps:
        st.caption(text("course.steps_none", period=period))
        return
    if words := slowest_words(steps):
        st.markdown(words)
    figure = go.Figure()
    above = {one.stage: one for one in beside[1]} if beside else {}
    known = [day for one in (*steps, *above.values()) for day in quartiles(one) if day == day]
    end = max(known, default=1.0) * 1.15
    colour, second = line_colours(st.context.theme.type)
    for at, one in enumerate(steps):
        _draw(figure, at, one, end, colour)
    if beside:
        pairs = [(at, above[one.stage].half) for at, one in enumerate(steps) if one.stage in above]
        figure.add_scatter(
            x=[day for _, day in pairs],
            y=[at + 0.24 for at, _ in pairs],
            mode="markers",
            name=text("course.beside", place=beside[0]),
            marker={"symbol": "diamond-open", "size": 9, "color": second, "line": {"width": 2}},
            hovertemplate="%{x:.0f}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        yaxis={
            "range": [len(steps) - 0.5, -0.8],
            "automargin": True,
            "tickmode": "array",
            "tickvals": list(range(len(steps))),
            "ticktext": [f"{one.name}  ({number(one.cases)})" for one in steps],
            "zeroline": False,
            "showgrid": False,
        },
        xaxis={"title": {"text": text("course.axis"), "font": {"size": 12}}, "range": [0, end * 1.06], "zeroline": False},
    )
    said = "; ".join(
        text(
            "course.alt_step",
            step=one.name,
            **dict(zip(("first", "half", "last"), map(days_words, quartiles(one)), strict=True)),
        )
        for one in steps
    )
    alt = text("course.alt_steps", period=period, parts=said)
    show_chart(figure, key="perkara_langkah", height=110 + _ROW * len(steps), margin={"t": 34, "b": 44}, alt=alt)
    st.caption(f"{text('course.steps_key', few=number(FEW_CASES))} {text('course.steps_note', period=period)}")
    with st.expander(text("course.table")):
        show_frame(steps_table(steps), alt=text("course.steps"), key="perkara_langkah_tabel")


def _draw(figure: go.Figure, at: int, one: Step, end: float, colour: str) -> None:
    """One step: a line between the quartiles that are reached, dashed with an arrow where the last is not, and the median."""
    first, half, last = quartiles(one)
    quiet = {"showlegend": False, "hoverinfo": "skip"}
    reached = [day for day in (first, half, last) if day == day]
    if len(reached) > 1:
        figure.add_scatter(x=[reached[0], reached[-1]], y=[at, at], mode="lines", line={"color": colour, "width": 6}, **quiet)
    if last != last:
        start = reached[-1] if reached else 0
        figure.add_scatter(
            x=[start, end],
            y=[at, at],
            mode="lines+markers+text",
            text=["", text("course.not_reached") if half != half else ""],
            textposition="top left",
            line={"color": colour, "width": 2, "dash": "dot"},
            marker={
                "symbol": ["line-ns", "triangle-right"],
                "size": [10, 11],
                "color": colour,
                "line": {"color": colour, "width": 2},
            },
            **quiet,
        )
    if half == half:
        figure.add_scatter(
            x=[half],
            y=[at],
            mode="markers+text",
            text=[number(half)],
            textposition="top center",
            marker={"size": 13, "color": colour, "symbol": "circle" if one.is_sure else "circle-open", "line": {"width": 2}},
            showlegend=False,
            hovertemplate=f"{one.name}: %{{x:.0f}}<extra></extra>",
        )
