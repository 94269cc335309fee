"""Who owed what, when it came, what is late; and the list to send round."""

import streamlit as st

from dashboard import timely
from dashboard.choices import select
from dashboard.components.badges import marks_of_data
from dashboard.components.breadcrumb import show_place
from dashboard.components.table import written
from dashboard.exports import plain_csv
from dashboard.texts import number, pick, text
from dashboard.view import current, known_region
from data.feeds import feeds

person, state = current()
focus = known_region(person, state)
code = str(focus["code"])
day = timely.today(state)
show_place(person.scope, state.boundary_version, code)
st.title(text("duty.title", place=focus["name"]))
overview = timely.overview(person.scope, state.data_version, code, day)
if overview.empty:
    st.info(text("duty.none"), icon=":material/inventory_2:")
    st.stop()
missing, late = int(overview["belum"].sum()), int(overview["terlambat"].sum())
st.html(f'<p class="bs-answer">{text("duty.answer", missing=number(missing), late=number(late), day=day)}</p>')
heads = {"title": text("duty.feed"), "owed": text("duty.owed"), "share": text("duty.share")} | {
    name: text(f"duty.{name}") for name in timely.STATUSES
}
shown = overview.drop(columns="feed").rename(columns=heads)
st.dataframe(written(shown, {text("duty.share"): 0}), hide_index=True, height=38 + 35 * len(shown), alt=text("duty.feed"))

names = list(overview["feed"])
worst = overview.sort_values("belum", ascending=False)["feed"].iat[0]
name = select("umpan", text("send.feed"), names, worst, lambda feed: pick(feeds()[feed].title), width=380)
found = timely.duties(person.scope, state.data_version, name, code, day)
st.subheader(pick(feeds()[name].title))
st.caption(
    text(
        "duty.signs",
        on_time=timely.SIGNS["tepat"],
        late=timely.SIGNS["terlambat"],
        missing=timely.SIGNS["belum"],
        not_yet=timely.SIGNS["belum_jatuh_tempo"],
    )
)
table = timely.matrix(found).rename(columns={"sender": text("history.sender"), "region_code": text("history.area")})
st.dataframe(table, hide_index=True, height=min(520, 38 + 35 * len(table)), alt=text("duty.title", place=focus["name"]))
st.download_button(
    text("duty.checklist"),
    icon=":material/checklist:",
    mime="text/csv",
    file_name=f"daftar_periksa_{name}_{code}.csv",
    data=lambda: plain_csv(timely.checklist(found, pick(feeds()[name].title)), marks_of_data(state)),
)
