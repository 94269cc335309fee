"""The evidence under a map, each piece one click away: how values spread, and the rows themselves."""

import streamlit as st

from dashboard.components import downloads
from dashboard.components.ranked import show_ranked
from dashboard.components.spread import show_spread
from dashboard.components.table import show_layer_table
from dashboard.state import pickers, url
from dashboard.state.view import LiveView
from dashboard.state.viewer import ask_again
from dashboard.words.texts import text

_PARTS = ("sebaran", "peringkat", "tabel")


FRAGMENT = "bawah"
_CHANGED = "bawah_memilih"


@st.fragment(key=FRAGMENT)
def show_below(view: LiveView, *, alt: str) -> None:
    """The parts that the reader opened, in a fixed order."""
    ask_again(view.person)

    def note(numbers: list[int]) -> None:
        if len(numbers) == 1:
            view.pick(numbers[0])
        elif numbers:
            view.choose_many(numbers)
        st.session_state[_CHANGED] = bool(numbers)

    opened = pickers.several(url.BELOW, text("below.label"), _PARTS, lambda name: text(f"below.{name}"), hidden=True)
    if "sebaran" in opened:
        show_spread(view, key="sebaran", on_pick=note)
    if "peringkat" in opened:
        show_ranked(view)
    if "tabel" in opened:
        show_layer_table(view, key="tabel", alt=alt, on_pick=note)
    # here and not in the page: a run of a fragment drops files that only the page offered
    downloads.show_downloads(view)
    if st.session_state.pop(_CHANGED, False):
        st.rerun()  # what was picked here shows on the map
