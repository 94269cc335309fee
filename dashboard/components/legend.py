"""The legend: every class and every kind of nothing with its count; and the labels that map and table share."""

from html import escape

import streamlit as st

from dashboard.palettes import NOTHING_COLOURS, class_colours
from dashboard.texts import number, pick, text
from data.indicators import Indicator
from data.queries import Layer, Nothing


def class_labels(item: Indicator, layer: Layer) -> list[str]:
    """Labels of class 0, 1, ... in the reader's language."""
    if item.is_categorical:
        return [pick(label) for label in item.labels]
    labels = [text("legend.zero")]
    lower = 0.0
    for edge in layer.edges:
        low, high = number(lower, item.decimals), number(float(edge), item.decimals)
        labels.append(text("legend.range", low=low, high=high))
        lower = float(edge)
    return labels


def nothing_labels() -> dict[int, str]:
    """Labels of the kinds of nothing by byte."""
    return {int(nothing): text(f"nothing.{nothing.name.lower()}") for nothing in Nothing}


def show_legend(item: Indicator, layer: Layer, counts: dict[int, int]) -> None:
    """Swatch, label and count per class, then per kind of nothing that occurs."""
    colours, labels = class_colours(item), class_labels(item, layer)
    entries = [(colours[i], label, counts.get(i, 0)) for i, label in enumerate(labels)]
    entries = [entry for entry in entries if entry[2] or entry[1] != text("legend.zero")]
    names = nothing_labels()
    entries += [(NOTHING_COLOURS[nothing], names[nothing], counts[nothing]) for nothing in Nothing if counts.get(nothing)]
    rows = "".join(
        f'<li><i style="background:{colour}"></i><span>{escape(label)}</span><b>{number(count)}</b></li>'
        for colour, label, count in entries
    )
    unit = "" if item.is_categorical else f" ({escape(pick(item.unit))})"
    st.html(f'<div class="bs-legend"><p>{escape(text("legend.title"))}{unit}</p><ul>{rows}</ul></div>')
