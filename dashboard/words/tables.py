"""The rows behind a map in the reader's language."""

import numpy as np
import pandas as pd

from dashboard.words.legend import all_labels
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.queries import Layer


def layer_table(layer: Layer, item: Indicator, regions: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Columns code, name, value, parts and class or reason, in the reader's language."""
    labels = all_labels(item, layer)
    part = regions.iloc[start:end]
    frame = pd.DataFrame({text("table.code"): part["code"].to_numpy(), text("table.name"): part["name"].to_numpy()})
    value, numerator, denominator = (array[start:end] for array in (layer.value, layer.numerator, layer.denominator))
    if np.isfinite(value).any():
        frame[pick(item.unit)] = value
    if item.denominator is not None:
        frame[pick(item.numerator)] = numerator
        frame[pick(item.denominator)] = denominator
    expected = layer.expected[start:end]
    if expected.any():
        came = zip(layer.reported[start:end], expected, strict=True)
        frame[text("table.reported")] = [f"{number(r)}/{number(e)}" for r, e in came]
    frame[text("table.state")] = [labels.get(int(code), "") for code in layer.classes[start:end]]
    return frame
