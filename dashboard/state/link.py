"""The one way to link to another page, in the same window unless stated; Streamlit's own links open another one."""

from html import escape

import streamlit as st

from dashboard.cache.runtime import here


def show_link(label: str, to: str, *, icon: str, plain: bool = False, download: str = "", new: bool = False) -> None:
    """A link to an address of ours, drawn as a button, or `plain`; `icon` is a name of the Material Symbols.

    With `download` the browser saves the target under that name; `new` opens another tab.
    """
    saved = f' download="{escape(download)}"' if download else ""
    at = here(to) if to.startswith("/") else to
    where = "_blank" if new else "_self"
    st.html(
        f'<a class="bs-file{" bs-link" if plain else ""}" href="{escape(at)}" target="{where}" rel="noopener"{saved}>'
        f'<span class="bs-icon" aria-hidden="true">{escape(icon)}</span>{escape(label)}</a>',
        width="content",
    )
