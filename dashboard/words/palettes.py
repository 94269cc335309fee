"""Colours and patterns of classes: sequences after ColorBrewer, greys with a pattern for every kind of nothing.

A test looks at them as colour-blind eyes do: classes are distinguishable, and no kind of nothing looks like a class.

A pattern is one of ``polos`` (none), ``garis``, ``balik``, ``silang``, ``titik``: drawn on areas large enough to show it.
"""

from data.facts.indicators import Indicator
from data.queries import Nothing

ZERO = "#fffdf5"
_RAMPS = {
    "program": ["#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"],
    "rehabilitasi": ["#bfe6c8", "#86cf9a", "#46ac72", "#14824e", "#00492b"],
    "penangkapan": ["#bfd3e6", "#9ebcda", "#8c96c6", "#8856a7", "#810f7c"],
}
NOTHING_COLOURS = {
    Nothing.BELUM_LENGKAP: "#dccfae",
    Nothing.TERLALU_SEDIKIT: "#8f8f8f",
    Nothing.TIDAK_BERLAKU: "#e2e2e2",
    Nothing.TIDAK_DIUKUR: "#cbb9a6",
    Nothing.TIDAK_DILAPORKAN: "#b4b4b4",
    Nothing.DI_LUAR_WEWENANG: "#d6d9db",
}
_NOTHING_PATTERNS = {
    Nothing.BELUM_LENGKAP: "silang",
    Nothing.TERLALU_SEDIKIT: "balik",
    Nothing.TIDAK_BERLAKU: "titik",
    Nothing.TIDAK_DIUKUR: "silang",
    Nothing.TIDAK_DILAPORKAN: "titik",
    Nothing.DI_LUAR_WEWENANG: "balik",
}
# rising lines mean an unstable rate, so a stage never has them
_STATUS_PATTERNS = ("polos", "titik", "balik", "polos", "silang")


def class_colours(item: Indicator) -> list[str]:
    """Colours of class 0, 1, ... of an indicator."""
    ramp = _RAMPS[item.theme]
    wanted = (len(item.labels) if item.is_categorical else 1 + item.class_count) - 1
    return [ZERO, *(ramp[round(i * (len(ramp) - 1) / max(wanted - 1, 1))] for i in range(wanted))]


def palette(item: Indicator) -> dict[int, str]:
    """Colours by byte, as the map wants them."""
    return dict(enumerate(class_colours(item))) | {int(nothing): colour for nothing, colour in NOTHING_COLOURS.items()}


def patterns(item: Indicator) -> dict[int, str]:
    """Patterns by byte, where there is one."""
    own = dict(enumerate(_STATUS_PATTERNS[: len(item.labels)])) if item.is_categorical else {}
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
