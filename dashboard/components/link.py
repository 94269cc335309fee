"""One way to lead somewhere else in the same window; Streamlit's own links open another one."""

from html import escape

import streamlit as st


def show_link(label: str, to: str, *, icon: str, plain: bool = False, download: str = "") -> None:
    """A link to an address of ours, drawn as a button, or `plain`; `icon` is a name of the Material Symbols.

    With `download` the browser saves what is there under that name.
    """
    saved = f' download="{escape(download)}"' if download else ""
    st.html(
        f'<a class="bs-file{" bs-link" if plain else ""}" href="{escape(to)}" target="_self"{saved}>'
        f'<span class="bs-icon" aria-hidden="true">{escape(icon)}</span>{escape(label)}</a>',
        width="content",
    )
