"""Charts wait for the map: the chart library is 4.7 MB, and parsing it would hold the first picture up by a second."""

import streamlit as st

_PAINTED = "peta_sudah_digambar"


def map_painted() -> bool:
    """Whether the browser said, in this session, that a map stands."""
    return bool(st.session_state.get(_PAINTED))


def note_painted() -> None:
    """The browser said so; the run after this one brings the charts."""
    st.session_state[_PAINTED] = True


def chart_place(height: int) -> bool:
    """True when a chart may be drawn here; else its place is kept."""
    if not map_painted():
        st.skeleton(height=height)
    return map_painted()
