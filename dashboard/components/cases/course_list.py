"""Open cases by number, for those who may read them, and one case's own line through the stages."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.cases.course import agency_name, awaited, stage_name
from dashboard.analysis.periods import day_words
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.state.viewer import ask_again
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, text
from data import queries
from data.identity.people import Person
from data.model.roles import Role, Sensitivity
from data.queries import MOST_LISTED, STAGES, Freshness

_SIGNS = {"Polri": "circle", "BNN": "square", "Kejaksaan": "diamond", "Pengadilan": "triangle-up", "Pemasyarakatan": "x"}
_COLOURS = {"Polri": 0, "BNN": 0, "Kejaksaan": 1, "Pengadilan": 1, "Pemasyarakatan": 0}
_BEFORE = timedelta(days=20)  # of the first stage, so that its sign is not cut
_ORDER = (*STAGES, "lapas_masuk", "lapas_keluar")


def show_list(person: Person, state: Freshness, region_code: str) -> None:
    """The cases that stand still longest, on request: what is read is noted. To others a line that says who reads them."""
    st.caption(text("course.list_who"))
    if person.scope.clearance >= Sensitivity.TERBATAS or (person.role == Role.AGENCY and person.agency):
        _show_list(person, state, region_code)


@st.fragment
def _show_list(person: Person, state: Freshness, region_code: str) -> None:
    ask_again(person)
    last_day = date.fromisoformat(state.last_day)
    if not st.toggle(text("course.list_show"), key="perkara_nomor"):
        return
    # never kept between runs: it depends on the account, and each reading is noted
    rows = queries.standing_cases(store(), person.scope, region_code)
    if rows.empty:
        st.caption(text("course.list_none"))
        return
    st.markdown(f"**{text('course.list')}**")
    table = pd.DataFrame(
        {
            text("course.number"): rows["case_key"],
            text("course.regency"): answers.names_of(person.scope, state.boundary_version, rows["regency_code"]),
            text("course.awaited"): [stage_name(awaited(stage)) for stage in rows["stage"]],
            text("course.acts_next"): [agency_name(agency) for agency in rows["agency"]],
            text("course.since"): [day_words(day, short=True) for day in rows["since"]],
            text("course.days"): [(last_day - day).days for day in rows["since"]],
        }
    )
    chosen = show_frame(
        table, alt=text("course.list"), key="perkara_daftar", on_select="rerun", selection_mode="single-row", most=300
    )
    words = "list_most" if len(rows) >= MOST_LISTED else "list_note"
    st.caption(text(f"course.{words}", count=number(len(rows))))
    picked = chosen.selection.rows
    if picked:
        row = rows.iloc[picked[0]]
        _show_line(person, row, last_day)


def _show_line(person: Person, row: "pd.Series[object]", last_day: date) -> None:
    """The stages of one case as every agency saw them, and the days it has waited since the last."""
    case_key, since = str(row["case_key"]), row["since"]
    line = queries.standing_case(store(), person.scope, case_key, str(row["regency_code"]))
    if line.empty:
        st.caption(text("course.line_gone"))
        return
    st.markdown(f"**{text('course.line', number=case_key)}**")
    stages = [stage for stage in _ORDER if stage in set(line["stage"])]
    colours, figure = line_colours(st.context.theme.type), go.Figure()
    waits = stages.index(str(row["stage"]))
    figure.add_scatter(
        x=[since, last_day],
        y=[waits, waits],
        mode="lines",
        line={"color": "#8a8f98", "dash": "dot", "width": 2},
        name=text("course.waits_since", stage=stage_name(awaited(str(row["stage"])))),
        hoverinfo="skip",
    )
    for agency, part in line.groupby("agency", sort=False):
        figure.add_scatter(
            x=part["day"],
            y=[stages.index(stage) for stage in part["stage"]],
            mode="markers",
            name=agency_name(str(agency)),
            marker={"size": 12, "symbol": _SIGNS[str(agency)], "color": colours[_COLOURS[str(agency)]]},
            hovertemplate="%{x|%d/%m/%Y}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        yaxis={
            "range": [len(stages) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": list(range(len(stages))),
            "ticktext": [stage_name(stage) for stage in stages],
            "automargin": True,
            "zeroline": False,
        },
        xaxis={"tickformat": "%m/%Y", "nticks": 6, "range": [line["day"].min() - _BEFORE, last_day]},
    )
    said = "; ".join(
        f"{stage_name(row.stage)}, {agency_name(row.agency)}: {day_words(row.day)}" for row in line.itertuples(index=False)
    )
    show_chart(
        figure,
        key="perkara_garis",
        height=110 + 36 * len(stages),
        margin={"t": 34, "b": 30},
        alt=text("course.alt_line", parts=said),
    )
    days = line.groupby("stage")["day"].nunique()
    if differing := [stage_name(stage) for stage in stages if days[stage] > 1]:
        st.caption(text("course.line_differ", stages=", ".join(differing)))
    with st.expander(text("course.table")):
        show_frame(_line_table(line, stages), alt=text("course.line", number=case_key), key="perkara_garis_tabel")


def _line_table(line: pd.DataFrame, stages: list[str]) -> pd.DataFrame:
    """Stages as rows, agencies as columns: the day, with the outcome where there is one."""
    words = {
        (row.stage, row.agency): day_words(row.day, short=True)
        + (f" ({text(f'course_verdict.{row.outcome}')})" if isinstance(row.outcome, str) else "")
        for row in line.itertuples(index=False)
    }
    agencies = list(dict.fromkeys(line["agency"]))
    columns = {text("course.stage"): [stage_name(stage) for stage in stages]}
    return pd.DataFrame(
        columns | {agency_name(agency): [words.get((stage, agency), "–") for stage in stages] for agency in agencies}
    )
