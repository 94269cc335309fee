"""Words for classes and for every kind of nothing, shared by map, legend, table and sentence."""

from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.queries import Fit, Layer, Nothing, is_whole
from geo.stats.classes import CONTINUOUS, Breaks


def class_labels(item: Indicator, layer: Layer) -> list[str]:
    """Labels of class 0, 1, ... in the reader's language."""
    return labels_of(item, layer.breaks)


def labels_of(item: Indicator, breaks: Breaks) -> list[str]:
    """Labels of class 0, 1, ...: every displayed value belongs to one of them."""
    if item.is_categorical:
        return [pick(label) for label in item.labels]
    ranges = [_range(low, high, breaks.decimals) for low, high in breaks.ranges()]
    if item.edges:
        ranges = [text("legend.band", name=pick(name), range=words) for name, words in zip(item.labels, ranges, strict=True)]
    return [number(0), *ranges]


def _range(low: float, high: float | None, decimals: int) -> str:
    written = number(low, decimals)
    if high is None:
        return text("legend.open", low=written)
    return written if high == low else text("legend.range", low=written, high=number(high, decimals))


def change_labels(breaks: Breaks) -> dict[int, str]:
    """Labels of changes by byte, as `geo.stats.classes.assign_changes` has them."""
    ranges = [_range(low, high, breaks.decimals) for low, high in breaks.ranges()]
    middle = len(ranges)
    labels = {middle: text("moved.same")}
    for at, words in enumerate(ranges, start=1):
        labels |= {middle - at: text("moved.fall", range=words), middle + at: text("moved.rise", range=words)}
    return dict(sorted(labels.items()))


def change_unit(item: Indicator) -> str:
    """The unit of a change: that of a share is percentage points."""
    return text("moved.points") if item.is_share else pick(item.unit)


def too_few_words(item: Indicator) -> str:
    """Why a figure is withheld: a count below 5. A share, mean or median is withheld below other sizes, and names none."""
    return text("nothing.terlalu_sedikit" if item.is_count else "nothing.terlalu_sedikit_dasar")


def nothing_labels(item: Indicator) -> dict[int, str]:
    """Labels of the kinds of nothing by byte, for figures of an indicator."""
    labels = {int(nothing): text(f"nothing.{nothing.name.lower()}") for nothing in Nothing}
    return labels | {int(Nothing.TERLALU_SEDIKIT): too_few_words(item)}


def all_labels(item: Indicator, layer: Layer) -> dict[int, str]:
    """Labels of classes and of the kinds of nothing by byte."""
    return bytes_of(item, layer.breaks)


def bytes_of(item: Indicator, breaks: Breaks) -> dict[int, str]:
    """Labels of the classes that `breaks` make, and of the kinds of nothing, by byte."""
    own = dict(enumerate(labels_of(item, breaks)))
    if item.edges:
        del own[0]  # official bands begin at zero
    return own | nothing_labels(item)


def method_note(item: Indicator, layer: Layer, fit: Fit) -> str:
    """What the classes follow, in a sentence."""
    if item.is_categorical:
        return text("legend.by_edition", edition=item.edition) if item.edition else ""
    if item.edges:
        return text("legend.by_bands", edition=item.edition)
    return limits_note(item, layer, fit, layer.breaks)


def limits_note(item: Indicator, layer: Layer, fit: Fit, breaks: Breaks) -> str:
    """What the limits of fitted classes follow, and how they are made where it is not the usual way."""
    method = fit.method or item.method
    how = "" if method == item.method else " " + text("legend.method", method=text(f"class_method.{method}"))
    if method == CONTINUOUS and breaks.top:
        how += " " + text("legend.top")
    if len(fit.periods) > 1:
        return text("legend.frozen", first=fit.periods[0], last=fit.periods[-1]) + how
    whole = fit.end is None or is_whole(fit, {layer.period: layer.value}, layer.period)
    if not whole:
        return text("legend.area_pooled" if item.pooled else "legend.area_period") + how
    key = "legend.whole_pooled" if item.pooled else "legend.whole_period"
    return text(key, level=text(f"levels.{layer.level}")) + how
