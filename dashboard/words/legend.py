"""Words for classes and for every kind of nothing, shared by map, legend, table and sentence."""

from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
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


def all_labels(item: Indicator, layer: Layer) -> dict[int, str]:
    """Labels of classes and of the kinds of nothing by byte."""
    return {**dict(enumerate(class_labels(item, layer))), **nothing_labels()}


def method_note(item: Indicator, layer: Layer, method: str) -> str:
    """How the classes were made, in a sentence."""
    if item.is_categorical:
        return text("legend.by_edition", edition=item.edition) if item.edition else ""
    if item.edges:
        return text("legend.by_bands", edition=item.edition)
    return text("legend.by_method", method=text(f"class_method.{method or item.method}"), count=number(len(layer.edges)))
