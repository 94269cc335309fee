"""The chosen state, kept in the address, so that a link reopens the same view."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.cache.runtime import previews
from dashboard.web.where import base
from dashboard.words.texts import PARAMETER, ask_for_language
from data.identity.people import Person
from data.ops.preview import PREFIX
from geo.regions.codes import NATION, Level, level_of

REGION, THEME, LEVEL, PERIOD, MEASURE = "w", "tema", "tingkat", "periode", "ukuran"
PICKED, METHOD, COMPARE, LAYERS, BELOW = "pilih", "kelas", "banding", "lapis", "bawah"


def _language() -> str | None:
    """What the address says of the language; ``None`` outside of a page's run."""
    if not st.runtime.exists() or st.runtime.scriptrunner.get_script_run_ctx(suppress_warning=True) is None:
        return None
    return st.query_params.get(PARAMETER)


ask_for_language(_language)


def chosen(name: str, options: Sequence[str], default: str) -> str:
    """The value of a parameter; the default where it is absent or not among `options`."""
    value = st.query_params.get(name, default)
    return value if value in options else default


def choose(name: str, value: str, default: str | None = None) -> None:
    """Write a parameter; a default is not written, so that addresses stay short."""
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def picked() -> str:
    """Code of the region picked on the map or in a table; empty where there is none."""
    return st.query_params.get(PICKED, "")


def home_region(person: Person) -> str:
    """The region a person starts at: the only one granted, else the nation."""
    return person.prefixes[0] if len(person.prefixes) == 1 and person.prefixes[0] else NATION


def region(person: Person) -> str:
    """The chosen region; a malformed code counts as none. In a preview, a region of its province."""
    code = st.query_params.get(REGION, home_region(person))
    try:
        level_of(code)
    except ValueError:
        code = home_region(person)
    # a preview has one province: its figures of the nation would be that province's under another name
    return PREFIX if previews() and not code.startswith(PREFIX) else code


def go_to(code: str) -> None:
    """Choose a region and show the level below it (villages show their own)."""
    st.query_params[REGION] = code
    choose(PICKED, "", "")
    st.query_params[LEVEL] = str(min(level_of(code) + 1, Level.VILLAGE))


def shown_level(code: str) -> int:
    """The level that a map shows: the chosen one, else the one below the chosen region."""
    default = str(min(level_of(code) + 1, Level.VILLAGE))
    return int(chosen(LEVEL, ["1", "2", "3", "4"], default))


def address(page: str) -> str:
    """The address of this view, for links in documents. Empty outside of a page's run, or where no host can be trusted."""
    here = base(st.context.url or "")
    if not here:
        return ""
    chosen = {name: st.query_params[name] for name in st.query_params}
    return f"{here}/{page}" + (f"?{urlencode(chosen)}" if chosen else "")
