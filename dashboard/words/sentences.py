"""A layer in one sentence, and the words for a missing figure, shared by screens, documents and screen readers."""

import re

import numpy as np
import pandas as pd

from dashboard.words.legend import all_labels, class_labels, too_few_words
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.model.status import FactStatus
from data.queries import Layer, Nothing

MOST_LETTERS = 110  # of a sentence on one line over the map


def layer_sentence(layer: Layer, item: Indicator, regions: pd.DataFrame, start: int, end: int) -> str:
    """A sentence on the regions numbered `start` to `end` (exclusive): highest and lowest, or how many per class; and how
    many have no value, and why. At most `MOST_LETTERS` long, unless one name alone is longer.
    """
    classes, value = layer.classes[start:end], layer.value[start:end]
    if end - start == 1:
        label = all_labels(item, layer)[int(classes[0])]
        known_value = f"{number(value[0], item.decimals)} {pick(item.unit)}"
        return text("summary.one", name=regions["name"].iat[start], what=known_value if np.isfinite(value[0]) else label)
    silent = _silent(classes)
    level = text(f"levels.{layer.level}")
    if item.is_categorical:
        return _counted(layer, item, classes, silent, level)
    known = np.isfinite(value) & (classes < min(Nothing))
    if not known.any():
        return _sentence([text("summary.none", level=level), silent])
    return _ends(np.where(known, value, np.nan), item, regions["name"].iloc[start:end], level, silent)


def _ends(value: np.ndarray, item: Indicator, names: pd.Series, level: str, silent: str) -> str:
    """The highest and the lowest, by name where each is one; with the unit and both ends as far as there is room."""
    high, low = float(np.nanmax(value)), float(np.nanmin(value))
    unit = f" {pick(item.unit)}"
    if high == low:
        key = "summary.flat_zero" if high == 0 else "summary.flat"
        said = text(key, count=number(int(np.isfinite(value).sum())), level=level, value=number(high, item.decimals) + unit)
        return _sentence([said, silent])

    def at(end: float, key: str, unit: str) -> str:
        which = np.flatnonzero(value == end)
        name = names.iat[which[0]] if len(which) == 1 else text("summary.ties", count=number(len(which)), level=level)
        if end == 0 and len(which) > 1:
            return text("summary.zero", name=name)
        return text(key, name=name, value=number(end, item.decimals) + unit)

    ways = (
        [at(high, "summary.high", unit), at(low, "summary.low", ""), silent],
        [at(high, "summary.high", ""), at(low, "summary.low", ""), silent],
        [at(high, "summary.high", ""), silent],
    )
    return next((said for said in map(_sentence, ways) if len(said) <= MOST_LETTERS), _sentence(ways[-1]))


def _counted(layer: Layer, item: Indicator, classes: np.ndarray, silent: str, level: str) -> str:
    """How many regions are of each class that occurs; the last ones as one count where there is no room."""
    counts = [(label, int((classes == at).sum())) for at, label in enumerate(class_labels(item, layer))]
    met = [(label, count) for label, count in counts if count]
    if not met:
        return _sentence([text("summary.none", level=level), silent])
    said = [text("summary.class", label=label[:1].lower() + label[1:], count=number(count)) for label, count in met]
    for shown in range(len(met), 0, -1):
        rest = sum(count for _, count in met[shown:])
        parts = said[:shown] + ([text("summary.rest", count=number(rest))] if rest else [])
        sentence = _sentence([text("summary.categories", level=level, parts=", ".join(parts)), silent])
        if len(sentence) <= MOST_LETTERS:
            break
    return sentence


def _silent(classes: np.ndarray) -> str:
    """How many have no value, and why where the reason is the same for all."""
    kinds, counts = np.unique(classes[classes >= min(Nothing)], return_counts=True)
    if not len(kinds):
        return ""
    kind = Nothing(int(kinds[0])).name.lower() if len(kinds) == 1 else "several"
    return text(f"summary.{kind}", count=number(int(counts.sum())))


def _sentence(parts: list[str]) -> str:
    """Parts joined to a sentence."""
    return "; ".join(filter(None, parts)) + "."


def caution(item: Indicator) -> str:
    """What stands beside every map of arrests or cases: they measure enforcement effort as well; empty for others."""
    return pick(item.caveats[0]) if item.counts_enforcement else ""


def status_words(status: int, item: Indicator | None = None) -> str:
    """The reason why there is no value, or that there is one; without an `item`, of a count."""
    if status == FactStatus.TOO_FEW and item is not None:
        return too_few_words(item)
    return text(f"nothing.{FactStatus(status).code}")


def plain(said: str) -> str:
    """The text without the marks that pages show as bold."""
    return re.sub(r"\*\*|:[a-z]+\[|\]", "", said)


def literal(said: str) -> str:
    """A text with a sender's own words in it, as Markdown that shows them as they are."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|~<>$:" else letter for letter in said)
