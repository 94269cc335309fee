"""A map that is drawn as HTML, kept by what it shows, and framed; and what its colours mean, beside it."""

import hashlib
from collections.abc import Callable, Iterable
from html import escape
from threading import Condition

import pandas as pd
import streamlit as st
from cachetools import LRUCache, cached

from dashboard.cache.runtime import here
from dashboard.state.offers import offer
from dashboard.words.texts import language
from data.store.scope import Scope

_HEIGHT = 460  # pixels
_MOST_MAPS = 32  # kept; one is up to a megabyte


def show_drawn(name: str, shown: Iterable[object], draw: Callable[[], str], scope: Scope, alt: str) -> None:
    """A frame with the map of `draw`, which follows from what is `shown`: frames of pandas, and values as they are written."""
    digest = _digest(*shown, language(), here(""))
    made = _drawn(name, digest, draw)
    # named by content: another map needs another address, or the frame would not load it
    ticket = offer(lambda: made, scope=scope, file_name=f"{name}_{digest[:16]}.html", mime="text/html", framed=True)
    st.iframe(here(f"/bingkai/{ticket}"), height=_HEIGHT, alt=alt)


def show_keys(keys: Iterable[tuple[str, str, str]]) -> None:
    """A line of swatches: the colour, what it means, and its border (CSS)."""
    shape = "display:inline-block;width:1.1em;height:.8em;margin:0 .4em 0 0"
    parts = "".join(
        f'<span style="display:inline-block;margin-right:1.2em"><i style="{shape};border:{border};background:{colour}"></i>'
        f"{escape(words)}</span>"
        for colour, words, border in keys
    )
    st.html(f'<div style="font-size:.9rem;line-height:1.7">{parts}</div>')


@cached(LRUCache(_MOST_MAPS), key=lambda name, digest, draw: (name, digest), condition=Condition())
def _drawn(name: str, digest: str, draw: Callable[[], str]) -> bytes:
    """A map, kept: the nation's takes a second or two to draw, and a page runs at every choice."""
    return draw().encode()


def _digest(*shown: object) -> str:
    words = "\0".join(one.astype(str).to_json() if isinstance(one, pd.DataFrame) else str(one) for one in shown)
    return hashlib.sha256(words.encode()).hexdigest()
