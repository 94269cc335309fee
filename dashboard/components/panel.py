"""The panel beside the map: what is picked, charts, the rows, and how the number is made, each a tab with an address."""

import streamlit as st

from dashboard.cache import answers
from dashboard.components.badges import show_provisional
from dashboard.components.beside import show_beside
from dashboard.components.method import show_method
from dashboard.components.picked import show_areas
from dashboard.components.published import show_published, topics_of
from dashboard.components.ranked import show_ranked
from dashboard.components.spread import show_spread
from dashboard.components.table import show_layer_table
from dashboard.state import pickers, url
from dashboard.state.view import LiveView
from dashboard.state.viewer import ask_again
from dashboard.words.texts import text
from geo.regions.codes import ancestors_of

FRAGMENT = "panel"
_SHORT, _CHARTS, _TABLE, _METHOD = _PARTS = ("ringkas", "grafik", "tabel", "metode")
_CHANGED = "panel_memilih"


@st.fragment(key=FRAGMENT)
def show_panel(view: LiveView, *, alt: str) -> None:
    """The open tab; a pick on the map reruns this part and not the page."""
    ask_again(view.person)
    part = pickers.segmented(url.PART, text("panel.label"), _PARTS, _SHORT, lambda name: text(f"panel.{name}"))

    def note(numbers: list[int]) -> None:
        if len(numbers) == 1:
            view.pick(numbers[0])
        elif numbers:
            view.choose_many(numbers)
        st.session_state[_CHANGED] = bool(numbers)

    with st.container(key=f"panel_{part}"):
        if part == _SHORT:
            show_areas(view)
            show_provisional(view.state, view.item)
            around = tuple(reversed(ancestors_of(view.focus["code"])))
            topics = topics_of(view.item)
            show_published(answers.published(view.person.scope, view.state.data_version, around, topics))
        elif part == _CHARTS:
            show_spread(view, key="sebaran", on_pick=note)
            show_ranked(view)
        elif part == _TABLE:
            show_beside(view)
            show_layer_table(view, key="tabel", alt=alt, on_pick=note)
        else:
            show_method(view.item, expanded=True)
    if st.session_state.pop(_CHANGED, False):
        st.rerun()  # what was picked here shows on the map
