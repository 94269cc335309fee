"""A layer in one sentence: the answer before the evidence, and what a screen reader hears of a map."""

from html import escape

import streamlit as st

from dashboard.words.texts import pick
from data.facts.indicators import Indicator


def show_answer(sentence: str, item: Indicator) -> None:
    """The sentence above the evidence; arrests never go without what they measure."""
    st.html(f'<p class="bs-answer">{escape(sentence)}</p>')
    if item.theme == "penangkapan":
        st.caption(pick(item.caveats[0]))
