"""Cards: a number, its change, interval, comparison, target and source."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.attention import comparable, promise_words
from dashboard.analysis.figure import compared
from dashboard.analysis.overview import Card
from dashboard.analysis.periods import year_before
from dashboard.analysis.same_months import same_months
from dashboard.cache import answers
from dashboard.components.explain import explain_button
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data.model.period import Grain
from data.queries import Freshness, trend_of
from data.store.scope import Scope

_IN_A_ROW = 4


def show_cards(cards: Sequence[Card], scope: Scope, state: Freshness) -> None:
    """Cards side by side, four in a row; on a phone two."""
    for first in range(0, len(cards), _IN_A_ROW):
        with st.container(key=f"kartu_baris_{cards[first].item.code}"):
            columns = st.columns(_IN_A_ROW)
        for column, card in zip(columns, cards[first : first + _IN_A_ROW], strict=False):
            with column, st.container(border=True, height="stretch"):
                _show(card, scope, state)
                explain_button(
                    scope, state, card.item.code, str(card.now["region_code"]), card.period, key=f"kartu_{card.item.code}"
                )


def _show(card: Card, scope: Scope, state: Freshness) -> None:
    now, item = card.now, card.item
    if pd.isna(now["value"]):
        st.metric(pick(item.short), "–")
        st.caption(status_words(int(now["status"]), item))
        return
    unfair = card.part_year and item.accumulates
    rows = comparable(card.rows, item)
    running = None
    if unfair:
        code = str(now["region_code"])
        months = answers.series(scope, state.data_version, code, (item.code,), Grain.MONTH)
        running = same_months(months, item, card.period, state.last_day)
    found = compared(card.rows, now, item, card.period, running, part_year=card.part_year)
    change = round(found[0] - found[1], item.decimals) if found else None
    whole = rows[rows["period"] <= card.period]
    if card.part_year:
        whole = whole[whole["period"] < card.period] if item.accumulates else whole
    known = whole["value"].dropna().tolist()
    st.metric(
        pick(item.short),
        number(now["value"], item.decimals),
        delta=None if not change else f"{'+' if change > 0 else ''}{number(change, item.decimals)}",
        delta_color={"netral": "off", "rendah_baik": "inverse"}.get(item.direction, "normal"),
    )
    if len(known) > 1:
        st.html(_line(known))
    parts = [pick(item.unit)]
    if item.has_plain_parts and pd.notna(now["numerator"]) and pd.notna(now["denominator"]):
        parts.append(text("card.parts", numerator=number(now["numerator"]), denominator=number(now["denominator"])))
    if running is not None and found:
        parts.append(text("card.same_months", months=running.months, year=year_before(card.period)))
    elif unfair:
        parts.append(text("card.part_year"))
    if card.rows["period"].min() < item.comparable_from:
        parts.append(text("card.break", year=item.comparable_from))
    st.caption(" · ".join(parts))
    st.caption(" ".join(_judged(card, whole)))


def _line(values: Sequence[float]) -> str:
    """A small area under the years' line whose axis begins at zero: on a cut one, a fall from 8.0 to 7.9 looks like a cliff.

    It is cut out of a box by its style, because Streamlit takes drawings out of the HTML that it shows.
    """
    low, high = min(0.0, *values), max(0.0, *values)
    tall = (high - low) or 1.0
    points = [f"{100 * at / (len(values) - 1):.1f}% {96 - 88 * (value - low) / tall:.1f}%" for at, value in enumerate(values)]
    zero = 96 - 88 * (0 - low) / tall
    shape = ",".join([f"0% {zero + 2:.1f}%", *points, f"100% {zero + 2:.1f}%"])
    return f'<div class="bs-spark" aria-hidden="true"><i style="clip-path:polygon({shape})"></i></div>'


def _judged(card: Card, whole: pd.DataFrame) -> list[str]:
    """Sentences on interval, comparison, trend and target."""
    now, item = card.now, card.item
    words = []
    if np.isfinite(now["low"]):
        low, high = number(now["low"], item.decimals), number(now["high"], item.decimals)
        words.append(text("card.interval", low=low, high=high))
    if now["reliability"] in ("hati_hati", "goyah"):
        words.append(text("card.few", word=text(f"reliability.{now['reliability']}")))
    for name, other in ((card.above_name, "above"), (text("card.nation"), "nation")):
        if name and np.isfinite(now[other]):
            verdict = str(now[f"versus_{other}"])
            words.append(text(f"versus.{verdict}", name=name, value=number(now[other], item.decimals)))
    trend = trend_of(whole, item).word
    if trend in ("naik", "stabil", "turun"):
        words.append(text(f"trend_word.{trend}"))
    if card.promise is not None and np.isfinite(card.promise.way.planned):
        words.append(promise_words(card.promise, item))
    return words
