"""What every feed holds: made from the contracts, so that it cannot drift."""

import pandas as pd
import streamlit as st

from dashboard.choices import select
from dashboard.texts import language, pick, text
from dashboard.view import current
from data.feeds import feeds
from data.intake.sheets import dictionary_rows, template

current()
st.title(text("dict.title"))
names = list(feeds())
with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
    contract = feeds()[select("umpan", text("send.feed"), names, names[0], lambda name: pick(feeds()[name].title), width=380)]
    st.download_button(
        text("send.template"),
        data=lambda: template(contract, language()),
        icon=":material/table:",
        file_name=f"templat_{contract.name}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
st.markdown(pick(contract.purpose))
st.caption(
    text(
        "dict.facts",
        name=contract.name,
        edition=contract.edition,
        senders=", ".join(contract.senders),
        every=text(f"every.{contract.periodicity}"),
        days=contract.deadline_days,
        sensitivity=text(f"sensitivity.{contract.sensitivity}"),
        identity=text(f"identity.{contract.identity}"),
        unique=", ".join(pick(contract.column(name).label) for name in contract.key),
    )
)
heads = [text(f"dict.{name}") for name in ("name", "label", "type", "required", "unit", "allowed", "example", "help")]
rows = pd.DataFrame(dictionary_rows(contract, language()), columns=heads)
st.dataframe(rows, hide_index=True, height=38 + 35 * len(rows), alt=text("dict.title"))
if contract.rules:
    st.subheader(text("dict.rules"))
    st.markdown("\n".join(f"- {pick(rule.says)} {pick(rule.todo)}" for rule in contract.rules))
st.subheader(text("dict.all"))
overview = pd.DataFrame(
    [
        (
            one.name,
            pick(one.title),
            text(f"every.{one.periodicity}"),
            text(f"sensitivity.{one.sensitivity}"),
            ", ".join(one.senders),
        )
        for one in feeds().values()
    ],
    columns=[text(f"dict.{name}") for name in ("name", "label", "every", "sensitivity", "senders")],
)
st.dataframe(overview, hide_index=True, height=38 + 35 * len(overview), alt=text("dict.all"))
