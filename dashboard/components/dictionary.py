"""Indicators as a dictionary: definition, formula, worked rules, editions and changes, made from registry and rules."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.components.frame import show_frame
from dashboard.state import pickers
from dashboard.words.texts import number, pick, text
from data.facts.indicators import GROUPS, Indicator, in_group, indicator, registry
from data.facts.rules import Row, rules_of

PARAMETER = "indikator"


def find(words: str) -> list[Indicator]:
    """Indicators in whose code, name, definition, parts, caveats or feeds every word stands, in either language."""
    wanted = words.casefold().split()
    return [item for item in registry().values() if all(word in _all_words(item) for word in wanted)]


def _all_words(item: Indicator) -> str:
    texts = [item.name, item.short, item.definition, item.unit, item.numerator, item.source, *item.caveats]
    texts += [item.denominator] if item.denominator else []
    words = [item.code, item.legal_basis, item.edition, *item.feeds, text(f"group.{item.group}")]
    return " ".join([*words, *(part for both in texts for part in both.values())]).casefold()


def choose_indicator() -> Indicator | None:
    """A search, the list of what it found by group, and the one chosen; ``None`` where nothing was found."""
    words = st.text_input(
        text("dict.search"), key="cari_indikator", icon=":material/search:", placeholder=text("dict.search_hint")
    )
    found = {item.code for item in find(words)}
    ordered = [item.code for group in GROUPS for item in in_group(group) if item.code in found]
    st.caption(text("dict.found", count=number(len(ordered)), total=number(len(registry()))))
    if not ordered:
        return None
    code = pickers.select(
        PARAMETER,
        text("dict.indicator"),
        ordered,
        ordered[0],
        lambda name: f"{text('group.' + indicator(name).group)} · {pick(indicator(name).name)}",
        width="stretch",
    )
    return indicator(code)


def show_indicator(item: Indicator) -> None:
    """Everything that is written down about an indicator."""
    st.subheader(pick(item.name))
    st.markdown(pick(item.definition))
    rows = [
        (text("dict.code"), item.code),
        (text("method.numerator"), pick(item.numerator)),
        *([(text("method.denominator"), pick(item.denominator))] if item.denominator else []),
        (text("dict.parts"), _sum(item.top) + (f" ÷ {_sum(item.bottom)}" if item.bottom else "")),
        (text("method.unit"), pick(item.unit)),
        (text("dict.levels"), ", ".join(text(f"level.{level}") for level in item.levels)),
        (text("dict.grains"), ", ".join(text(f"grain.{grain.code}") for grain in item.grains) or text("grain.gabungan")),
        (text("method.sensitivity"), text("sensitivity." + item.sensitivity.name.lower())),
        (text("dict.small"), text(f"small.{item.small or 'tidak'}")),
        (text("dict.feeds"), ", ".join(item.feeds)),
        (text("method.source"), pick(item.source)),
        (text("method.legal"), item.legal_basis or "–"),
    ]
    frame = pd.DataFrame(rows, columns=[text("dict.what"), text("dict.content")])
    show_frame(frame, most=10_000, alt=pick(item.name))
    for caveat in item.caveats:
        st.caption(pick(caveat))
    _show_bands(item)
    _show_rules(item)
    _show_history(item)


def _sum(terms: Sequence[tuple[float, str]]) -> str:
    words = []
    for factor, part in terms:
        times = "" if abs(factor) == 1 else f"{abs(factor):g} × "
        words.append(f"{'−' if factor < 0 else '+'} {times}{part}")
    return " ".join(words).removeprefix("+ ")


def _show_bands(item: Indicator) -> None:
    if not item.edges:
        return
    st.markdown(f"**{text('dict.bands')}**")
    lower = [float("-inf"), *item.edges[:-1]]
    frame = pd.DataFrame(
        {
            text("table.state"): [pick(label) for label in item.labels],
            text("dict.over"): ["" if edge == float("-inf") else number(edge, item.decimals) for edge in lower],
            text("dict.upto"): [number(edge, item.decimals) for edge in item.edges],
        }
    )
    show_frame(frame, alt=text("dict.bands"))
    st.caption(text("dict.edition", edition=item.edition, source=item.edition_source, since=item.valid_from))


def _show_rules(item: Indicator) -> None:
    found = rules_of(item.code)
    st.markdown(f"**{text('dict.rules')}**")
    if not found:
        st.caption(text("dict.no_rules"))
    for rule in found:
        with st.expander(rule.words, icon=":material/calculate:"):
            st.caption(text("dict.given"))
            for table, given in rule.given.items():
                st.markdown(f"`{table}`")
                _show_rows(given)
            st.caption(text("dict.expect"))
            _show_rows([row for row in rule.expect if row["indicator"] == item.code])


def _show_rows(rows: Sequence[Row]) -> None:
    frame = pd.DataFrame([{name: _cell(value) for name, value in row.items()} for row in rows]).fillna("")
    show_frame(frame.loc[:, (frame != "").any()], most=240, alt=text("dict.worked"))


def _cell(value: object) -> str:
    """A value of an example with every digit it was given; whole numbers may be years and codes and stay as they are."""
    if not isinstance(value, float):
        return "" if value is None else str(value)
    return "" if value != value else number(value, len(str(value).partition(".")[2]))


def _show_history(item: Indicator) -> None:
    st.markdown(f"**{text('dict.history')}**")
    if not item.history:
        st.caption(text("dict.no_history"))
    for change in item.history:
        st.markdown(f"- {change.date}: {pick(change.words)}")
