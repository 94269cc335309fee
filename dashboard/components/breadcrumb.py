"""The path to the chosen region with buttons back up, and a search field for any region."""

import streamlit as st

from dashboard.cache.answers import region_row
from dashboard.cache.runtime import previews
from dashboard.components.search import show_search
from dashboard.state.url import go_to
from data.store.scope import Scope
from geo.regions.codes import NATION, ancestors_of


def show_place(scope: Scope, version: str, code: str) -> None:
    """Breadcrumb and search, side by side."""
    trail, field = st.columns([3, 2], vertical_alignment="center")
    with trail:
        _show_breadcrumb(scope, version, code)
    with field:
        show_search(version)


def _show_breadcrumb(scope: Scope, version: str, code: str) -> None:
    """One button per ancestor; the last one is the region itself."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for ancestor in ancestors_of(code):
            row = region_row(scope, version, ancestor)
            if row is None or (previews() and ancestor == NATION):
                continue
            here = ancestor == code
            st.button(
                str(row["name"]),
                key=f"jejak_{ancestor}",
                type="secondary" if here else "tertiary",
                on_click=go_to,
                args=(ancestor,),
                icon=None if ancestor != NATION else ":material/public:",
            )
