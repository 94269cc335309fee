"""People coming, leaving, and in treatment, month by month."""

import streamlit as st
from plotly.subplots import make_subplots

from dashboard.analysis.rehab.months import NAMES, months_of, months_table, said
from dashboard.cache import answers
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.words.palettes import line_colours
from dashboard.words.texts import text
from data.model.period import Grain
from data.queries import Freshness
from data.store.scope import Scope

_MOST = 36  # months drawn; the table has all
_HEIGHT = 340  # pixels


def show_months(scope: Scope, state: Freshness, region_code: str) -> None:
    """Stock above, inflow and outflow below; a month that was not reported is a gap."""
    st.subheader(text("treated.flow"))
    found = answers.series(scope, state.data_version, region_code, tuple(NAMES), Grain.MONTH)
    months = months_of(found)
    if not months.is_known:
        st.caption(text("treated.no_months"))
        return
    newest = months.newest(_MOST)
    shown, labels = newest.value, newest.labels
    stock, came = line_colours(st.context.theme.type)[:2]
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.5, 0.5], vertical_spacing=0.08)
    figure.add_scatter(
        x=labels, y=shown["rehab_aktif"], name=text("treated.stock"), mode="lines", line={"color": stock, "width": 3},
        connectgaps=False, row=1, col=1,
    )  # fmt: skip
    figure.add_bar(x=labels, y=shown["rehab_baru"], name=text("treated.came"), marker={"color": came}, row=2, col=1)
    figure.add_bar(
        x=labels,
        y=-shown["rehab_berakhir"],
        name=text("treated.left"),
        marker_color="rgba(0,0,0,0)",
        marker_line={"color": stock, "width": 1.5},
        marker_pattern_shape="/",
        marker_pattern_fgcolor=stock,
        customdata=shown["rehab_berakhir"],
        hovertemplate="%{x}: %{customdata:,.0f}",
        row=2,
        col=1,
    )
    figure.update_layout(barmode="relative", legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    begins = newest.years
    figure.update_xaxes(type="category", tickvals=list(begins), ticktext=list(begins.values()), tickangle=0)
    figure.update_yaxes(rangemode="tozero", nticks=4, row=1, col=1)
    figure.update_yaxes(nticks=4, showticklabels=True, row=2, col=1)
    show_chart(figure, key="rehab_bulan", height=_HEIGHT, margin={"l": 50, "t": 30, "b": 40}, alt=said(newest))
    st.caption(text("treated.flow_note"))
    if shown.isna().to_numpy().any():
        st.caption(text("treated.flow_gaps"))
    with st.expander(text("treated.table")):
        show_frame(months_table(months), alt=text("treated.flow"), key="rehab_bulan_tabel")
