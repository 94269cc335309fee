"""Clusters of cases on one map: areas that stand out among their neighbours, and circles with more cases than elsewhere."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.analysis.cases import clusters as analysis
from dashboard.analysis.periods import period_label
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.drawn_map import show_drawn, show_keys
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.components.table import MOST_ROWS
from dashboard.documents.cluster_map import cluster_map
from dashboard.documents.files import XLSX
from dashboard.documents.paper import stamp_of
from dashboard.documents.workbook import rows_workbook
from dashboard.state.url import address
from dashboard.words.marks import marks
from dashboard.words.palettes import CLUSTER_COLOURS
from dashboard.words.texts import number, text
from data import queries
from data.identity.people import Person
from data.jobs.queue import CLUSTERS, FAILED
from data.queries import ClusterRun, Freshness
from data.store.scope import Scope
from geo.regions.codes import Level
from geo.stats.cluster_class import ClusterClass


def show_clusters(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The answer, the map with its legend, how it was computed, and the tables; of the year of `period` or the nearest before.

    Everybody reads the same: it follows from published counts.
    """
    scope, code = person.scope, str(focus["code"])
    level = analysis.level_shown(code)
    run = analysis.run_for(queries.cluster_runs(store(), scope), level, period)
    if run is None:
        _show_missing(person)
        return
    version = int(run.computed_at.timestamp() * 1_000_000)  # a run is replaced within a data version
    found = answers.ask(queries.clusters, scope, version, level, run.period, code)
    areas = analysis.areas_of(scope, state.boundary_version, found, level, code)
    circles = analysis.circles_in(answers.ask(queries.scan_clusters, scope, version, level, run.period), areas)
    when = period_label(run.period, state)
    st.subheader(text("cluster.title", level=text(f"levels.{level}"), place=focus["name"], period=when))
    st.markdown(analysis.said(areas, circles, str(focus["name"]), level, when))
    if level == Level.DISTRICT and run.period != period:
        st.caption(text("cluster.newest", period=when))
    _show_map(scope, state, focus, areas, circles, level)
    _show_legend(areas, circles)
    st.caption(marks(replace(state, exact=False), analysis.item()))
    with st.expander(text("cluster.how"), icon=":material/rule:"):
        st.markdown(analysis.method_words(run))
    with st.expander(text("cluster.table"), icon=":material/table_rows:"):
        _show_tables(scope, state, focus, areas, circles, run)


def _show_missing(person: Person) -> None:
    """In place of the map: that it was not computed yet, or why not."""
    latest = queries.latest_run(store(), person.scope, CLUSTERS)
    if latest is not None and latest.state == FAILED:
        st.warning(text("cluster.failed", fault=latest.fault), icon=":material/sync_problem:")
    st.info(text("cluster.not_computed"), icon=":material/calculate:")


def _show_map(
    scope: Scope,
    state: Freshness,
    focus: "pd.Series[object]",
    areas: pd.DataFrame,
    circles: pd.DataFrame,
    level: int,
) -> None:
    code = str(focus["code"])
    whole = tuple(float(str(focus[side])) for side in ("west", "south", "east", "north"))
    frame = answers.main_frame(scope, state.boundary_version, code) or whole
    outlined = circles.head(analysis.MOST_OUTLINED)
    rank = {member: row.rank for row in circles.itertuples() for member in row.members}
    painted = pd.DataFrame(
        {
            "name": areas["name"].to_numpy(),
            "said": [
                analysis.tip(one, count, smoothed, level, rank.get(member))
                for member, one, count, smoothed in zip(
                    areas["code"], areas["class"], areas.cases, areas["smoothed"], strict=True
                )
            ],
            "colour": [CLUSTER_COLOURS[one] for one in areas["class"]],
            "dashed": (areas["class"] >= ClusterClass.UNDEFINED).to_numpy(),
        },
        index=areas["code"].to_numpy(),
    )
    sentence = text("cluster.sentence")

    def draw() -> str:
        shapes = answers.shapes(scope, state.boundary_version, level, code)
        return cluster_map(painted, shapes, outlined, frame, sentence)

    alt = text("cluster.map_alt", areas=number(len(areas)), place=focus["name"], circles=number(len(circles)))
    show_drawn("gugus", (painted, outlined[["rank", "members"]], code, state.boundary_version), draw, scope, alt)


def _show_legend(areas: pd.DataFrame, circles: pd.DataFrame) -> None:
    counts = areas["class"].value_counts()
    keys = [
        (CLUSTER_COLOURS[one], f"{analysis.class_words(one)}: {number(count)}", _border(one))
        for one in analysis.CLASSES
        if (count := int(counts.get(one, 0))) or one < ClusterClass.UNDEFINED
    ]
    if len(circles):
        words = "circle_some" if len(circles) > analysis.MOST_OUTLINED else "circle"
        named = text(f"cluster.{words}", most=analysis.MOST_OUTLINED)
        keys.append(("transparent", f"{named}: {number(len(circles))}", "2.5px solid #33434a"))
    show_keys(keys)


def _border(one: int) -> str:
    return f"1px {'dashed' if one >= ClusterClass.UNDEFINED else 'solid'} #33434a"


def _show_tables(
    scope: Scope,
    state: Freshness,
    focus: "pd.Series[object]",
    areas: pd.DataFrame,
    circles: pd.DataFrame,
    run: ClusterRun,
) -> None:
    named = text("cluster.areas", level=text(f"levels.{run.level}"))
    table = analysis.area_table(areas, run.level)
    show_frame(table.head(MOST_ROWS), analysis.decimals(), alt=named)
    if len(circles):
        st.markdown(f"**{text('cluster.circle')}**")
        around = analysis.circle_table(scope, state.boundary_version, circles)
        show_frame(around, analysis.decimals(), alt=text("cluster.circle"))
    _show_file(scope, replace(state, exact=False), focus, table, run)


def _show_file(scope: Scope, state: Freshness, focus: "pd.Series[object]", table: pd.DataFrame, run: ClusterRun) -> None:
    item = analysis.item()
    notes = [
        text("cluster.sentence"),
        analysis.method_words(run),
        marks(state, item),
        *stamp_of(str(focus["name"]), str(focus["code"]), run.period, state, item),
        address(),
    ]
    mark = "SIMULASI_" if state.simulated else ""
    show_file_button(
        text("cluster.sheet"),
        lambda: rows_workbook(table, [item], notes),
        scope=replace(scope, published=True),
        mime=XLSX,
        icon="table",
        file_name=f"{mark}gugus_{focus['code']}_{run.period}.xlsx",
    )
