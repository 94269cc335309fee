"""What a view sends to the browser: a byte per region and period, a legend, the bounds. Never a shape."""

from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.analysis.change import Change
from dashboard.cache.packing import packed
from dashboard.words import palettes
from dashboard.words.legend import bytes_of, change_labels, change_unit, limits_note, method_note
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.queries import Fit, Layer, Nothing
from geo.stats.classes import CONTINUOUS, Breaks

# lines of the levels above, by level shown: level and width in pixels
OUTLINES = {1: [], 2: [[1, 1.0]], 3: [[2, 0.6], [1, 1.2]], 4: [[2, 0.6], [1, 1.2]]}
Bytes = npt.NDArray[np.uint8]
_GROUND = 20  # as in `dashboard/assets/map/dots.js`


def legend_data(item: Indicator, layer: Layer, fit: Fit) -> dict[str, object]:
    """Colours, patterns and words of the classes of one indicator.

    `shape` is how a legend draws them: ``batang`` bars over limits, ``landai`` a continuous scale, ``daftar`` a list.
    """
    unit = "" if item.is_categorical else f" ({pick(item.unit)})"
    named = item.is_categorical or bool(item.edges)
    continuous = not named and (fit.method or item.method) == CONTINUOUS
    return {
        "title": pick(item.name),
        "short": pick(item.short),
        "heading": pick(item.short) + unit,
        "patterns": palettes.patterns(item),
        "unstable": text("legend.unstable", least=item.unstable_below),
        "categorical": item.is_categorical,
        "shape": "daftar" if named else "landai" if continuous else "batang",
        "unit": pick(item.unit),
        "decimals": item.decimals,
        **_classes_data(item, layer.breaks, method_note(item, layer, fit)),
    }


def frozen_data(item: Indicator, layer: Layer, fit: Fit, breaks: Breaks) -> dict[str, object]:
    """What of the legend is another one while periods are compared, whose `breaks` are those of all of them. The kinds of
    nothing are as they were.
    """
    made = _classes_data(item, breaks, limits_note(item, layer, fit, breaks))
    own = {"labels": _without_nothing(made["labels"]), "ends": made["ends"], "note": made["note"]}
    if len(breaks.edges) != len(layer.breaks.edges):  # else its colours are those of the view
        own["palette"] = _without_nothing(made["palette"])
    return own


def _without_nothing(by_byte: Any) -> dict[int, str]:
    return {byte: words for byte, words in by_byte.items() if byte < min(Nothing)}


def change_data(item: Indicator, change: Change, before: str, now: str) -> dict[str, object]:
    """Classes, colours and words of the change between two periods, whose names are given."""
    labels = change_labels(change.breaks)
    colours = palettes.change_colours(len(change.breaks.edges))
    if item.direction == "rendah_baik":
        colours = colours[::-1]
    note = text(f"moved.{change.why_not or item.direction}", year=item.comparable_from)
    most = change.breaks.edges[-1] if change.breaks.edges else 0.0
    return {
        "classes": packed(change.classes),
        "labels": labels,
        "palette": dict(enumerate(colours)),
        "heading": text("moved.heading", name=pick(item.short), before=before, now=now) + f" ({change_unit(item)})",
        "unit": change_unit(item),
        "unsure": text("moved.chance"),
        "unstable": text("moved.chance_note"),
        "note": note,
        "ends": [signed(-most, item.decimals), signed(most, item.decimals)],
        "shape": "selisih",
    }


def ground_data(item: Indicator, layer: Layer, classes: Bytes, year: str) -> dict[str, object]:
    """Pale colours of `classes`, those of the region above each, under dots for classes of a count from the third on."""
    colours = palettes.layer_palette(item, layer)
    edges = layer.breaks.edges
    return {
        "classes": packed(classes),
        "palette": {_GROUND - 1: palettes.pale(palettes.ZERO)}
        | {_GROUND + at: palettes.pale(colours[at]) for at in range(len(edges) + 1)},
        "radii": {2: 3, 3: 5, 4: 7},
        "ink": palettes.class_colours(item)[-1],
        "heading": text("legend.ground", unit=pick(item.unit), level=text(f"levels.{layer.level}"), year=year),
        "ends": [number(0), number(edges[-1], item.decimals) + ("+" if layer.breaks.open else "") if edges else ""],
    }


def signed(value: float, decimals: int) -> str:
    """A number with its sign; none for zero."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + number(abs(value), decimals)


def _classes_data(item: Indicator, breaks: Breaks, note: str) -> dict[str, object]:
    labels = bytes_of(item, breaks)
    known = [words for byte, words in labels.items() if byte < min(Nothing)]
    ranges = breaks.ranges()
    ends = [known[0], known[-1]]
    if ranges and not item.edges:
        ends = [number(low, item.decimals) for low in (ranges[0][0], breaks.edges[-1])]
        ends[1] += "+" if breaks.open else ""
    colours = palettes.palette(item, None if item.is_categorical else len(breaks.edges))
    return {"labels": labels, "palette": {byte: colours[byte] for byte in labels}, "note": note, "ends": ends}


def weight_bytes(layer: Layer) -> Bytes:
    """Weight of each region's value, 0..255: the square root of its denominator over the 95th percentile."""
    known = np.nan_to_num(layer.denominator, nan=0.0)
    positive = known[known > 0]
    top = np.percentile(positive, 95) if len(positive) else 1.0
    return (np.sqrt(np.clip(known / top, 0, 1)) * 255).astype(np.uint8)


def symbol_counts(layer: Layer) -> npt.NDArray[np.float32]:
    """Counts behind the values, NaN where none is shown."""
    return np.where(np.isfinite(layer.value), layer.numerator, np.nan).astype("<f4")
