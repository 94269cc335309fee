"""Where the reader is, and the way back up; and a search that flies anywhere."""

import pandas as pd
import streamlit as st

from dashboard import answers, runtime
from dashboard.choices import go_to
from dashboard.texts import text
from data import queries
from data.access.token import Scope
from geo.regions import NATION, ancestors_of, level_of


def region_row(scope: Scope, version: str, code: str) -> pd.Series | None:
    """The row of a region of today, or ``None`` for a code that is not one."""
    frame = answers.regions(scope, version, level_of(code))
    at = int(frame["code"].searchsorted(code))
    return frame.iloc[at] if at < len(frame) and frame["code"].iat[at] == code else None


def show_place(scope: Scope, version: str, code: str) -> None:
    """The way here and the search, side by side."""
    trail, field = st.columns([3, 2], vertical_alignment="center")
    with trail:
        _show_breadcrumb(scope, version, code)
    with field:
        _show_search(scope)


def _show_breadcrumb(scope: Scope, version: str, code: str) -> None:
    """One button per ancestor; the last one is the region itself."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for ancestor in ancestors_of(code):
            row = region_row(scope, version, ancestor)
            if row is None:
                continue
            here = ancestor == code
            st.button(
                str(row["name"]), key=f"jejak_{ancestor}", type="secondary" if here else "tertiary",
                on_click=go_to, args=(ancestor,), icon=None if ancestor != NATION else ":material/public:",
            )  # fmt: skip


def _show_search(scope: Scope) -> None:
    """A field for names or codes; each hit is a button."""
    words = st.text_input(
        text("search.label"), key="cari", placeholder=text("search.placeholder"), label_visibility="collapsed",
        icon=":material/search:",
    )  # fmt: skip
    if not words or len(words.strip()) < 2:
        return
    hits = queries.search(runtime.store(), scope, words)
    if hits.empty:
        st.caption(text("search.none", words=words))
        return

    def fly(code: str) -> None:
        go_to(code)
        st.session_state["cari"] = ""

    with st.container(horizontal=True, gap="small"):
        for row in hits.itertuples():
            label = f"{row.name} · {text('level.' + str(row.level))} {row.code}"
            st.button(label, key=f"hasil_{row.code}", on_click=fly, args=(row.code,))
