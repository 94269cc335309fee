"""Where cases are: the map of what was chosen, raw as a layer of the store or smoothed, and the area that is picked on it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.cache import answers
from dashboard.components import picked
from dashboard.components.drawn_map import show_drawn, show_keys
from dashboard.components.map import show_map
from dashboard.components.trend import show_trend, trend_lines
from dashboard.documents import html_map
from dashboard.state import theme
from dashboard.state.view import LiveView
from dashboard.words import palettes
from dashboard.words.legend import labels_of
from dashboard.words.marks import marks
from dashboard.words.sentences import caution, layer_sentence, status_words
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.queries import Nothing
from geo.stats.classes import fit

_UNKNOWN = palettes.NOTHING_COLOURS[Nothing.TIDAK_DILAPORKAN]
_NO_PLACES = pd.DataFrame(columns=["lon", "lat", "name", "size"])


def show_where(view: LiveView, rows: pd.DataFrame, *, smoothed: bool) -> None:
    """The map, and beside it, on a projector below it, the area picked on it, else the one that is open through time."""
    left, right = (st.container(), st.container()) if theme.screen() == "proyektor" else st.columns([2, 1], gap="medium")
    with left:
        if smoothed:
            _show_smoothed(view, rows)
        else:
            sentence = layer_sentence(view.layer, view.item, view.regions, view.start, view.end)
            title = text("map.heading", name=pick(view.item.short), place=view.focus["name"])
            height = theme.map_height(0.75)
            show_map(view, alt=sentence, title=title, height=height, key="peta_penindakan", followers=(picked.FRAGMENT,))
    with right:
        if smoothed:  # a picture in a frame: no area is picked on it, and no chart has to wait for it
            lines = trend_lines(view.person.scope, view.state, view.focus, view.item)
            st.caption(text("enforce.course", name=pick(view.item.short)))
            show_trend(*lines, view.state, key="tren_laju", at_once=True)
        else:
            picked.show_choice(view)


def _show_smoothed(view: LiveView, rows: pd.DataFrame) -> None:
    """Areas painted by their smoothed rate, with the raw one and its interval in their tips."""
    item, focus = view.item, view.focus
    values = rows["smoothed"].to_numpy(dtype=float)
    breaks = fit(values, item.class_count, item.method, item.decimals)
    classes, labels = breaks.assign(values), labels_of(item, breaks)
    colours = palettes.class_colours(item, len(breaks.edges))
    painted = pd.DataFrame(
        {
            "name": rows["name"].to_numpy(),
            "said": [_tip(row, item) for row in rows.itertuples()],
            "colour": [_UNKNOWN if at < 0 else colours[at] for at in classes],
        },
        index=rows["region_code"].to_numpy(),
    )
    note = caution(item)
    scope, version, code = view.person.scope, view.state.boundary_version, str(focus["code"])

    def draw() -> str:
        shapes = answers.shapes(scope, version, view.level, code)
        return html_map.access_map(painted, shapes, _NO_PLACES, _NO_PLACES, focus, note)

    show_drawn("laju", (painted, code, version, note), draw, scope, _alt(rows, item, str(focus["name"])))
    show_keys(_keys([(colours[at], labels[at], int((classes == at).sum())) for at in range(len(labels))], classes))
    st.caption(f"{text('enforce.smoothed_note')} {marks(replace(view.state, exact=False), item)}")


def _tip(row: "pd.Series[object]", item: Indicator) -> str:
    value, smoothed = float(row.value), float(row.smoothed)  # type: ignore[arg-type]
    if not np.isfinite(smoothed):
        return status_words(int(row.status), item)  # type: ignore[call-overload]
    return text(
        "enforce.tip",
        smoothed=number(smoothed, item.decimals),
        raw=number(value, item.decimals),
        low=number(float(row.low), item.decimals),  # type: ignore[arg-type]
        high=number(float(row.high), item.decimals),  # type: ignore[arg-type]
        cases=number(float(row.numerator)),  # type: ignore[arg-type]
    )


def _alt(rows: pd.DataFrame, item: Indicator, place: str) -> str:
    known = rows.dropna(subset=["smoothed"]).sort_values("smoothed", ascending=False)
    if known.empty:
        return text("enforce.smoothed_none", place=place)
    first, last = known.iloc[0], known.iloc[-1]
    return text(
        "enforce.smoothed_alt",
        name=pick(item.short),
        place=place,
        first=first["name"],
        high=number(first["smoothed"], item.decimals),
        last=last["name"],
        low=number(last["smoothed"], item.decimals),
    )


def _keys(keys: list[tuple[str, str, int]], classes: np.ndarray) -> list[tuple[str, str, str]]:
    """Colours, what they mean with how many areas have each, and borders; only those that occur."""
    silent = int((classes < 0).sum())
    shown = [*keys, (_UNKNOWN, text("enforce.unknown"), silent)]
    return [(colour, f"{words}: {number(count)}", "1px solid #777") for colour, words, count in shown if count]
