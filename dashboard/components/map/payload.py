"""What a view sends to the browser: a byte per region and period, a legend, the bounds. Never a shape."""

import numpy as np
import numpy.typing as npt

from dashboard.words import palettes
from dashboard.words.legend import all_labels, method_note
from dashboard.words.texts import pick, text
from data.facts.indicators import Indicator
from data.queries import Layer

# lines of the levels above, by level shown: level and width in pixels
OUTLINES = {1: [], 2: [[1, 1.0]], 3: [[2, 0.6], [1, 1.2]], 4: [[2, 0.6], [1, 1.2]]}
Bytes = npt.NDArray[np.uint8]


def legend_data(item: Indicator, layer: Layer, method: str) -> dict[str, object]:
    """Colours, patterns and words of the classes of one indicator."""
    unit = "" if item.is_categorical else f" ({pick(item.unit)})"
    colours = palettes.palette(item)
    labels = all_labels(item, layer)
    return {
        "title": pick(item.name),
        "short": pick(item.short),
        "heading": pick(item.short) + unit,
        "palette": {byte: colours[byte] for byte in labels if byte in colours},
        "patterns": palettes.patterns(item),
        "labels": labels,
        "note": method_note(item, layer, method),
        "unstable": text("legend.unstable", least=item.unstable_below),
        "categorical": item.is_categorical,
        "unit": pick(item.unit),
        "decimals": item.decimals,
    }


def weight_bytes(layer: Layer) -> Bytes:
    """Weight of each region's value, 0..255: the square root of its denominator over the 95th percentile."""
    known = np.nan_to_num(layer.denominator, nan=0.0)
    positive = known[known > 0]
    top = np.percentile(positive, 95) if len(positive) else 1.0
    return (np.sqrt(np.clip(known / top, 0, 1)) * 255).astype(np.uint8)


def symbol_counts(layer: Layer) -> npt.NDArray[np.float32]:
    """Counts behind the values, NaN where none is shown."""
    return np.where(np.isfinite(layer.value), layer.numerator, np.nan).astype("<f4")
