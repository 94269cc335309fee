"""What rises beyond the usual, and how often the rule was wrong."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.cases import warnings as said
from dashboard.analysis.periods import day_words
from dashboard.cache.runtime import store
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.components.report_files import show_files
from dashboard.components.summary import show_answer
from dashboard.documents.warnings import report_of_warnings
from dashboard.state import url
from dashboard.state.pickers import select
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, text
from data import queries
from data.facts.indicators import indicator
from data.identity.people import Person
from data.model.clock import ZONE
from data.model.period import Period
from data.queries import Freshness
from geo.regions.codes import Level
from geo.stats.baseline import RATE

_CHARTS = 6  # alarms with a chart of their own; the others stand in the table
_HEIGHT, _SMALL = 320, 210  # pixels


def show_warnings(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area; warnings are of the newest months, whatever the period."""
    code, place, level = str(focus["code"]), str(focus["name"]), int(str(focus["level"]))
    rows = queries.warnings(store(), person.scope, code)
    counts = queries.warning_counts(store(), person.scope, code)
    show_answer(said.answer(rows, counts, code, place, level), indicator("jumlah_kasus"))
    if counts.empty:
        return
    _show_current(rows, charts=level < Level.REGENCY)
    _show_own(rows, code, place)
    _show_record(rows, counts)
    st.subheader(text("early.cannot"))
    st.markdown("\n".join(f"- {words}" for words in said.unanswered(counts)))
    with st.expander(text("early.method")):
        st.markdown(text("early.method_text", stated=number(1000 * RATE)))
        day = pd.Timestamp(counts["computed_at"].iloc[0]).tz_convert(ZONE).date()
        st.caption(text("early.computed", day=day_words(day), version=state.data_version))
    show_files("peringatan_dini", person, state, focus, period, lambda of, _: report_of_warnings(of, code, place, level))


def _show_current(rows: pd.DataFrame, *, charts: bool) -> None:
    """The alarms of each area as a sentence, with `charts` over its months; a table of all of them."""
    areas = said.by_area(rows)
    if not areas:  # the answer says so
        return
    st.subheader(text("early.now"))
    if charts:
        st.caption(text("early.key"))
    for first in range(0, min(len(areas), _CHARTS), 2):
        pair = areas[first : first + 2]
        for at, (column, group) in enumerate(zip(st.columns(len(pair), gap="medium"), pair, strict=True)):
            with column, st.container(border=True):
                name = str(group[0]["name"])
                st.markdown(said.sentence(group).replace(name, f"**{name}**", 1))
                st.caption(said.record(group[0]))
                if charts:
                    _chart(group[0], key=f"peringatan_{first + at}", height=_SMALL, legend=False)
    title = text("early.table", count=number(sum(map(len, areas))))
    with st.expander(title, expanded=len(areas) > _CHARTS):
        show_frame(said.table(rows), said.decimals(), alt=title, key="peringatan_tabel")


def _show_own(rows: pd.DataFrame, code: str, place: str) -> None:
    """The months of the area itself, of all cases or of a substance."""
    st.subheader(text("early.area_series", place=place))
    names = said.substances()
    chosen = select(url.SUBSTANCE, text("early.substance"), list(names), said.ALL, names.__getitem__, width=240)
    wanted = "" if chosen == said.ALL else chosen
    for row in rows[(rows["region_code"] == code) & (rows["substance"] == wanted)].to_dict("records"):
        _chart(row, key="peringatan_wilayah", height=_HEIGHT)
        why = text("early.no_answer", why=text(f"early.because_{row['reason']}")) if row["reason"] else said.record(row)
        st.caption(why)


def _show_record(rows: pd.DataFrame, counts: pd.DataFrame) -> None:
    """How often the rule was wrong, and every month in which it fired."""
    st.subheader(text("early.how_often"))
    st.markdown(said.records(counts))
    past = said.past(rows)
    if past.empty:
        return
    with st.expander(text("early.past")):
        show_frame(past, said.decimals(), alt=text("early.past"), key="peringatan_riwayat")


def _chart(row: said.Row, *, key: str, height: int, legend: bool = True) -> None:
    """Months with the usual range as a band, counts as a line, alarms as marks of another form and colour."""
    line = said.months(row)
    days = pd.to_datetime(pd.Series([Period.parse(one).first for one in line["month"]]))
    colour, other = line_colours(st.context.theme.type)
    figure = go.Figure()
    known = line["high"].notna()
    # the band is drawn in pieces: where the rule cannot speak there is none
    pieces = (known != known.shift()).cumsum()
    for number_of, (_, piece) in enumerate(line[known].groupby(pieces[known])):
        at = days[piece.index]
        figure.add_scatter(
            x=[*at, *at[::-1]],
            y=[*piece["high"], *piece["low"][::-1]],
            fill="toself",
            line={"width": 0},
            fillcolor="rgba(120,150,150,.28)",
            name=text("early.band"),
            hoverinfo="skip",
            showlegend=number_of == 0,
        )
    figure.add_scatter(
        x=days,
        y=line["mean"],
        name=text("early.mean"),
        mode="lines",
        line={"color": "rgba(110,130,130,.9)", "dash": "dot", "width": 1.5},
        hovertemplate="%{y:.1f}",
    )
    figure.add_scatter(
        x=days, y=line["count"], name=text("early.counted"), mode="lines+markers", line={"color": colour, "width": 2.5}
    )
    above = line["raised"]
    figure.add_scatter(
        x=days[above],
        y=line["count"][above],
        name=text("early.alarm"),
        mode="markers",
        marker={"color": other, "size": 13, "symbol": "diamond", "line": {"color": "#fff", "width": 1.5}},
        hoverinfo="skip",
    )
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, hovermode="x unified", showlegend=legend
    )
    figure.update_xaxes(hoverformat="%m/%Y", tickformat="%m/%Y", nticks=8)
    figure.update_yaxes(rangemode="tozero", tickformat=",d", title={"text": text("early.axis"), "font": {"size": 12}})
    show_chart(figure, key=key, height=height, margin={"l": 55, "t": 34 if legend else 10, "b": 30}, alt=_alt(row, line))


def _alt(row: said.Row, line: pd.DataFrame) -> str:
    title = text("early.series_of", place=row["name"], what=said.what(row["substance"]))
    alarms = ", ".join(map(said.month_words, line["month"][line["raised"]])) or text("early.no_alarm")
    last = line[line["month"] == row["month"]]
    if last.empty or last["mean"].isna().all():
        return text("early.chart_alt_unknown", title=title, alarms=alarms)
    one = last.iloc[0]
    fields = {"count": number(one["count"]), "mean": number(one["mean"], 1), "high": number(one["high"])}
    return text("early.chart_alt", title=title, month=said.month_words(str(row["month"])), alarms=alarms, **fields)
