"""Colours of classes: ColorBrewer sequences (colour-blind safe), greys for every kind of nothing."""

from data.indicators import Indicator
from data.queries import Nothing

ZERO = "#f4f1e8"
_RAMPS = {
    "program": ["#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"],
    "rehabilitasi": ["#ccece6", "#99d8c9", "#66c2a4", "#2ca25f", "#006d2c"],
    "penangkapan": ["#bfd3e6", "#9ebcda", "#8c96c6", "#8856a7", "#810f7c"],
}
NOTHING_COLOURS = {
    Nothing.DISEMBUNYIKAN: "#8f8f8f",
    Nothing.TIDAK_BERLAKU: "#e2e2e2",
    Nothing.TIDAK_DIUKUR: "#cbb9a6",
    Nothing.TIDAK_DILAPORKAN: "#b4b4b4",
    Nothing.DI_LUAR_WEWENANG: "#d6d9db",
}


def class_colours(item: Indicator) -> list[str]:
    """Colours of class 0, 1, ... of an indicator."""
    ramp = _RAMPS[item.theme]
    if not item.is_categorical:
        return [ZERO, *ramp]
    wanted = len(item.labels) - 1
    return [ZERO, *(ramp[round(i * (len(ramp) - 1) / max(wanted - 1, 1))] for i in range(wanted))]


def colours_of(item: Indicator) -> list[str]:
    """256 colours by byte, as the map wants them."""
    colours = [NOTHING_COLOURS[Nothing.DI_LUAR_WEWENANG]] * 256
    for i, colour in enumerate(class_colours(item)):
        colours[i] = colour
    for nothing, colour in NOTHING_COLOURS.items():
        colours[nothing] = colour
    return colours


def line_colours(mode: str | None) -> list[str]:
    """Colours of lines: the chosen region first, then what it is compared with."""
    return ["#5cc8c0", "#f0a35e"] if mode == "dark" else ["#0b6e6e", "#c2571a"]


def surface(mode: str | None) -> dict[str, str]:
    """Sea, lines and accent of the map in the light or dark theme."""
    if mode == "dark":
        return {"sea": "#1a262b", "ink": "#0d1518", "accent": "#ffb347"}
    return {"sea": "#e3edf0", "ink": "#33434a", "accent": "#d1451b"}
