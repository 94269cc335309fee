"""What a view sends to the browser: bytes of classes, a legend, where to look. Never a shape."""

import base64
import zlib

import numpy as np
import numpy.typing as npt

from dashboard.components.legend import class_labels, nothing_labels
from dashboard.palettes import colours_of
from data.indicators import Indicator
from data.queries import Layer
from geo.regions import Level

# Exact values travel with the view up to this level; villages show their class.
_VALUES_UP_TO = Level.DISTRICT
_OUTLINES = {1: [], 2: [[1, 1.0]], 3: [[2, 0.5], [1, 1.1]], 4: [[2, 0.6], [1, 1.2]]}


def packed(array: npt.NDArray[np.generic]) -> str:
    """An array's bytes, deflated, as base64."""
    return base64.b64encode(zlib.compress(array.tobytes(), 6)).decode()


def map_data(layer: Layer, item: Indicator, version: str) -> dict[str, object]:
    """The part of a view that depends on the layer alone; worth caching."""
    values = layer.level <= _VALUES_UP_TO and not item.is_categorical
    return {
        "version": version,
        "level": layer.level,
        "classes": packed(layer.classes),
        "values": packed(layer.value.astype("<f4")) if values else None,
        "colours": colours_of(item),
        "labels": {**dict(enumerate(class_labels(item, layer))), **nothing_labels()},
        "decimals": item.decimals,
        "outlines": _OUTLINES[layer.level],
    }
