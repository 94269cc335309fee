"""An empty store says what is missing and who provides it."""

import streamlit as st

from dashboard.texts import pick, text
from data.indicators import registry


def show_empty() -> None:
    """One line per indicator: what it is and whose data it waits for."""
    st.info(text("empty.lead"), icon=":material/inventory_2:")
    for item in registry().values():
        st.markdown(f"- **{pick(item.name)}** — {text('empty.waits', source=pick(item.source))}")
    st.caption(text("empty.next"))
