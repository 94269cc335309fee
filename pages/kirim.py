"""Page of sending: template, upload, faults, landing; and previous submissions."""

import streamlit as st

from dashboard.analysis import timeliness
from dashboard.components.breadcrumb import show_place
from dashboard.components.feeds import choose_feed, show_template
from dashboard.components.following import show_following
from dashboard.components.forms import show_form, show_reopening
from dashboard.components.sending import FILE, FORM, choose_office, choose_way, show_history, show_upload
from dashboard.components.sending.session import first_of, in_order, sender, why_not
from dashboard.state.url import region
from dashboard.state.view import current, known_region, own_region
from dashboard.words.texts import pick, text

person, state = current()
focus = known_region(person, state)
show_place(person.scope, state.boundary_version, focus["code"])
st.title(text("send.title"))
with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
    place = str(own_region(person, state, focus)["name"])
    due = timeliness.next_due(person.scope, state.data_version, region(person), timeliness.today(state))
    names = in_order(person, place, due)
    contract = choose_feed(names, default=first_of(person, names), due=due)
    office = choose_office(person, contract, place)
    way = choose_way() if office else FILE
    if way == FILE:
        show_template(contract, person.scope)
st.caption(pick(contract.purpose))
st.caption(text("send.by", senders=", ".join(contract.senders)))
if way == FORM:
    show_form(person, contract, office, state)
elif office:
    show_upload(person, contract, office, state)
else:
    st.info(why_not(person), icon=":material/visibility:")
show_following(person)
show_history(person, sender(person, office), contract, region(person), state, reopening=show_reopening)
