"""The one way to show a table: numbers as the reader writes them, a dash for no value, no higher than its rows."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard.state import theme
from dashboard.words.texts import number

_HEADING = 38  # pixels
_ROW = 35


def written(frame: pd.DataFrame, decimals: Mapping[str, int] | None = None) -> Styler:
    """The frame with numbers as the reader writes them, whole where `decimals` names none; columns still sort by value."""
    frame = frame.apply(_worded)
    numeric = frame.select_dtypes("number").columns
    places = decimals or {}
    return frame.style.format({name: partial(number, decimals=places.get(name, 0)) for name in numeric}, na_rep="–")


def _worded(column: pd.Series) -> pd.Series:
    """A column of numbers and of words such as "<5", written as a whole: a table in a browser has one kind a column."""
    if column.dtype != object or not column.map(lambda cell: isinstance(cell, int | float)).any():
        return column
    return column.map(lambda cell: number(cell) if isinstance(cell, int | float) and cell == cell else cell)


def by_heading(name: str, headings: Iterable[str]) -> dict[str, Any]:
    """Column settings: as wide as the headings, and the column of names always in sight."""
    fitted = {heading: st.column_config.Column(width=24 + 7 * len(heading)) for heading in headings}
    return fitted | {name: st.column_config.Column(pinned=True, width=130)}


def show_frame(
    frame: pd.DataFrame | Styler, decimals: Mapping[str, int] | None = None, *, alt: str, most: int = 420, **more: Any
) -> Any:
    """Show a table, at most `most` pixels high; `more` goes to `st.dataframe`, whose result is returned.

    A Styler is shown as it is: its cells were written before they were coloured.
    """
    styled = frame if isinstance(frame, Styler) else written(frame, decimals)
    height = min(most, _HEADING + _ROW * max(len(styled.data), 1))
    if theme.screen() == "proyektor":  # rows are as much higher as their letters
        height = round(height * theme.PROJECTED)
    return st.dataframe(styled, hide_index=True, height=height, placeholder="–", alt=alt, **more)
