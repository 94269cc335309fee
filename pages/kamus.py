"""What every feed holds: made from the contracts, so that it cannot drift."""

import streamlit as st

from dashboard.components.feeds import choose_feed, show_dictionary, show_feeds, show_template
from dashboard.texts import text
from dashboard.view import current

current()
st.title(text("dict.title"))
with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
    contract = choose_feed()
    show_template(contract)
show_dictionary(contract)
show_feeds()
