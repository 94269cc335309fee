"""Charts wait for the map: the chart library is 4.7 MB, and parsing it would delay the first picture by a second."""

import streamlit as st

_PAINTED = "peta_sudah_digambar"


def map_painted() -> bool:
    """Whether the browser reported, in this session, that a map is drawn."""
    return bool(st.session_state.get(_PAINTED))


def note_painted() -> None:
    """Record that the browser drew its map; charts follow in the next run."""
    st.session_state[_PAINTED] = True


def chart_place(height: int) -> bool:
    """True when a chart may be drawn here; else a placeholder keeps its space."""
    if not map_painted():
        st.skeleton(height=height)
    return map_painted()
