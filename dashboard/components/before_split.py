"""A region on the map before it was split off: figures of the former region, and this region's share of it."""

import pandas as pd
import streamlit as st

from dashboard.analysis.periods import day_words
from dashboard.cache import answers
from dashboard.components.frame import show_frame
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import indicator
from data.queries import Freshness
from data.store.scope import Scope


def show_before_split(scope: Scope, state: Freshness, region_code: str, indicators: tuple[str, ...], period: str) -> None:
    """Figures of the former region; nothing where the region never changed."""
    found = answers.ask(queries.old_map, scope, state.data_version, region_code, indicators, period)
    if found is None:
        return
    with st.expander(text("split.title"), icon=":material/call_split:"):
        shares = [
            text("split.share", name=row.name, share=number(100 * row.share, 1)) for row in found.parts.itertuples(index=False)
        ]
        st.markdown(
            text("split.words", old=found.old_code, day=day_words(found.valid_from), law=found.source, parts="; ".join(shares))
        )
        figures = found.figures.dropna(subset=["value"])
        if figures.empty:
            st.caption(text("split.none"))
            return
        items = [indicator(code) for code in figures["indicator"]]
        shown = pd.DataFrame(
            {
                text("export.indicator"): [pick(item.short) for item in items],
                text("ranking.value"): [number(v, i.decimals) for v, i in zip(figures["value"], items, strict=True)],
                text("method.unit"): [pick(item.unit) for item in items],
                text("method.numerator"): figures["numerator"].to_numpy(),
                text("method.denominator"): figures["denominator"].to_numpy(),
            }
        )
        show_frame(shown, alt=text("split.title"))
        st.caption(text("split.note", period=period))
