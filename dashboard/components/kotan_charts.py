"""Charts and tables of one edition of KOTAN."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.kotan import (
    bounds,
    class_of,
    edition_name,
    editions,
    index_labels,
    index_of,
    lifts,
    shown_decimals,
    variable_name,
)
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.state import pickers, url
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, pick, text
from data.queries.kotan import VARIABLES

_MOST = 40  # regions in the ranking's chart; the table has all
_ROW = 19  # pixels
_RADAR, _MULTIPLES = 360, 150


def choose_edition(made: pd.DataFrame) -> tuple[str, str]:
    """The chosen edition and year, of those with assessments."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        known = editions(made)
        edition = pickers.segmented("edisi", text("kotan.edition"), known, known[0], edition_name)
        years = sorted(made.loc[made["edition"] == int(edition), "year"].unique(), reverse=True)
        named = [str(year) for year in years]
        return edition, pickers.select(url.PERIOD, text("choose.period"), named, named[0], str, always=True)


def show_standing(row: pd.Series, ranks: pd.DataFrame, edition: str, place: str) -> None:
    """One kabupaten/kota: index with interval, class, rank with its range."""
    item = index_of(edition)
    decimals = shown_decimals(edition)
    sure = np.isfinite(row["low"])
    first, second, third = st.columns(3)
    with first, st.container(border=True, height="stretch"):
        st.metric(pick(item.name), number(row["index"], decimals))
        interval = (
            text(
                "kotan.interval",
                low=number(row["low"], decimals),
                high=number(row["high"], decimals),
                respondents=number(row["respondents"]),
            )
            if sure
            else text("kotan.no_interval")
        )
        st.caption(f"{pick(item.unit)}. {interval}")
    at = class_of(row["index"], edition)
    with second, st.container(border=True, height="stretch"):
        st.metric(text("kotan.class"), pick(item.labels[at]))
        ends = {class_of(row[name], edition) for name in ("low", "high")} if sure else {at}
        st.caption(text("kotan.class_sure") if len(ends) == 1 else text("kotan.class_open", other=_others(item, ends, at)))
    own = ranks[ranks["region_code"] == row["region_code"]].iloc[0]
    with third, st.container(border=True, height="stretch"):
        st.metric(text("kotan.rank", place=place), text("kotan.rank_of", rank=number(own["rank"]), known=number(len(ranks))))
        span = {name: number(own[name]) for name in ("first", "last", "overlaps")}
        st.caption(text("kotan.rank_range", **span))


def _others(item: object, ends: set[int], at: int) -> str:
    labels = index_labels(item)
    return ", ".join(labels[end] for end in sorted(ends) if end != at)


def show_radar(row: pd.Series, others: pd.DataFrame, edition: str) -> None:
    """The five variables beside the median of those measured in the same edition and year."""
    names = [variable_name(name, edition) for name in VARIABLES]
    first, second = line_colours(st.context.theme.type)
    figure = go.Figure()
    lines = (
        (str(row["name"]), [float(row[name]) for name in VARIABLES], first, "solid"),
        (text("kotan.median", count=number(len(others))), [float(others[name].median()) for name in VARIABLES], second, "dot"),
    )
    for label, values, colour, dash in lines:
        figure.add_scatterpolar(
            r=[*values, values[0]],
            theta=[*names, names[0]],
            name=label,
            line={"color": colour, "dash": dash},
            fill="toself" if dash == "solid" else None,
            opacity=0.85,
        )
    figure.update_layout(
        polar={"radialaxis": {"range": bounds(edition), "nticks": 4}, "angularaxis": {"tickfont": {"size": 11}}},
        legend={"orientation": "h", "y": -0.08},
    )
    described = "; ".join(f"{name} {number(float(row[v]), 2)}" for name, v in zip(names, VARIABLES, strict=True))
    margin = {"l": 90, "r": 90, "t": 30, "b": 30}
    show_chart(figure, key="kotan_radar", height=_RADAR, margin=margin, alt=f"{row['name']}: {described}")


def show_multiples(rows: pd.DataFrame, edition: str) -> None:
    """The index with its interval, and each variable, through the years of one edition; each on its full scale."""
    names = {"index": text("kotan.index")} | {name: variable_name(name, edition) for name in VARIABLES}
    colour = line_colours(st.context.theme.type)[0]
    years = rows["year"].astype(str)
    places = [place for _ in range(2) for place in st.columns(3)]
    for place, (name, title) in zip(places, names.items(), strict=True):
        error = None
        if name == "index":
            error = {"array": rows["high"] - rows["index"], "arrayminus": rows["index"] - rows["low"], "color": colour}
        figure = go.Figure()
        figure.add_scatter(x=years, y=rows[name], mode="lines+markers", error_y=error, line={"color": colour})
        figure.update_layout(
            title={"text": title, "font": {"size": 13}, "x": 0, "y": 0.98},
            xaxis={"type": "category"},
            yaxis={"range": bounds(edition), "nticks": 4},
        )
        described = "; ".join(f"{year} {number(value, 2)}" for year, value in zip(years, rows[name], strict=True))
        with place:
            margin = {"l": 30, "t": 28, "b": 24}
            show_chart(figure, key=f"kotan_{name}", height=_MULTIPLES, margin=margin, alt=f"{title}: {described}")


def show_lifts(row: pd.Series, edition: str) -> None:
    """Which variable would lift the class, and by how much."""
    st.subheader(text("kotan.lift"))
    item, found = index_of(edition), lifts(row, edition)
    if not found:
        st.caption(text("kotan.top"))
        return
    labels = index_labels(item)
    nearest = labels[class_of(row["index"], edition) + 1]
    decimals = shown_decimals(edition)
    st.markdown(
        text(
            "kotan.lift_words",
            label=nearest,
            index=number(found[0].by / len(VARIABLES), decimals),
            by=number(found[0].by, decimals),
        )
    )
    frame = pd.DataFrame(
        {
            text("kotan.variable"): [variable_name(lift.variable, edition) for lift in found],
            text("kotan.now"): [lift.now for lift in found],
            text("kotan.needed"): [number(lift.now + lift.by, decimals) if lift.enough else "–" for lift in found],
            text("kotan.verdict"): [text("kotan.enough") if lift.enough else text("kotan.not_enough") for lift in found],
        }
    )
    show_frame(frame, dict.fromkeys((text("kotan.now"), text("kotan.needed")), decimals), alt=text("kotan.lift"))
    st.caption(text("kotan.weights"))


def show_ranking(ranks: pd.DataFrame, edition: str, chosen: str) -> None:
    """Index with interval, the highest first, over the bands of the edition; then everybody as a table."""
    item = index_of(edition)
    around = _around(ranks, chosen)
    first, second = line_colours(st.context.theme.type)
    short = text("kotan.short")
    labels = [
        f"{row.name.replace('Kabupaten', short)} ({row.first:.0f}–{row.last:.0f})" for row in around.itertuples(index=False)
    ]
    ends = np.nanmin([around["low"].min(), around["index"].min()]), np.nanmax([around["high"].max(), around["index"].max()])
    pad = 0.04 * (ends[1] - ends[0]) or 0.1
    colours = [second if code == chosen else first for code in around["region_code"]]
    figure = go.Figure()
    figure.add_scatter(
        x=around["index"],
        y=labels,
        mode="markers",
        marker={"color": colours, "size": 8},
        showlegend=False,
        error_x={"array": around["high"] - around["index"], "arrayminus": around["index"] - around["low"], "color": first},
    )
    for edge, label in zip(item.edges[:-1], index_labels(item)[1:], strict=False):
        if not ends[0] - pad <= edge <= ends[1] + pad:
            continue
        figure.add_vline(x=edge, line={"dash": "dot", "width": 1}, annotation={"text": label, "font": {"size": 11}})
    figure.update_layout(
        yaxis={"autorange": "reversed", "tickfont": {"size": 11}, "automargin": True},
        xaxis={"title": {"text": pick(item.unit), "font": {"size": 12}}, "range": [ends[0] - pad, ends[1] + pad]},
    )
    top = around.iloc[0]
    show_chart(
        figure,
        key="kotan_peringkat",
        height=90 + _ROW * len(around),
        margin={"r": 12, "t": 30, "b": 30},
        alt=text("kotan.alt", name=top["name"], value=number(top["index"], 2), count=number(len(ranks))),
    )
    if len(around) < len(ranks):
        st.caption(text("kotan.part", shown=number(len(around)), count=number(len(ranks))))
    with st.expander(text("kotan.table"), icon=":material/table_rows:"):
        decimals = shown_decimals(edition)
        shown = pd.DataFrame(
            {
                text("kotan.rank_short"): [f"{row.rank:.0f} ({row.first:.0f}–{row.last:.0f})" for row in ranks.itertuples()],
                text("table.name"): ranks["name"],
                text("kotan.index"): ranks["index"],
                text("kotan.low"): ranks["low"],
                text("kotan.high"): ranks["high"],
                text("kotan.class"): [pick(item.labels[class_of(value, edition)]) for value in ranks["index"]],
            }
        )
        numbers = dict.fromkeys((text("kotan.index"), text("kotan.low"), text("kotan.high")), decimals)
        show_frame(shown, numbers, alt=text("kotan.table"))


def _around(ranks: pd.DataFrame, chosen: str) -> pd.DataFrame:
    """As many rows as a chart holds: from the top, or around the chosen one."""
    at = np.flatnonzero(ranks["region_code"] == chosen)
    start = 0 if not len(at) else int(min(max(at[0] - _MOST // 2, 0), max(len(ranks) - _MOST, 0)))
    return ranks.iloc[start : start + _MOST]
