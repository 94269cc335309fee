"""People coming, leaving, and in treatment, month by month."""

import pandas as pd
import streamlit as st
from plotly.subplots import make_subplots

from dashboard.analysis.periods import period_words
from dashboard.analysis.rehab.rows import month_words
from dashboard.cache import answers
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.words.palettes import line_colours
from dashboard.words.texts import text
from data.model.period import Grain, Period
from data.queries import Freshness
from data.store.scope import Scope

_NAMES = {"rehab_aktif": "stock", "rehab_baru": "came", "rehab_berakhir": "left"}
_MOST = 36  # months drawn; the table has all
_HEIGHT = 340  # pixels


def show_months(scope: Scope, state: Freshness, region_code: str) -> None:
    """Stock above, inflow and outflow below. A month without a number is a gap; the table and the note beside it say why."""
    st.subheader(text("treated.flow"))
    found = answers.series(scope, state.data_version, region_code, tuple(_NAMES), Grain.MONTH)
    wide = found.pivot_table(index="period", columns="indicator", values="value", dropna=False).reindex(columns=list(_NAMES))
    words = month_words(found, tuple(_NAMES)).reindex(index=wide.index)
    if wide.dropna(how="all").empty:
        st.caption(text("treated.no_months"))
        return
    shown = wide.tail(_MOST)
    stock, came = line_colours(st.context.theme.type)[:2]
    labels = [period_words(Period.parse(period)) for period in shown.index]
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
    begins = {label: period[:4] for label, period in zip(labels, shown.index, strict=True) if period.endswith("-01")}
    figure.update_xaxes(type="category", tickvals=list(begins), ticktext=list(begins.values()), tickangle=0)
    figure.update_yaxes(rangemode="tozero", nticks=4, row=1, col=1)
    figure.update_yaxes(nticks=4, showticklabels=True, row=2, col=1)
    last = {name: words[name].iloc[-1].lower() for name in _NAMES}
    said = text(
        "treated.alt_flow", first=labels[0], last=labels[-1], stock=last["rehab_aktif"], came=last["rehab_baru"],
        left=last["rehab_berakhir"],
    )  # fmt: skip
    show_chart(figure, key="rehab_bulan", height=_HEIGHT, margin={"l": 50, "t": 30, "b": 40}, alt=said)
    withheld = shown.isna().any(axis=None)
    st.caption(" ".join([text("treated.flow_note"), *([text("treated.flow_gap")] if withheld else [])]))
    with st.expander(text("treated.table")):
        table = (words if wide.isna().any(axis=None) else wide)[::-1]
        table = table.rename(columns={name: text(f"treated.{short}") for name, short in _NAMES.items()})
        table.insert(0, text("treated.month"), [period_words(Period.parse(period)) for period in table.index])
        show_frame(pd.DataFrame(table.reset_index(drop=True)), alt=text("treated.flow"), key="rehab_bulan_tabel")
