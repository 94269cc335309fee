"""Page of methods: every figure and feed, made from registry, worked rules and contracts, so that it cannot drift."""

import streamlit as st

from dashboard.components.dictionary import choose_indicator, show_indicator
from dashboard.components.feeds import choose_feed, show_dictionary, show_feeds, show_template
from dashboard.state.view import current
from dashboard.words.texts import text

person, _ = current()
st.title(text("dict.title"))
figures, files = st.tabs([text("dict.figures"), text("dict.files")])
with figures:
    item = choose_indicator()
    if item is not None:
        show_indicator(item)
with files:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        contract = choose_feed()
        show_template(contract, person.scope)
    show_dictionary(contract)
    show_feeds()
