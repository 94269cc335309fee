"""An office sends a file: template, upload, what was found, landing; and what became of earlier ones."""

import streamlit as st

from dashboard import sending
from dashboard.choices import region, select
from dashboard.components.breadcrumb import show_place
from dashboard.components.sending import choose_mapping, show_history, show_report
from dashboard.sending import may_send, offices, opened, sender
from dashboard.texts import number, pick, text
from dashboard.view import current, known_region
from data.errors import Fault
from data.feeds import feeds
from data.intake.sheets import template

person, state = current()
focus = known_region(person, state)
show_place(person.scope, state.boundary_version, focus["code"])
st.title(text("send.title"))
names = list(feeds())
with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
    contract = feeds()[select("umpan", text("send.feed"), names, names[0], lambda name: pick(feeds()[name].title), width=380)]
    office = ""
    if may_send(person):
        choices = offices(person, contract, str(focus["name"]))
        office = select("kantor", text("send.office"), choices, choices[0], str, width=300) if choices else ""
    st.download_button(
        text("send.template"),
        data=lambda: template(contract),
        icon=":material/table:",
        file_name=f"templat_{contract.name}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
st.caption(f"{pick(contract.purpose)} {text('send.by', senders=', '.join(contract.senders))}")

who = sender(person, office)
if not office:
    st.info(text("send.not_you"), icon=":material/visibility:")
else:
    uploaded = st.file_uploader(text("send.upload"), type=["xlsx", "xlsm", "csv", "txt", "tsv"], key=f"berkas_{contract.name}")
    if uploaded is not None:
        file = opened(uploaded.getvalue(), uploaded.name, contract.name)
        if file.fault:
            st.error(file.fault, icon=":material/error:")
        else:
            mapping = choose_mapping(file, contract, office, person)
            try:
                with st.spinner(text("send.checking")):
                    report = sending.check(file, contract, who, mapping, state.data_version)
                show_report(report, file)
                if report.already is not None:
                    st.info(text("send.already", number=number(report.already)), icon=":material/info:")
                elif report.accepted:
                    old = report.overlaps[-1] if report.overlaps else None
                    replace = old is not None and st.checkbox(text("send.replace", number=old), key=f"ganti_{file.sha256[:8]}")
                    st.caption(text("send.covers", area=report.region_code, periods=", ".join(report.periods)))
                    if st.button(text("send.commit"), type="primary", icon=":material/send:"):
                        with st.spinner(text("send.sending")):
                            done = sending.send(file, contract, who, mapping, old if replace else None)
                        st.success(
                            text(
                                "send.done",
                                number=done.kiriman_id,
                                state=text(f"state.{done.state}"),
                                rows=number(done.landed.new + done.landed.changed),
                            ),
                            icon=":material/task_alt:",
                        )
            except Fault as fault:
                st.error(str(fault), icon=":material/error:")

show_history(person, who, contract.name, region(person))
