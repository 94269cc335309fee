"""Page of jobs, for administrators: computing facts, quality rules, the bulletin."""

import streamlit as st

from dashboard.components.following import show_following
from dashboard.components.jobs import show_jobs, show_start
from dashboard.state.view import current
from dashboard.words.texts import text
from data.model.roles import Act, may

person, _ = current()
st.title(text("job.title"))
if not (person.administers and may(person, Act.ADMINISTER)):
    st.info(text("account.only"), icon=":material/lock:")
    st.stop()

st.caption(text("job.about"))
show_following(person)
show_jobs(person)
show_start(person)
