"""The page of an area that does not exist: what was asked for, what it is today, and ways on."""

import streamlit as st

from dashboard.cache.answers import region_row
from dashboard.components.search import show_search
from dashboard.state.url import asked_region, go_to
from dashboard.web.pages import home_region
from dashboard.web.search import successors
from dashboard.words.texts import text
from data.identity.people import Person
from data.queries import Freshness
from geo.regions.codes import ancestors_of, level_of


def is_known(person: Person, state: Freshness) -> bool:
    """Whether the area in the address is one of today's."""
    code = asked_region(person)
    return _is_code(code) and region_row(person.scope, state.boundary_version, code) is not None


def _is_code(code: str) -> bool:
    try:
        level_of(code)
    except ValueError:
        return False
    return True


def show_unknown(person: Person, state: Freshness) -> None:
    """The sentence, the regions that a former code became, the areas around it, and the search."""
    code = asked_region(person)
    became = successors(state.boundary_version, code)
    st.title(text("unknown.title"))
    if became:
        st.markdown(text("unknown.became" if len(became) == 1 else "unknown.split", code=code, was=became[0]["was"]))
        for one in became:
            label = text("unknown.now", name=one["name"], above=one["above"], code=one["code"])
            st.button(label, key=f"sekarang_{one['code']}", on_click=go_to, args=(one["code"],), icon=":material/east:")
    else:
        st.markdown(text("unknown.lead", code=code.replace("`", "")[:40]))
    st.caption(text("unknown.ways"))
    with st.container(horizontal=True, gap="small"):
        for other in dict.fromkeys((*(ancestors_of(code) if _is_code(code) else ()), home_region(person))):
            row = region_row(person.scope, state.boundary_version, other) if other != code else None
            if row is not None:
                st.button(str(row["name"]), key=f"ke_{other}", on_click=go_to, args=(other,))
    with st.container(width=420):
        show_search(state.boundary_version)
