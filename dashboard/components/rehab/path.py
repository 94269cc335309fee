"""The way through treatment as a Sankey figure, and its table."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.rehab.path import LOST, STAGES, flows_of, lost_words, node_words, nodes_of, passed, path_table
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.words.palettes import line_colours
from dashboard.words.texts import text

_HEIGHT = 400  # pixels
_LOST = "#c4501b"


def show_path(rows: pd.DataFrame, year: str) -> None:
    """Entry, service, outcome and aftercare of the stays that began in the year; those lost to treatment in another colour."""
    st.subheader(text("treated.way"))
    flows = flows_of(rows)
    if not flows:
        st.caption(text("treated.way_none"))
        return
    nodes = nodes_of(flows)
    at = {node: number_of for number_of, node in enumerate(nodes)}
    colour = line_colours(st.context.theme.type)[0]
    st.markdown(lost_words(flows))
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            textfont={"color": "#e8eef0" if st.context.theme.type == "dark" else "#1c2a2f", "size": 12},
            node={
                "label": [f"{node_words(node)} ({passed(flows, node).words})" for node in nodes],
                "color": [_LOST if node in LOST else colour for node in nodes],
                "x": [0.001 + 0.998 * STAGES.index(node.partition(".")[0]) / (len(STAGES) - 1) for node in nodes],
                "y": _heights(nodes, {node: passed(flows, node).least for node in nodes}),
                "pad": 14,
                "thickness": 14,
                "hovertemplate": "%{label}<extra></extra>",
            },
            link={
                "source": [at[flow.start] for flow in flows],
                "target": [at[flow.end] for flow in flows],
                "value": [flow.count.least for flow in flows],
                "color": ["rgba(196,80,27,.38)" if flow.end in LOST else "rgba(120,150,150,.30)" for flow in flows],
                "customdata": [flow.count.words for flow in flows],
                "hovertemplate": "%{source.label} → %{target.label}: %{customdata}<extra></extra>",
            },
        )
    )
    figure.update_traces(textfont_shadow="none")
    parts = "; ".join(f"{node_words(flow.start)} → {node_words(flow.end)}: {flow.count.words}" for flow in flows)
    show_chart(figure, key="rehab_jalan", height=_HEIGHT, margin={"t": 16, "b": 16}, alt=text("treated.alt_way", parts=parts))
    st.caption(text("treated.way_note", period=year))
    with st.expander(text("treated.table")):
        show_frame(path_table(flows), alt=text("treated.way"), key="rehab_jalan_tabel")


def _heights(nodes: list[str], sizes: dict[str, float]) -> list[float]:
    """The middle of each node from the top, 0 to 1: nodes of a stage one below the other, as high as what passes them."""
    made = []
    for node in nodes:
        column = [other for other in nodes if other.partition(".")[0] == node.partition(".")[0]]
        whole = sum(sizes[other] for other in column) or 1
        above = sum(sizes[other] for other in column[: column.index(node)])
        made.append(min(max((above + sizes[node] / 2) / whole, 0.001), 0.999))
    return made
