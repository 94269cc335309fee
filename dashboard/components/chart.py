"""The one way to show a chart: the reader's decimal signs, numbers written out, no tool bar, alternative text."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.words.texts import language

_MARGIN = {"l": 8, "r": 8, "t": 8, "b": 8}  # pixels


def show_chart(
    figure: go.Figure, *, key: str, alt: str, height: int, margin: dict[str, int] | None = None, **more: Any
) -> None:
    """Draw the figure, `height` pixels high; `more` goes to `st.plotly_chart`."""
    figure.update_layout(
        template="none", height=height, margin=_MARGIN | (margin or {}), separators=".," if language() == "en" else ",."
    )
    # plotly would write a million as 1M, which in Indonesian is a thousand millions
    figure.update_xaxes(exponentformat="none", separatethousands=True)
    figure.update_yaxes(exponentformat="none", separatethousands=True)
    st.plotly_chart(figure, key=key, alt=alt, **{"config": {"displayModeBar": False}} | more)
