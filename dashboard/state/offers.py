"""Files offered on the page of this session, and framed pages in it."""

from collections.abc import Callable

import streamlit as st

from dashboard.web.downloads import Offers, offer_to
from data.store.scope import Scope

_KEY = "tawaran_berkas"


def offer(make: Callable[[], bytes], *, scope: Scope, file_name: str, mime: str, framed: bool = False) -> str:
    """The ticket of a file; its address leads to the file as it is shown now."""
    mine: Offers = st.session_state.setdefault(_KEY, {})
    return offer_to(mine, make, scope=scope, file_name=file_name, mime=mime, framed=framed)
