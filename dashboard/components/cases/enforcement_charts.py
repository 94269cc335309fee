"""Charts of cases and seizures: areas with intervals, the mix of substances, amounts in their own units."""

from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.cases.substances import Mix
from dashboard.analysis.cases.substances import names as substances
from dashboard.analysis.periods import is_part_year, period_label
from dashboard.components.chart import show_chart
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator, indicator
from data.queries import Freshness

MOST = 15  # areas drawn; the table has all
_ROW = 27  # pixels
_MIX_HEIGHT = 360
_LABELLED = 6  # per cent from which a part has room for its number
# after Okabe and Ito (2008), with a pattern beside where two that touch could be taken for each other
_LOOKS = (
    ("#0072b2", ""), ("#e69f00", "/"), ("#009e73", ""), ("#cc79a7", "x"), ("#d55e00", "\\"), ("#56b4e9", "."),
    ("#f0e442", ""), ("#8a8f98", "-"),
)  # fmt: skip


def show_ranking(rows: pd.DataFrame, item: Indicator, chosen: str, whole: float) -> bool:
    """The highest areas with their 95 % intervals, and `chosen` where it is not among them; `whole` is the figure of the area
    that they are parts of, NaN where it does not compare. Whether there was anything to draw.
    """
    known = rows.dropna(subset=["value"])
    drawn = known.head(MOST)
    drawn = pd.concat([drawn, known.iloc[MOST:][known["region_code"].iloc[MOST:] == chosen]])
    if not (known["value"] > 0).any():
        st.caption(text("enforce.all_zero", count=number(len(known))) if len(known) else text("enforce.no_areas"))
        return False
    first, second = line_colours(st.context.theme.type)
    names = [
        f"<b>{escape(str(name))}</b>" if code == chosen else escape(str(name))
        for code, name in zip(drawn["region_code"], drawn["name"], strict=True)
    ]
    value, low, high = (drawn[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    sure = item.unstable_below == 0 or drawn["numerator"].to_numpy(dtype=float) >= item.unstable_below
    figure = go.Figure()
    figure.add_scatter(
        x=value,
        y=names,
        mode="markers",
        name=text("enforce.raw"),
        marker={
            "size": 9,
            "color": first,
            "symbol": np.where(sure, "circle", "circle-open").tolist() if item.unstable_below else "circle",
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": np.nan_to_num(high - value),
            "arrayminus": np.nan_to_num(value - low),
            "thickness": 1.4,
            "color": first,
        },
    )
    if np.isfinite(drawn["smoothed"].to_numpy(dtype=float)).any():
        figure.add_scatter(
            x=drawn["smoothed"],
            y=names,
            mode="markers",
            name=text("ranked.smoothed"),
            marker={"size": 8, "color": second, "symbol": "diamond-open", "line": {"width": 2}},
        )
    if np.isfinite(whole):
        figure.add_vline(x=whole, line={"color": second, "width": 1, "dash": "dash"})
    figure.update_layout(
        yaxis={"autorange": "reversed", "automargin": True},
        xaxis={"rangemode": "tozero", "title": {"text": pick(item.unit), "font": {"size": 12}}, "automargin": True},
        legend={"orientation": "h", "y": 1.01, "yanchor": "bottom", "x": 0},
    )
    head = drawn.iloc[0]
    alt = text(
        "enforce.ranking_alt",
        count=number(len(drawn)),
        total=number(len(known)),
        name=head["name"],
        value=number(float(head["value"]), item.decimals),
        unit=pick(item.unit),
        last=drawn.iloc[-1]["name"],
        lowest=number(float(drawn.iloc[-1]["value"]), item.decimals),
    )
    show_chart(figure, key="penindakan_peringkat", height=90 + _ROW * len(drawn), margin={"t": 30, "b": 40}, alt=alt)
    return True


def show_mix(mix: Mix, state: Freshness) -> None:
    """Shares of substances by year, stacked to a hundred per cent."""
    shares, counts = mix.shares, mix.counts
    labels = [period_label(str(year), state).replace(" (", "<br>(") for year in shares.index]
    figure = go.Figure()
    for at, (name, label) in enumerate(substances().items()):
        if name not in mix.met:
            continue
        colour, shape = _LOOKS[at % len(_LOOKS)]
        part = shares[name]
        figure.add_bar(
            x=labels,
            y=part,
            name=label,
            text=[f"{number(value)} %" if np.isfinite(value) and value >= _LABELLED else "" for value in part],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            insidetextfont={"color": "#ffffff" if colour in ("#0072b2", "#009e73") else "#12191c"},
            customdata=[[number(count), number(value, 1)] for count, value in zip(counts[name], part, strict=True)],
            hovertemplate=f"%{{x}}, {escape(label)}: %{{customdata[0]}} (%{{customdata[1]}} %)<extra></extra>",
            marker_color=colour,
            marker_pattern_shape=shape,
            marker_pattern_fillmode="overlay",
            marker_pattern_fgcolor="rgba(255,255,255,0.45)",
        )
    figure.update_layout(
        barmode="stack",
        bargap=0.25,
        yaxis={"range": [0, 100], "ticksuffix": " %", "automargin": True},
        xaxis={"type": "category"},
        legend={"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0, "traceorder": "normal"},
    )
    last = str(shares.index[-1])
    parts = ", ".join(
        text("enforce.mix_part", substance=substances()[name], share=number(float(shares.at[last, name]), 1))
        for name in mix.met
        if np.isfinite(shares.at[last, name])
    )
    alt = text("enforce.mix_alt", period=period_label(last, state), parts=parts)
    show_chart(figure, key="penindakan_zat", height=_MIX_HEIGHT, margin={"t": 12, "b": 90}, alt=alt)


def multiples_of(seized: pd.DataFrame, state: Freshness) -> str:
    """Amounts by year as HTML: a small picture with a scale of its own for each substance and unit, and its words."""
    return f'<div class="bs-multiples">{"".join(_multiple(seized[code], indicator(str(code)), state) for code in seized)}</div>'


def _multiple(amounts: "pd.Series[float]", item: Indicator, state: Freshness) -> str:
    top = float(amounts.max())
    years = [str(year) for year in amounts.index]
    bars, said = [], []
    for year, amount in zip(years, amounts, strict=True):
        known = np.isfinite(amount)
        kind = "bs-unknown" if not known else "bs-running" if is_part_year(year, state) else ""
        height = 100 * float(amount) / top if known else 0
        bars.append(f'<i class="{kind}" style="height:{height:.1f}%"></i>')
        words = number(float(amount), item.decimals) if known else text("enforce.unknown")
        said.append(f"{period_label(year, state)}: {words}")
    newest = said[-1].partition(": ")[2]
    alt = escape(f"{pick(item.short)} ({pick(item.unit)}). {'; '.join(said)}")
    labels = "".join(f"<span>{escape(year[2:])}</span>" for year in years)
    return (
        f'<figure role="img" aria-label="{alt}" title="{alt}"><figcaption><b>{escape(pick(item.short))}</b>'
        f"<span>{escape(newest)} {escape(pick(item.unit))}</span></figcaption>"
        f'<div class="bs-columns">{"".join(bars)}</div><div class="bs-years">{labels}</div></figure>'
    )
