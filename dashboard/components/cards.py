"""Cards: a number, its change and its benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.texts import number, pick, text
from data.indicators import Indicator


@dataclass(frozen=True)
class Card:
    """`rows` are those of `queries.series` for the region; `above` those of the region it is compared with.

    `part_year`: the period is not over, so that counts that grow through the year have no fair change."""

    item: Indicator
    rows: pd.DataFrame
    above: pd.DataFrame
    above_name: str
    period: str
    part_year: bool


def show_cards(cards: Sequence[Card]) -> None:
    """Cards side by side; on a phone one below the other."""
    columns = st.columns(len(cards))
    for column, card in zip(columns, cards, strict=True):
        with column, st.container(border=True, height="stretch"):
            _show(card)


def _show(card: Card) -> None:
    now, before = _row(card.rows, card.period), _row(card.rows, str(int(card.period) - 1))
    if now is None or pd.isna(now["value"]):
        reason = text("nothing.tidak_dilaporkan") if now is None or now["status"] == 2 else text("nothing.disembunyikan")
        st.metric(pick(card.item.short), "–")
        st.caption(reason)
        return
    change = None
    unfair = card.part_year and card.item.accumulates
    if before is not None and pd.notna(before["value"]) and not unfair:
        change = round(now["value"] - before["value"], card.item.decimals)
    whole = card.rows[card.rows["period"] < card.period] if unfair else card.rows
    known = whole.dropna(subset=["value"])["value"].tolist()
    neutral = card.item.direction == "netral"
    st.metric(
        pick(card.item.short),
        number(now["value"], card.item.decimals),
        delta=None if change is None else f"{'+' if change > 0 else ''}{number(change, card.item.decimals)}",
        delta_color="off" if neutral else "normal",
        chart_data=known if len(known) > 1 else None,
    )
    parts = [pick(card.item.unit)]
    if pd.notna(now["numerator"]) and pd.notna(now["denominator"]):
        parts.append(text("card.parts", numerator=number(now["numerator"]), denominator=number(now["denominator"])))
    benchmark = _row(card.above, card.period)
    if benchmark is not None and pd.notna(benchmark["value"]):
        parts.append(f"{card.above_name}: {number(benchmark['value'], card.item.decimals)}")
    if unfair:
        parts.append(text("card.part_year"))
    st.caption(" · ".join(parts))


def _row(rows: pd.DataFrame, period: str) -> pd.Series | None:
    found = rows[rows["period"] == period]
    return found.iloc[0] if len(found) else None
