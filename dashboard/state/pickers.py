"""Widgets bound to parameters of the address."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.analysis.periods import nearest_period, newest_year, period_label, years_of
from dashboard.state import url
from dashboard.state.theme import field_width
from dashboard.state.url import choose, chosen
from dashboard.words.sentences import literal
from dashboard.words.texts import text
from data.facts.families import head_of, map_levels, named, nearest
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
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    words: Callable[[str], str],
    *,
    hidden: bool = False,
    shown: str = "",
) -> str:
    """A row of buttons bound to a parameter. `shown` is the one that is on where the address asks for none of them."""
    value = chosen(name, options, shown or default)
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
    shown: str = "",
) -> str:
    """A drop-down bound to a parameter; `width` in pixels or "stretch".

    With `always` the default is written too: another page has another default for the same parameter. `shown` is the one that
    is on where the address asks for none of them.
    """
    value = chosen(name, options, shown or default)
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
        placeholder=label,  # Streamlit's own is English
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


def asked_family() -> Indicator:
    """The family of indicators that the address names; the first theme's where it names none that is known."""
    return named(url.asked_indicator() or "") or head_of(for_theme(THEMES[0], 1)[0])


def shown_level(code: str, item: Indicator) -> int:
    """The level that a map of an indicator shows: the one asked for, else the nearest at which the indicator exists."""
    return nearest(map_levels(item), url.asked_level(code))


def choose_level(code: str, item: Indicator) -> int:
    """The row of the levels at which an indicator exists."""
    shown = shown_level(code, item)
    words = {str(level): text(f"level_short.{level}") for level in map_levels(item)}
    segmented(url.LEVEL, text("choose.level"), list(words), url.own_level(code), words.__getitem__, shown=str(shown))
    return shown


def moved_words(code: str, item: Indicator, level: int, period: str) -> str:
    """One line on what the map shows in place of what was asked for; empty where it shows just that."""
    asked, year = url.asked_level(code), url.read(url.PERIOD)
    said = []
    if asked != level:
        said.append(text("choose.other_level", asked=text(f"levels.{asked}"), shown=text(f"levels.{level}")))
    if year and year != period and not item.pooled:
        said.append(text("choose.other_period", asked=year, shown=period))
    if (named_so := url.asked_indicator()) and named(named_so) is None:
        said.append(text("choose.other_indicator", asked=named_so))
    return " ".join(said)


def chosen_period(item: Indicator, state: Freshness, periods: Sequence[str]) -> str:
    """The chosen one of `periods`, where something else lets the reader choose it; the nearest where the address asks for
    another.
    """
    return periods[0] if item.pooled else nearest_period(url.read(url.PERIOD) or newest_year(state), periods)


def choose_period(item: Indicator, state: Freshness) -> str:
    """The chosen year of the store, the nearest where the address asks for another; a pooled indicator has one period, which
    is named.
    """
    years = years_of(item, state)
    if item.pooled:
        st.caption(text("choose.pooled", period=years[0]))
        return years[0]
    shown, asked = chosen_period(item, state, years), url.read(url.PERIOD)
    if asked and asked not in years:
        st.caption(text("choose.other_period", asked=literal(asked), shown=shown))
    return select(
        url.PERIOD,
        text("choose.period"),
        years[::-1],
        newest_year(state),
        lambda year: period_label(year, state),
        width=field_width(),
        shown=shown,
    )
