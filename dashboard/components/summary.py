"""A layer in one sentence, above the evidence; also the alternative text of a map."""

from html import escape

import streamlit as st

from dashboard.words.sentences import caution
from data.facts.indicators import Indicator


def show_answer(sentence: str, item: Indicator) -> None:
    """The sentence above the evidence; for arrests always with the note on what they measure."""
    show_sentence(sentence)
    if words := caution(item):
        st.caption(words)


def show_sentence(sentence: str) -> None:
    """A page's answer, before its evidence."""
    st.html(f'<p class="bs-answer">{escape(sentence)}</p>')
