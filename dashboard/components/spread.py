"""The distribution of values over the regions shown, linked with the map both ways: bars choose regions, regions mark bars."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import streamlit as st

from dashboard.components.chart import show_chart
from dashboard.state.deferred import chart_place
from dashboard.state.view import LiveView
from dashboard.words.legend import class_labels
from dashboard.words.palettes import class_colours, layer_palette, surface
from dashboard.words.texts import number, pick, text

MOST_BARS = 40  # up to so many regions have a bar each; more are counted in bins
_BINS = 24
_HEIGHT = 230  # pixels, of a histogram
Numbers = npt.NDArray[np.int64]


def show_spread(view: LiveView, *, key: str, on_pick: Callable[[list[int]], None]) -> None:
    """One bar per region where they are few, a histogram where they are many, one bar per class where there are no numbers."""
    st.subheader(text("spread.title", level=text(f"levels.{view.level}"), place=view.focus["name"]))
    bars = groups(view)
    if bars is None:
        st.caption(text("ranking.none"))
        return
    labels, heights, members, colours, axis = bars
    if not chart_place(_HEIGHT):
        return
    accent = surface(st.context.theme.type)["accent"]
    chosen = set(view.selection()) | ({view.picked} if view.picked >= 0 else set())
    marked = [bool(chosen.intersection(group.tolist())) for group in members]
    flat = len(labels) <= MOST_BARS and axis == "region"
    figure = go.Figure(
        go.Bar(
            x=heights if flat else labels,
            y=labels if flat else heights,
            orientation="h" if flat else "v",
            marker_color=colours,
            marker_line_color=[accent if mark else "rgba(0,0,0,0)" for mark in marked],
            marker_line_width=3,
            hovertemplate="%{y}: %{x}<extra></extra>" if flat else "%{x}: %{y}<extra></extra>",
        )
    )
    count = text("spread.count", level=text(f"levels.{view.level}"))
    unit = pick(view.item.unit)
    figure.update_layout(
        bargap=0.12,
        xaxis={"title": {"text": unit if flat or axis == "bin" else ""}, "automargin": True},
        yaxis={"title": {"text": "" if flat else count}, "automargin": True, "autorange": "reversed" if flat else True},
    )

    def picked() -> None:
        points = st.session_state[key].selection.points
        on_pick([int(n) for point in points for n in members[point["point_index"]]])

    show_chart(
        figure,
        key=key,
        height=max(150, 60 + 17 * len(labels)) if flat else _HEIGHT,
        on_select=picked,
        selection_mode=("points", "box"),
        config={"displaylogo": False, "modeBarButtons": [["select2d", "pan2d"]]},
        alt=text("spread.alt", groups=number(len(labels)), regions=number(sum(len(group) for group in members))),
    )


def groups(view: LiveView) -> tuple[list[str], list[float], list[Numbers], list[str], str] | None:
    """Labels, heights, the numbers of the regions behind each bar, colours, and what a bar is: ``region, bin, class``."""
    item, layer = view.item, view.layer
    inside = np.arange(view.start, view.end)
    colours = layer_palette(item, layer)
    if item.is_categorical:
        members = [inside[layer.classes[inside] == i] for i in range(len(item.labels))]
        return class_labels(item, layer), [float(len(group)) for group in members], members, class_colours(item), "class"
    known = inside[np.isfinite(layer.value[inside])]
    if len(known) < 2:
        return None
    values = layer.value[known]
    if len(known) <= MOST_BARS:
        order = known[np.argsort(-values, kind="stable")]
        shades = [colours[int(layer.classes[n])] for n in order]
        names = [str(name) for name in view.regions["name"].iloc[order]]
        heights = [round(float(value), item.decimals) for value in layer.value[order]]
        return names, heights, [np.array([n]) for n in order], shades, "region"
    top = float(np.quantile(values, 0.99)) or float(values.max()) or 1.0
    edges = np.linspace(0, top, _BINS + 1)
    at = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, _BINS - 1)
    members = [known[at == i] for i in range(_BINS)]
    middle = (edges[:-1] + edges[1:]) / 2
    shades = [colours[int(klass)] for klass in layer.breaks.assign(middle)]
    labels = [f"{number(low, item.decimals)}–{number(high, item.decimals)}" for low, high in pairwise(edges)]
    labels[-1] = f"≥ {number(edges[-2], item.decimals)}"
    return labels, [float(len(group)) for group in members], members, shades, "bin"
