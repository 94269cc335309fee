"""What the reader may show over or beside a map."""

import streamlit as st

from dashboard.state import pickers, url
from dashboard.state.view import LIMITS
from dashboard.words.texts import pick, text
from data.facts.indicators import Indicator, registry
from geo.stats.classes import METHODS

LAYERS = ("fasilitas", "lingkaran", "bobot")


def choose_extras(item: Indicator, level: int) -> tuple[Indicator | None, tuple[str, ...]]:
    """Another indicator to compare with, and overlays; behind one button, because few need them."""
    others = {other.code: other for other in registry().values() if level in other.levels and other != item}
    with st.popover(text("extras.button"), icon=":material/tune:"):
        code = pickers.select(
            url.COMPARE,
            text("extras.compare"),
            ["", *others],
            "",
            lambda other: pick(others[other].short) if other else text("extras.none"),
            width="stretch",
        )
        if not item.is_categorical and not item.edges:
            pickers.select(
                url.METHOD,
                text("extras.method"),
                METHODS,
                item.method,
                lambda name: text(f"class_method.{name}"),
                width="stretch",
            )
            pickers.select(
                url.LIMITS, text("extras.limits"), LIMITS, LIMITS[0], lambda name: text(f"limits.{name}"), width="stretch"
            )
        known = LAYERS if item.denominator is not None else LAYERS[:1]
        layers = pickers.several(url.LAYERS, text("extras.layers"), known, lambda name: text(f"overlay.{name}"))
    return others.get(code), layers
