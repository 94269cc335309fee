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


def _key(name: str, value: object) -> str:
    """Key of the widget of a parameter: a new one when the address was changed by anything but the widget.

    A menu that is closed does not hear of the new value: its widget would send the previous one again, as if somebody had
    chosen it.
    """
    given, turn = st.session_state.get(_given(name), (value, 0))
    turn += given != value
    st.session_state[_given(name)] = value, turn
    return f"pilih_{name}_{turn}" if turn else f"pilih_{name}"


def _given(name: str) -> str:
    return f"diberikan_{name}"


def _keep(name: str, value: object, written: str, default: str | None) -> None:
    """Write what somebody chose in the widget."""
    st.session_state[_given(name)] = value, st.session_state[_given(name)][1]
    choose(name, written, default)


def segmented(
    name: str, label: str, options: Sequence[str], default: str, words: Callable[[str], str], *, hidden: bool = False
) -> str:
    """A row of buttons bound to a parameter."""
    value = chosen(name, options, default)
    labels = {option: words(option) for option in options}
    key = _key(name, value)
    st.session_state[key] = value

    def keep() -> None:
        made = st.session_state[key] or value
        _keep(name, made, made, default)

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
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    words: Callable[[str], str],
    *,
    width: int | str = 170,
    always: bool = False,
) -> str:
    """A drop-down bound to a parameter; `width` in pixels or "stretch".

    With `always` the default is written too: another page has another default for the same parameter.
    """
    value = chosen(name, options, default)
    labels = {option: words(option) for option in options}
    key = _key(name, value)
    st.session_state[key] = value

    def keep() -> None:
        made = st.session_state[key]
        _keep(name, made, made, None if always else default)

    st.selectbox(
        label,
        options,
        key=key,
        format_func=labels.__getitem__,
        on_change=keep,
        width=width,
    )
    return value


def several(
    name: str, label: str, options: Sequence[str], words: Callable[[str], str], *, hidden: bool = False
) -> tuple[str, ...]:
    """Any number of buttons bound to one parameter, joined by commas."""
    value = [option for option in (url.read(name) or "").split(",") if option in options]
    labels = {option: words(option) for option in options}
    key = _key(name, value)
    st.session_state[key] = value

    def keep() -> None:
        made = list(st.session_state[key])
        _keep(name, made, ",".join(made), "")

    st.pills(
        label,
        options,
        key=key,
        format_func=labels.__getitem__,
        selection_mode="multi",
        label_visibility="collapsed" if hidden else "visible",
        on_change=keep,
    )
    return tuple(value)


def choose_theme() -> str:
    """The row of themes."""
    return segmented(url.THEME, text("choose.theme"), THEMES, THEMES[0], lambda name: text(f"theme.{name}"))


def choose_level(code: str) -> int:
    """The row of levels."""
    shown = url.shown_level(code)
    segmented(
        url.LEVEL, text("choose.level"), ["1", "2", "3", "4"], url.own_level(code), lambda name: text(f"level_short.{name}")
    )
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


def chosen_period(item: Indicator, state: Freshness) -> str:
    """The chosen year, where something else lets the reader choose it."""
    years = years_of(item, state)
    return years[0] if item.pooled else chosen(url.PERIOD, years[::-1], newest_year(state))


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
