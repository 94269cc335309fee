"""The path to the chosen region and the field that finds any other, as one line."""

import streamlit as st

from dashboard.cache.answers import region_row
from dashboard.cache.runtime import previews
from dashboard.components.search import show_search
from data.store.scope import Scope
from geo.regions.codes import NATION, ancestors_of


def show_place(scope: Scope, version: str, code: str) -> None:
    """Path and search. A preview has no nation to go up to."""
    rows = [region_row(scope, version, one) for one in ancestors_of(code) if not (previews() and one == NATION)]
    with st.container(key="tempat"):
        show_search(version, [(str(row["code"]), str(row["name"])) for row in rows if row is not None])
