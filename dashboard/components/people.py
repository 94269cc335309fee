"""How many people are in rehabilitation: one answer, with how sure it is, for those who may know."""

import streamlit as st

from dashboard import answers
from dashboard.texts import number, text
from data.access.roles import Sensitivity
from data.access.token import Scope
from data.queries import Freshness


def show_people(scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """Unique people of all agencies together, of each, and service contacts; nothing below restricted clearance."""
    if scope.clearance < Sensitivity.TERBATAS:
        return
    found = answers.people_in_rehab(scope, state.data_version, region_code, period)
    if not found.contacts:
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
