"""Widgets bound to parameters of the address."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.analysis.periods import newest_year, period_label, years_of
from dashboard.state import url
from dashboard.state.theme import field_width
from dashboard.state.url import choose, chosen
from dashboard.words.texts import text
from data.facts.indicators import THEMES, Indicator, for_theme
from data.queries import Freshness


def segmented(
    name: str, label: str, options: Sequence[str], default: str, words: Callable[[str], str], *, hidden: bool = False
) -> str:
    """A row of buttons bound to a parameter."""
    value = chosen(name, options, default)
    labels = {option: words(option) for option in options}
    key = f"pilih_{name}"
    st.session_state[key] = value

    def keep() -> None:
        choose(name, st.session_state[key] or value, default)

    st.segmented_control(
        label,
        options,
        key=key,
        format_func=labels.__getitem__,
        on_change=keep,
        required=True,
        label_visibility="collapsed" if hidden else "visible",
    )
    return value


def select(
    name: str, label: str, options: Sequence[str], default: str, words: Callable[[str], str], *, width: int | str = 170
) -> str:
    """A drop-down bound to a parameter; `width` in pixels or "stretch"."""
    value = chosen(name, options, default)
    labels = {option: words(option) for option in options}
    key = f"pilih_{name}"
    st.session_state[key] = value
    st.selectbox(
        label,
        options,
        key=key,
        format_func=labels.__getitem__,
        on_change=lambda: choose(name, st.session_state[key], default),
        width=width,
    )
    return value


def several(
    name: str, label: str, options: Sequence[str], words: Callable[[str], str], *, hidden: bool = False
) -> tuple[str, ...]:
    """Any number of buttons bound to one parameter, joined by commas."""
    value = [option for option in (url.read(name) or "").split(",") if option in options]
    labels = {option: words(option) for option in options}
    key = f"pilih_{name}"
    st.session_state[key] = value
    st.pills(
        label,
        options,
        key=key,
        format_func=labels.__getitem__,
        selection_mode="multi",
        label_visibility="collapsed" if hidden else "visible",
        on_change=lambda: choose(name, ",".join(st.session_state[key]), ""),
    )
    return tuple(value)


def choose_theme() -> str:
    """The row of themes."""
    return segmented(url.THEME, text("choose.theme"), THEMES, THEMES[0], lambda name: text(f"theme.{name}"))


def choose_level(code: str) -> int:
    """The row of levels."""
    shown = url.shown_level(code)
    segmented(url.LEVEL, text("choose.level"), ["1", "2", "3", "4"], url.own_level(code), lambda name: text(f"level.{name}"))
    return shown


def choose_measure(theme: str, level: int) -> Indicator:
    """The chosen indicator of the theme at this level; a widget only where there are several."""
    items = for_theme(theme, level)
    if len(items) == 1:
        return items[0]
    # capacity and reach are one choice at two levels: the service is kept in the address, not the code
    services = {item.service: item for item in items}
    service = segmented(
        url.MEASURE, text("choose.service"), list(services), next(iter(services)), lambda name: text(f"service.{name}")
    )
    return services[service]


def choose_period(item: Indicator, state: Freshness) -> str:
    """The chosen year; a pooled indicator has one period, which is named."""
    years = years_of(item, state)
    if item.pooled:
        st.caption(text("choose.pooled", period=years[0]))
        return years[0]
    return select(
        url.PERIOD,
        text("choose.period"),
        years[::-1],
        newest_year(state),
        lambda year: period_label(year, state),
        width=field_width(),
    )
