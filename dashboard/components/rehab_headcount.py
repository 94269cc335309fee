"""How many people are in rehabilitation: one answer with its interval, for those who may see it."""

import streamlit as st

from dashboard.analysis.rehab_headcount import people_answer, people_words
from dashboard.words.texts import number, text
from data.queries import Freshness, PeopleInRehab
from data.store.scope import Scope

_ASKED = "orang_dalam_rehabilitasi"


def show_people(scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """Unique people of all agencies together and of each, and periods of service. Queried once per session and state of the
    data.
    """
    kept: dict[tuple[object, ...], PeopleInRehab | None] = st.session_state.setdefault(_ASKED, {})
    asked = (scope, state.data_version, region_code, period)
    if asked not in kept:
        kept[asked] = people_answer(scope, region_code, period)
    found = kept[asked]
    if found is None:
        return
    with st.expander(text("people.title", period=period), icon=":material/groups:"):
        st.markdown(people_words(found))
        each = sorted(found.by_agency.items(), key=lambda pair: -pair[1])
        st.caption(text("people.each", agencies=", ".join(f"{name} {number(count)}" for name, count in each)))
        st.caption(text("people.contacts", contacts=number(found.contacts)))
