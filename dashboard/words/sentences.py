"""A layer in one sentence, and the words for a missing figure, shared by screens, documents and screen readers."""

import re

import numpy as np
import pandas as pd

from dashboard.words.legend import all_labels, class_labels
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.model.status import FactStatus
from data.queries import Layer, Nothing


def layer_sentence(layer: Layer, item: Indicator, regions: pd.DataFrame, start: int, end: int) -> str:
    """A sentence on the regions numbered `start` to `end` (exclusive): highest and lowest, or how many per class."""
    classes, value = layer.classes[start:end], layer.value[start:end]
    if end - start == 1:
        label = all_labels(item, layer)[int(classes[0])]
        known_value = f"{number(value[0], item.decimals)} {pick(item.unit)}"
        return text("summary.one", name=regions["name"].iat[start], what=known_value if np.isfinite(value[0]) else label)
    silent = int((classes >= min(Nothing)).sum())
    level = text(f"levels.{layer.level}")
    tail = text("summary.silent", count=number(silent)) if silent else ""
    if item.is_categorical:
        labels = class_labels(item, layer)
        parts = [text("summary.class", label=label, count=number(int((classes == i).sum()))) for i, label in enumerate(labels)]
        return text("summary.categories", count=number(end - start), level=level, parts="; ".join(parts)) + tail
    known = np.isfinite(value) & (classes < min(Nothing))
    if not known.any():
        return text("summary.none", level=level) + tail
    high = int(np.nanargmax(np.where(known, value, np.nan)))
    low = int(np.nanargmin(np.where(known, value, np.nan)))
    names = regions["name"].iloc[start:end]
    if value[high] == value[low]:
        return (
            text(
                "summary.flat",
                count=number(int(known.sum())),
                level=level,
                value=number(value[high], item.decimals),
                unit=pick(item.unit),
            )
            + tail
        )
    lowest = int((value[known] == value[low]).sum())
    low_name = names.iat[low] if lowest == 1 else text("summary.ties", count=number(lowest), level=level)
    return (
        text(
            "summary.range",
            count=number(int(known.sum())),
            level=level,
            unit=pick(item.unit),
            high=names.iat[high],
            high_value=number(value[high], item.decimals),
            low=low_name,
            low_value=number(value[low], item.decimals),
        )
        + tail
    )


def caution(item: Indicator) -> str:
    """What stands beside every map of arrests or cases: they measure enforcement effort as well; empty for others."""
    return pick(item.caveats[0]) if item.counts_enforcement else ""


def status_words(status: int) -> str:
    """The reason why there is no value, or that there is one."""
    return text(f"nothing.{FactStatus(status).code}")


def plain(said: str) -> str:
    """The text without the marks that pages show as bold."""
    return re.sub(r"\*\*|:[a-z]+\[|\]", "", said)
