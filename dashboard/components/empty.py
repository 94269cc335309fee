"""The page of an empty store: what is missing and who provides it."""

import streamlit as st

from dashboard.components.following import show_following
from dashboard.state.view import current
from dashboard.words.texts import pick, text
from data.facts.indicators import GROUPS, in_group


def show_empty() -> None:
    """One line per group of indicators: what it is and whose data it needs."""
    st.info(text("empty.lead"), icon=":material/inventory_2:")
    for group in GROUPS:
        sources = dict.fromkeys(pick(item.source) for item in in_group(group))
        st.markdown(f"- **{text(f'group.{group}')}** — {text('empty.waits', source='; '.join(sources))}")
    st.caption(text("empty.next"))
    show_following(current()[0])  # the first submission may be waiting for its figures
