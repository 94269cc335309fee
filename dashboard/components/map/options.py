"""What the reader may show over or beside a map."""

import streamlit as st

from dashboard.components.picker import show_picker
from dashboard.state import pickers, url
from dashboard.state.view import LIMITS
from dashboard.words.texts import text
from data.facts.families import at_level, head_of, levels_of, named
from data.facts.indicators import Indicator
from geo.stats.classes import METHODS

LAYERS = ("fasilitas", "lingkaran", "bobot")


def choose_extras(item: Indicator, level: int) -> tuple[Indicator | None, tuple[str, ...]]:
    """Another indicator to compare with, and overlays; behind one button, because few need them."""
    other = compared(item, level)
    with st.popover(text("extras.button"), icon=":material/tune:"):
        st.caption(text("extras.compare"))
        show_picker(
            "pemilih_banding",
            other and head_of(other),
            lambda code: url.choose(url.COMPARE, code, ""),
            label=text("extras.compare"),
            none=text("extras.none"),
            level=level,
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
        counted = item.denominator is not None
        known = LAYERS if counted else LAYERS[:2] if other and other.is_count else LAYERS[:1]
        layers = pickers.several(url.LAYERS, text("extras.layers"), known, lambda name: text(f"overlay.{name}"))
    return other, layers


def compared(item: Indicator, level: int) -> Indicator | None:
    """The second indicator that the address names, where it exists at the level and is another one."""
    family = named(url.read(url.COMPARE) or "")
    if family is None or family == head_of(item) or level not in levels_of(family):
        return None
    return at_level(family, level)
