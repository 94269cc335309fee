"""Villages of the programme as a matrix and a timeline of the same selection."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.village_programme import (
    LACKING,
    MET,
    NOT_APPLICABLE,
    UNKNOWN,
    judged_by,
    lacking_since,
    stage_names,
    states,
)
from dashboard.cache import answers
from dashboard.components.chart import show_chart
from dashboard.components.frame import by_heading, show_frame, written
from dashboard.state import pickers
from dashboard.state.view import LiveView
from dashboard.state.viewer import ask_again
from dashboard.words.texts import number, pick, text
from data.queries.villages import CRITERIA
from geo.regions.codes import Level, parent_of

FRAGMENT = "desa_program"
_MARKED = "desa_ditandai"
_MARKS = {MET: "✓", LACKING: "✗", NOT_APPLICABLE: "–", UNKNOWN: "?"}
_COLOURS = {MET: "#1a7f5a22", LACKING: "#d1451b22", NOT_APPLICABLE: "", UNKNOWN: "#88888833"}
MOST_ROWS = 1_500  # a province; the nation has 12,000, which no table on a screen helps to read
_MOST_LINES = 60  # villages in the timeline: as many as can be distinguished
_LINE = 17  # pixels


def choose_lacking() -> str:
    """Show all villages or those that lack one criterion."""
    options = ["semua", *CRITERIA]
    return pickers.select(
        "kurang",
        text("bersinar.filter"),
        options,
        "semua",
        lambda name: text("bersinar.all") if name == "semua" else text("bersinar.lacks", what=text(f"event.{name}")),
        width=260,
    )


def chosen_villages(frame: pd.DataFrame, lacking: str, last_day: str) -> pd.DataFrame:
    """Villages that lack the chosen criterion, those that have lacked it longest first."""
    frame = frame.assign(lacking_months=lacking_since(frame, last_day))
    if lacking != "semua":
        frame = frame[states(frame)[lacking].eq(LACKING)]
    return frame.sort_values(["lacking_months", "code"], ascending=[False, True], na_position="last").reset_index(drop=True)


def mark_on_map(view: LiveView, villages: pd.DataFrame, lacking: str) -> None:
    """Choose the filtered villages on the map, once per filter: after that the map's own choice counts."""
    if view.level != Level.VILLAGE or st.session_state.get(_MARKED, ("semua", "")) == (lacking, view.focus["code"]):
        return
    st.session_state[_MARKED] = lacking, view.focus["code"]
    codes = [] if lacking == "semua" else villages["code"]
    view.mark(view.regions["code"].searchsorted(codes).tolist())


@st.fragment(key=FRAGMENT)
def show_villages(view: LiveView, villages: pd.DataFrame, total: int, *, reported: bool) -> None:
    """Matrix and timeline of the filtered villages, or of those among them that are chosen on the map; that nobody reported is
    said where there are none.
    """
    ask_again(view.person)
    chosen = set(view.regions["code"].iloc[list(view.selection())]) if view.level == Level.VILLAGE else set()
    shown = villages[villages["code"].isin(chosen)].reset_index(drop=True) if chosen else villages
    st.subheader(text("bersinar.villages"))
    if not total and not reported:
        st.info(text("bersinar.not_reported"), icon=":material/help:")
        return
    st.caption(text("bersinar.count", count=number(len(shown)), total=number(total)))
    if shown.empty:
        return
    matrix, timeline = st.tabs([text("bersinar.matrix"), text("bersinar.timeline")])
    with matrix:
        rows = shown.head(MOST_ROWS)
        districts = answers.names_of(view.person.scope, view.state.boundary_version, rows["code"].map(parent_of))
        show_matrix(rows, districts, stage_names())
    with timeline:
        show_timeline(shown)


def show_matrix(frame: pd.DataFrame, districts: list[str], stages: list[str]) -> None:
    """A row per village: criteria met, lacking, not applicable or unknown; the stage, for how long, and with which money."""
    words = states(frame)
    shown = pd.DataFrame(
        {
            text("table.name"): frame["name"],
            text("export.district"): districts,
            text("bersinar.stage"): [stages[int(stage)] if stage == stage else "?" for stage in frame["stage"]],
            text("bersinar.category"): frame["category"].fillna("–"),
            text("bersinar.months"): frame["lacking_months"],
            **{text(f"event.{name}"): words[name].map(_MARKS) for name in CRITERIA},
            text("bersinar.last"): frame["last"].dt.strftime("%d/%m/%Y"),
            text("bersinar.money"): frame["money"].fillna(""),
            text("bersinar.amount"): frame["amount"] / 1e6,
            text("table.code"): frame["code"],
        }
    )
    headings = {text(f"event.{name}"): name for name in CRITERIA}
    if len(shown) <= 400:  # colours are sent cell by cell: long tables have only the marks
        colours = words.map(lambda word: f"background-color: {_COLOURS[word]}" if _COLOURS[word] else "")
        styled = written(shown, {text("bersinar.amount"): 1}).apply(
            lambda column: colours[headings[column.name]] if column.name in headings else [""] * len(column), axis=0
        )
    else:
        styled = written(shown, {text("bersinar.amount"): 1})
    show_frame(
        styled,
        most=520,
        alt=text("bersinar.matrix"),
        column_config=by_heading(text("table.name"), headings),
    )
    marks = {"met": _MARKS[MET], "lacking": _MARKS[LACKING], "never": _MARKS[NOT_APPLICABLE], "unknown": _MARKS[UNKNOWN]}
    st.caption(text("bersinar.marks", **marks))
    st.caption(text("edition.villages", names=", ".join(sorted({pick(edition.name) for edition in judged_by(frame)}))))


def distinct_names(villages: pd.DataFrame) -> dict[str, str]:
    """A name for each village by code; of several with one name, the second and further are numbered."""
    turn = villages.groupby("name").cumcount() + 1
    names = villages["name"].where(turn == 1, villages["name"] + " (" + turn.astype(str) + ")")
    return dict(zip(villages["code"], names, strict=True))


def show_timeline(frame: pd.DataFrame) -> None:
    """The same villages through time: a line from the first to the last event, a mark per event."""
    part = frame.head(_MOST_LINES)
    colours = ["#7f7f7f", "#9467bd", "#d1451b", "#1f77b4", "#17a2a2", "#2ca02c", "#bcbd22", "#8c564b", "#e377c2", "#c2571a"]
    names = distinct_names(part)
    figure = go.Figure()
    for name, colour in zip(CRITERIA, colours, strict=True):
        held = part[part[name].notna()]
        figure.add_scatter(
            x=held[name],
            y=[names[code] for code in held["code"]],
            mode="markers",
            name=text(f"event.{name}"),
            marker={"color": colour, "size": 9, "symbol": "diamond" if name == "pencanangan" else "circle"},
        )
    figure.update_layout(
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        yaxis={"autorange": "reversed", "tickfont": {"size": 10}, "showgrid": True},
        xaxis={"type": "date"},
    )
    show_chart(
        figure,
        key="bersinar_garis",
        height=110 + _LINE * len(part),
        margin={"l": 190, "b": 30},
        alt=text("bersinar.timeline_alt", count=number(len(part))),
    )
    if len(part) < len(frame):
        st.caption(text("bersinar.timeline_part", shown=number(len(part)), count=number(len(frame))))
