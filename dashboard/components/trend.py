"""One region through time, beside the region above it."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.periods import is_part_year, period_label
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.cache.runtime import previews
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.state import pickers, url
from dashboard.state.deferred import chart_place
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, pick, text
from data.facts.families import at_level, levels_of
from data.facts.indicators import Indicator
from data.model.period import Grain, Period
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, parent_of

_HEIGHT = 260  # pixels
_MANY = 24  # from so many points on, markers would hide the line


def show_trend(item: Indicator, lines: dict[str, pd.DataFrame], state: Freshness, *, key: str, at_once: bool = False) -> None:
    """A line per region (`lines`: name -> rows of `queries.series`); a year without a value is a gap, not a zero.

    A categorical indicator is a list of its stages by year. `at_once`: on a page without a map, there is none to wait for.
    """
    if item.is_categorical:
        _show_stages(item, next(iter(lines.values()), pd.DataFrame()), state)
        return
    figure = go.Figure()
    described = []
    colours = line_colours(st.context.theme.type)
    for i, (name, rows) in enumerate(lines.items()):
        if rows.empty:
            continue
        rows = _gaps(_broken(rows, item))
        colour, width = colours[i % len(colours)], 1.8 if i else 3
        over, running = parted(rows, state)
        for part, dash, sign in ((over, "dot" if i else "solid", "circle"), (running, "dash", "circle-open")):
            if part.empty:
                continue
            figure.add_scatter(
                x=[_label(period, state) for period in part["period"]],
                y=part["value"],
                name=name,
                showlegend=part is over or over.empty,
                # the point where the running year's line begins belongs to the other line
                hoverinfo="all" if part is over else ["skip"] * (len(part) - 1) + ["all"],
                mode="lines" if len(rows) > _MANY else "lines+markers",
                connectgaps=False,
                line={"color": colour, "width": width, "dash": dash},
                marker={"size": 6 if i else 8, "symbol": sign},
                opacity=1 if part is over else 0.75,
            )
        known = rows.dropna(subset=["value"])
        if len(known):
            first, last = known.iloc[0], known.iloc[-1]
            described.append(
                text(
                    "trend.alt",
                    name=name,
                    first=period_label(first["period"], state),
                    last=period_label(last["period"], state),
                    first_value=number(first["value"], item.decimals),
                    last_value=number(last["value"], item.decimals),
                )
            )
    if not described:
        st.caption(text("trend.none"))
        return
    if not at_once and not chart_place(_HEIGHT):
        return
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        hovermode="x unified",
        yaxis={"rangemode": "tozero", "title": {"text": pick(item.unit), "font": {"size": 12}}},
        xaxis={"type": "category", "tickangle": 0, "nticks": 6, "categoryorder": "array", "categoryarray": _axis(lines, state)},
    )
    show_chart(figure, key=key, height=_HEIGHT, alt=" ".join(described))


def _label(period: str, state: Freshness) -> str:
    return period_label(period, state).replace(" (", "<br>(")


def _axis(lines: dict[str, pd.DataFrame], state: Freshness) -> list[str]:
    periods = {period for rows in lines.values() if len(rows) for period in rows["period"]}
    return [_label(period, state) for period in sorted(periods)]


def parted(rows: pd.DataFrame, state: Freshness) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The years that are over; and the running one, where there is one, with the year that its line begins at."""
    part = [is_part_year(period, state) for period in rows["period"]]
    if not any(part):
        return rows, rows.iloc[:0]
    at = part.index(True)
    return rows.iloc[:at], rows.iloc[max(at - 1, 0) : at + 1]


def _broken(rows: pd.DataFrame, item: Indicator) -> pd.DataFrame:
    """Rows with an empty one at the break of the series, so that no line is drawn across."""
    before, after = rows[rows["period"] < item.comparable_from], rows[rows["period"] >= item.comparable_from]
    if before.empty or after.empty:
        return rows
    return pd.concat([before, after.head(1).assign(value=float("nan")), after], ignore_index=True)


def _show_stages(item: Indicator, rows: pd.DataFrame, state: Freshness) -> None:
    known = rows.dropna(subset=["class"]) if len(rows) else rows
    if known.empty:
        st.caption(text("trend.none"))
        return
    stages = pd.DataFrame(
        {
            text("choose.period"): [period_label(period, state) for period in known["period"]],
            text("table.state"): [pick(item.labels[int(stage)]) for stage in known["class"]],
        }
    )
    show_frame(stages, alt=pick(item.name))


def _gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by month or quarter with an empty one for each that nobody reported, so that no line is drawn across."""
    known = sorted(map(Period.parse, rows["period"]))
    if len(known) < 2 or known[0].grain not in (Grain.MONTH, Grain.QUARTER):
        return rows
    names = [str(period) for period in known[0].until(known[-1])]
    return rows.set_index("period").reindex(names).rename_axis("period").reset_index()


def _choose_grain(item: Indicator) -> Grain:
    """Years, quarters or months, where the indicator has them."""
    if Grain.MONTH not in item.grains:
        return Grain.YEAR
    codes = [grain.code for grain in (Grain.YEAR, Grain.QUARTER, Grain.MONTH)]
    chosen = pickers.segmented(url.GRAIN, text("trend.grain"), codes, codes[0], lambda name: text(f"grain.{name}"), hidden=True)
    return Grain.of_code(chosen)


def own_item(item: Indicator, level: int) -> Indicator | None:
    """The member of the family of `item` at a level; ``None`` where there is none, or one of years pooled."""
    if level not in levels_of(item) or (own := at_level(item, level)).pooled:
        return None
    return own


def trend_lines(scope: Scope, state: Freshness, focus: pd.Series, item: Indicator) -> tuple[Indicator, dict[str, pd.DataFrame]]:
    """The indicator at the chosen region's own level, and its rows there and in the region above, by the length of period that
    the reader chose where the indicator has several."""
    level = int(focus["level"])
    own = own_item(item, level)
    if own is None:
        return item, {}
    grain = _choose_grain(own)
    lines = {str(focus["name"]): answers.series(scope, state.data_version, focus["code"], (own.code,), grain)}
    above = parent_of(focus["code"])
    if above is not None and level - 1 in own.levels and not (previews() and above == NATION):
        row = region_row(scope, state.boundary_version, above)
        if row is not None:
            lines[str(row["name"])] = answers.series(scope, state.data_version, above, (own.code,), grain)
    return own, lines
