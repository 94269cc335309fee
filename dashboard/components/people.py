"""How many people are in rehabilitation: one answer, with how sure it is, for those who may know."""

from dataclasses import replace

import streamlit as st

from dashboard import answers
from dashboard.texts import number, text
from data.access.roles import OPENERS
from data.access.token import Scope
from data.indicators import SMALL_COUNT
from data.queries import Freshness
from geo.regions import NATION


def show_people(scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """Unique people of all agencies together, of each, and service contacts; for restricted roles alone.

    While small numbers are closed there is one answer, that of the person's own area, and none where a part of it is small:
    areas inside it could be subtracted from each other.
    """
    if scope.role not in OPENERS or not (scope.opened or (region_code.removeprefix(NATION) in scope.prefixes)):
        return
    found = answers.people_in_rehab(replace(scope, opened=True), state.data_version, region_code, period)
    parts = (found.contacts, found.most, found.least, *found.by_agency.values())
    if not found.contacts or (not scope.opened and any(0 < part < SMALL_COUNT for part in parts)):
        return
    with st.expander(text("people.title", period=period), icon=":material/groups:"):
        sure = found.least == found.most
        st.markdown(
            text("people.exact", people=number(found.most))
            if sure
            else text("people.between", least=number(found.least), most=number(found.most))
        )
        each = sorted(found.by_agency.items(), key=lambda pair: -pair[1])
        st.caption(text("people.each", agencies=", ".join(f"{name} {number(count)}" for name, count in each)))
        st.caption(text("people.contacts", contacts=number(found.contacts)))
