"""Colours and patterns of classes: sequences after ColorBrewer, greys with a pattern for every kind of nothing.

A test looks at them as colour-blind eyes do: classes are distinguishable, and no kind of nothing looks like a class.

A pattern is one of ``polos`` (none), ``garis``, ``balik``, ``silang``, ``titik``: drawn on areas large enough to show it.
"""

from itertools import pairwise

from data.facts.indicators import Indicator
from data.queries import Layer, Nothing
from geo.stats.cluster_class import ClusterClass

ZERO = "#fffdf5"
_RAMPS = {
    "program": ["#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"],
    "rehabilitasi": ["#bfe6c8", "#86cf9a", "#46ac72", "#14824e", "#00492b"],
    "penangkapan": ["#bfd3e6", "#9ebcda", "#8c96c6", "#8856a7", "#810f7c"],
    "kerawanan": ["#fde0a3", "#fdbb63", "#ef8636", "#c4501b", "#7f2704"],
    "konteks": ["#d3dde6", "#a9bccd", "#7c98b0", "#4f718e", "#264a68"],
}
# indicators without a theme wear the colours of the theme that their group is near to
_FAMILIES = {
    "bersinar": "program", "kotan": "program", "pemberdayaan": "program", "rencana": "program", "anggaran": "program",
    "rehabilitasi": "rehabilitasi", "ibm": "rehabilitasi", "layanan": "rehabilitasi",
    "pemberantasan": "penangkapan", "perkara": "penangkapan",
    "kerawanan": "kerawanan",
    "data": "konteks", "konteks": "konteks",
}  # fmt: skip
_GRADES = ["#d5e8e4", "#f6c244", "#d9691e", "#7a1414"]  # Aman, Siaga, Waspada, Bahaya: none of them is nothing
FALL, SAME, RISE = ("#8f4408", "#d9862f", "#f5cd92"), "#f5f5f2", ("#c4c3e0", "#8a7fc0", "#472180")  # after PuOr
# classes of `geo.stats.cluster_class`, after PuOr: high rates are no alarm, arrests measure enforcement too
CLUSTER_COLOURS = {
    ClusterClass.HIGH_HIGH: "#b35806",
    ClusterClass.LOW_LOW: "#7466a8",
    ClusterClass.HIGH_LOW: "#fdb863",
    ClusterClass.LOW_HIGH: "#cbc6e4",
    ClusterClass.NOT_SIGNIFICANT: "#f2f1ec",
    ClusterClass.UNDEFINED: "#b9bcbc",
    ClusterClass.NO_NEIGHBOUR: "#ffffff",
}
NOTHING_COLOURS = {
    Nothing.BELUM_LENGKAP: "#dccfae",
    Nothing.TERLALU_SEDIKIT: "#8f8f8f",
    Nothing.TIDAK_BERLAKU: "#e2e2e2",
    Nothing.TIDAK_DIUKUR: "#cbb9a6",
    Nothing.TIDAK_DILAPORKAN: "#d4d4d2",
    Nothing.DI_LUAR_WEWENANG: "#d6d9db",
    Nothing.TIDAK_DITERBITKAN: "#e9ecee",
}
_NOTHING_PATTERNS = {
    Nothing.BELUM_LENGKAP: "silang",
    Nothing.TERLALU_SEDIKIT: "balik",
    Nothing.TIDAK_BERLAKU: "titik",
    Nothing.TIDAK_DIUKUR: "silang",
    Nothing.TIDAK_DILAPORKAN: "titik",
    Nothing.DI_LUAR_WEWENANG: "balik",
    Nothing.TIDAK_DITERBITKAN: "titik",
}
# rising lines mean an unstable rate, so a stage never has them
_STATUS_PATTERNS = ("polos", "titik", "balik", "polos", "silang")


def class_colours(item: Indicator, count: int | None = None) -> list[str]:
    """Colours of class 0, 1, ... of an indicator; `count` is the number of classes above zero, by default all it can have."""
    if item.is_categorical:
        if item.group == "kerawanan" and len(item.labels) == len(_GRADES):
            return _GRADES
        count = len(item.labels) - 1
    return [ZERO, *_spread(_RAMPS[item.theme or _FAMILIES[item.group]], item.class_count if count is None else count)]


def _spread(ramp: list[str], count: int) -> list[str]:
    """So many colours of a ramp, both ends among them, mixed where there are more than it has; one is its middle."""
    if count == 1:
        return [ramp[len(ramp) // 2]]
    places = [at * (len(ramp) - 1) / max(count - 1, 1) for at in range(count)]
    if count <= len(ramp):
        return [ramp[round(place)] for place in places]
    steps = list(pairwise(ramp))
    return [_mixed(*steps[min(int(place), len(steps) - 1)], place - min(int(place), len(steps) - 1)) for place in places]


def _mixed(one: str, other: str, part: float) -> str:
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def pale(colour: str) -> str:
    """A colour half on its way to white, to lie under something."""
    return _mixed(colour, "#ffffff", 0.5)


def change_colours(count: int) -> list[str]:
    """Colours of changes: `count` falls from the greatest, no change, `count` rises to the greatest."""
    return [*_outer(FALL, count), SAME, *reversed(_outer(RISE[::-1], count))]


def _outer(ramp: tuple[str, ...], count: int) -> list[str]:
    return list(ramp[:count]) if count != 1 else [ramp[1]]


def palette(item: Indicator, count: int | None = None) -> dict[int, str]:
    """Colours by byte, as the map wants them; `count` as for `class_colours`."""
    return dict(enumerate(class_colours(item, count))) | {int(nothing): colour for nothing, colour in NOTHING_COLOURS.items()}


def layer_palette(item: Indicator, layer: Layer) -> dict[int, str]:
    """Colours by byte of the classes that a layer has."""
    return palette(item, None if item.is_categorical else len(layer.breaks.edges))


def patterns(item: Indicator) -> dict[int, str]:
    """Patterns by byte, where there is one."""
    staged = item.is_categorical and item.group != "kerawanan"
    own = dict(enumerate(_STATUS_PATTERNS[: len(item.labels)])) if staged else {}
    own |= {int(nothing): pattern for nothing, pattern in _NOTHING_PATTERNS.items()}
    return {byte: pattern for byte, pattern in own.items() if pattern != "polos"}


def line_colours(mode: str | None) -> list[str]:
    """Colours of lines: the chosen region first, then what it is compared with."""
    return ["#5cc8c0", "#f0a35e"] if mode == "dark" else ["#0b6e6e", "#c2571a"]


def surface(mode: str | None) -> dict[str, str]:
    """Colours around and over the areas, in the light or dark theme."""
    if mode == "dark":
        return {
            "sea": "#1a262b",
            "land": "#4a5a60",
            "blank": "#323e43",
            "ink": "#0d1518",
            "accent": "#ff8a3d",
            "second": "#ffd166",
            "paper": "#12191c",
            "text": "#e8eef0",
            "symbol": "#ffb347",
        }
    return {
        "sea": "#e3edf0",
        "land": "#b9c6c9",
        "blank": "#f7f9f9",
        "ink": "#33434a",
        "accent": "#d1451b",
        "second": "#8a2be2",
        "paper": "#ffffff",
        "text": "#12191c",
        "symbol": "#c2571a",
    }
